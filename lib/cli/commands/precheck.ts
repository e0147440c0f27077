import { precheckItems } from '../../steps/precheck.ts';
import { type Command, exitCode, flagOption } from '../command.ts';
import { openDatabaseDoors } from '../database-doors.ts';
import { loadProjectFile } from '../project-file.ts';

export const precheck: Command = {
  usage: 'precheck FILE',
  summary: 'looks at everything that would fail later; changes nothing',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(context, [path = ''], options) {
    const { file } = await loadProjectFile(context, path);
    const skip = new Set(file.precheck?.skip ?? []);
    const items = (await precheckItems(openDatabaseDoors(), file, context.signal)).map((item) =>
      item.status === 'failed' && item.skippable && skip.has(item.id) ? { ...item, status: 'skipped' as const } : item,
    );
    for (const { id, status, cause, remedy } of items) {
      context.say(`${status.padEnd(8)} ${id}${cause === null ? '' : `: ${cause}`}`);
      if (remedy !== null && status === 'failed') context.say(`         remedy: ${remedy}`);
    }
    if (flagOption(options, 'json')) context.print(JSON.stringify(items));
    return items.some(({ status }) => status === 'failed') ? exitCode.failed : exitCode.done;
  },
};

import { type Command, exitCode, flagOption } from '../command.ts';
import { openDatabaseDoors } from '../database-doors.ts';
import { loadProjectFile } from '../project-file.ts';
import { resolve } from '../../steps/resolve-objects.ts';
import { sourceEndpoint } from '../../steps/source-endpoint.ts';

export const objects: Command = {
  usage: 'objects FILE',
  summary: 'resolves the selection against the source: final list, unknown names, what is left out',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(context, [path = ''], options) {
    const { file } = await loadProjectFile(context, path);
    await using source = await openDatabaseDoors().openSchemaSource(sourceEndpoint(file), context.signal);
    const selection = await resolve(source, file, context.signal);
    for (const { name, kind } of selection.selected) context.say(`${kind.padEnd(6)} ${name.schema}.${name.table}`);
    for (const name of selection.unknown) context.say(`unknown ${name}`);
    for (const { reason, count } of selection.leftOut) context.say(`left out: ${count} (${reason})`);
    if (flagOption(options, 'json')) context.print(JSON.stringify(selection));
    return selection.unknown.length > 0 ? exitCode.failed : exitCode.done;
  },
};

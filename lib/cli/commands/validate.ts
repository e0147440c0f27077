import { examineProjectFile } from '../../steps/read-project-file.ts';
import { type Command, exitCode, flagOption } from '../command.ts';
import { examinationLines, readJson } from '../project-file.ts';

export const validate: Command = {
  usage: 'validate FILE',
  summary: 'checks a project file; lists every problem with its path',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(context, [path = ''], options) {
    const examined = examineProjectFile(await readJson(path), true);
    for (const line of examinationLines(examined)) context.say(line);
    const valid = examined.problems.length === 0 && examined.missing.length === 0;
    if (flagOption(options, 'json')) {
      context.print(JSON.stringify({ valid, problems: examined.problems, notBuilt: examined.missing }));
    } else if (valid) context.say(`${path} is valid`);
    return valid ? exitCode.done : exitCode.usage;
  },
};

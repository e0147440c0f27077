import path from 'node:path';
import { type StageName, stageNames } from '../../model/stage.ts';
import { readAnswers } from '../answers.ts';
import { type Command, flagOption, textOption, UsageError } from '../command.ts';
import { loadProjectFile } from '../project-file.ts';
import { reportLines } from '../report-text.ts';
import { runProject } from '../run-project.ts';

export const run: Command = {
  usage: 'run FILE --local [--state DIR] [--until STAGE] [--yes] [--answers FILE] [--report OUT.json]',
  summary: 'runs the whole state machine on this machine against the databases in FILE; resumes what it finds in DIR',
  options: {
    local: { type: 'boolean' },
    state: { type: 'string' },
    until: { type: 'string' },
    yes: { type: 'boolean' },
    answers: { type: 'string' },
    report: { type: 'string' },
  },
  positionals: { min: 1, max: 1 },
  async run(context, [file = ''], options) {
    if (!flagOption(options, 'local')) {
      throw new UsageError('give --local: starting a project on a deployed stack is `seaward start`');
    }
    const until = untilStage(textOption(options, 'until'));
    const project = await loadProjectFile(context, file);
    const stateDirectory = path.resolve(textOption(options, 'state') ?? path.join('.seaward', project.file.name));
    const answersFile = textOption(options, 'answers');
    const reportFile = textOption(options, 'report');
    const { exit, report } = await runProject(context, {
      project,
      stateDirectory,
      answers: answersFile === undefined ? new Map() : await readAnswers(answersFile),
      ...(until === undefined ? {} : { until }),
      ...(reportFile === undefined ? {} : { reportFile }),
    });
    for (const line of reportLines(report)) context.say(line);
    if (reportFile !== undefined) context.say(`Report: ${reportFile}`);
    context.say(`State: ${stateDirectory}`);
    if (flagOption(options, 'json')) context.print(JSON.stringify(report));
    return exit;
  },
};

/** Stages a run can end with; the next run goes on from there. */
const untilStages: readonly StageName[] = ['schema', 'full', 'verification'];

function untilStage(given: string | undefined): StageName | undefined {
  if (given === undefined) return undefined;
  const stage = untilStages.find((name) => name === given);
  if (stage !== undefined) return stage;
  const later = stageNames.some((name) => name === given);
  throw new UsageError(later ? `--until ${given} is not built yet` : `--until takes ${untilStages.join(', ')}`);
}

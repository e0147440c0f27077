import { stageNames } from '../../model/stage.ts';
import { buildReport } from '../../steps/build-report.ts';
import { readStage } from '../../steps/stage-progress.ts';
import { type Command, exitCode, flagOption } from '../command.ts';
import { localOptions, openLocalProject } from '../local-project.ts';
import { reportLines } from '../report-text.ts';
import { stageLine } from '../stage-text.ts';

export const status: Command = {
  usage: 'status [--local DIR]',
  summary: 'state of a project, its stages and what they counted',
  options: localOptions,
  positionals: { min: 0, max: 0 },
  async run(context, _positionals, options) {
    await using local = await openLocalProject(context, options);
    const { body: project } = local.stored;
    const report = await buildReport(local.doors, project);
    if (flagOption(options, 'json')) {
      context.print(JSON.stringify({ ...report, state: project.state, desired: project.desired }));
      return exitCode.done;
    }
    context.say(`${project.name}: ${project.state} (wanted: ${project.desired}), generation ${project.generation}`);
    for (const name of stageNames) {
      const stage = await readStage(local.doors.store, local.projectId, name);
      if (stage.round > 0) context.say(stageLine(stage));
    }
    for (const line of reportLines(report)) context.say(line);
    return exitCode.done;
  },
};

export const report: Command = {
  ...status,
  usage: 'report [--local DIR]',
  summary: 'the report of a project as it is now',
};

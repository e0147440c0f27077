import { rm, writeFile } from 'node:fs/promises';
import { throughJson } from '../local/bridge/json.ts';
import { Fault } from '../model/fault.ts';
import type { RunReport } from '../model/run-report.ts';
import type { StageName } from '../model/stage.ts';
import { projectItem } from '../model/stored-item.ts';
import { buildReport } from '../steps/build-report.ts';
import { projectIdOf } from '../steps/project-id.ts';
import type { PreparedAnswers } from './answers.ts';
import { type CommandContext, exitCode, type ExitCode } from './command.ts';
import { faultLines } from './fault-text.ts';
import { followExecution, type FollowOptions } from './follow-execution.ts';
import { type DeploymentDoors, startDeployment } from './local-deployment.ts';
import type { LoadedProject } from './project-file.ts';
import { gateLines } from './stage-text.ts';

export interface RunOptions {
  readonly project: LoadedProject;
  readonly stateDirectory: string;
  readonly answers: PreparedAnswers;
  /** The stage to end with; absent runs to the end. */
  readonly until?: StageName;
  readonly reportFile?: string;
  readonly onStage?: NonNullable<FollowOptions['onStage']>;
}

export interface RunResult {
  readonly exit: ExitCode;
  readonly report: RunReport;
}

/**
 * Runs the whole state machine on this machine against the databases of a project. What was done before, by an earlier
 * run that ended however it did, is not done again: a new generation asks the store what is left.
 */
export async function runProject(context: CommandContext, options: RunOptions): Promise<RunResult> {
  const { project, stateDirectory } = options;
  await using stack = await startDeployment(context, stateDirectory);
  const { doors } = stack;
  const projectId = projectIdOf(project.file.name);
  const events = stack.events[Symbol.asyncIterator]();
  const execution = stack.startExecution(
    throughJson({ project: project.json, ...(options.until === undefined ? {} : { until: options.until }) }),
  );
  const followed = await followExecution(context, doors, { [Symbol.asyncIterator]: () => events }, execution, {
    projectId,
    answers: options.answers,
    ...(options.onStage === undefined ? {} : { onStage: options.onStage }),
  });
  const report = await reportNow(doors, projectId, stack.peakRssBytes);
  if (options.reportFile !== undefined) {
    await rm(options.reportFile, { force: true });
    await writeFile(options.reportFile, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (followed.waitingAt !== null) {
    for (const line of gateLines(followed.waitingAt, stateDirectory)) context.say(line);
    return { exit: exitCode.gate, report: { ...report, outcome: 'waiting' } };
  }
  const succeeded = followed.end?.status === 'SUCCEEDED' && report.outcome === 'completed';
  if (!succeeded) {
    if (followed.end?.error !== null && followed.end !== null) {
      context.say(`The execution ended ${followed.end.status}: ${followed.end.error}: ${followed.end.cause ?? ''}`);
    }
    for (const fault of report.faults) for (const line of faultLines(fault)) context.say(line);
  }
  return { exit: succeeded ? exitCode.done : exitCode.failed, report };
}

async function reportNow(
  doors: DeploymentDoors,
  projectId: string,
  peakRssBytes: Readonly<Record<string, number>>,
): Promise<RunReport> {
  const stored = await doors.store.get(projectItem, projectId, null);
  if (stored === undefined) throw new Fault('INVALID_PROJECT', `project ${projectId} was refused before it began`);
  const report = await buildReport(doors, stored.body);
  return { ...report, peakRssBytes: { ...report.peakRssBytes, ...peakRssBytes } };
}

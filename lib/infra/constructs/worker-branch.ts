import { Duration } from 'aws-cdk-lib';
import { type IChainable, JsonPath, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { WorkerName } from '../../model/function-name.ts';
import type { GateName } from '../../model/gate.ts';
import { afterStep, gate, type MachineParts, resultPath, route, step, whenPlanned } from './machine-states.ts';
import type { WorkerTasks } from './worker-tasks.ts';

export interface WorkerBranchNames {
  /** Prefix of every state of the branch: `Capture`, `ReverseReplay`. */
  readonly branch: string;
  /** The task's state, in the migration's own words: `CaptureRedo`. */
  readonly task: string;
  readonly worker: Exclude<WorkerName, 'build'>;
  readonly flag: 'incremental' | 'reverse';
  /** What must hold before the worker starts, if anything. */
  readonly opensWith: GateName | null;
  readonly decision: GateName;
  readonly resume: GateName;
}

/**
 * One long-running worker and the rules it lives by:
 *
 *     [gate] --> task --finished--> end            (ends by order only)
 *                  |--again--> task                (SIGTERM, Spot, weekly restart)
 *                  |--paused--> resume gate --> task
 *                  |--gate--> decision gate
 *                  `--lost--> CountLoss --again--> 5 s --> task,  --gate--> decision gate
 *
 * The task has no Retry: how often a worker may be lost is counted from the durable position, in the store.
 */
export function workerBranch(parts: MachineParts, workers: WorkerTasks, names: WorkerBranchNames): IChainable {
  const { branch } = names;
  const ends = new Succeed(parts.scope, `${branch}Ends`);
  const task = workers.task(parts, names.task, names.worker, {});
  const decision = gate(parts, `${branch}Decision`, names.decision);
  const resume = gate(parts, `${branch}Resume`, names.resume);
  const pause = new Wait(parts.scope, `${branch}Restarts`, { time: WaitTime.duration(Duration.seconds(5)) });
  const loss = step(parts, `${branch}Lost`, 'count-loss', {
    input: { worker: names.worker, result: JsonPath.objectAt(resultPath) },
  });
  task.addCatch(loss, { errors: ['States.ALL'], resultPath });
  loss.addCatch(decision.entry, { errors: ['States.ALL'], resultPath });
  pause.next(task);
  afterStep(parts, loss, `${branch}LostOutcome`, { again: pause, gate: decision.entry, finished: ends, stale: ends });
  afterStep(parts, task, `${branch}Outcome`, {
    finished: ends,
    again: task,
    paused: resume.entry,
    gate: decision.entry,
    stale: ends,
  });
  const stops = { abort: ends, finish: ends, expired: ends, stale: ends } as const;
  route(decision.answered, { retry: task, resume: task, reload: task, skip: task, release: ends, ...stops });
  route(resume.answered, { resume: task, retry: task, release: ends, ...stops });
  return whenPlanned(parts, `${branch}Wanted`, names.flag, opening(parts, names, task, ends), ends);
}

function opening(parts: MachineParts, names: WorkerBranchNames, task: IChainable, ends: Succeed): IChainable {
  if (names.opensWith === null) return task;
  const opens = gate(parts, `${names.branch}Opens`, names.opensWith);
  route(opens.answered, { opened: task, release: ends, abort: ends, finish: ends, expired: ends, stale: ends });
  return opens.entry;
}

/** The four branches beside Main. Only these names differ. */
export const workerBranches: readonly WorkerBranchNames[] = [
  {
    branch: 'Capture',
    task: 'CaptureRedo',
    worker: 'capture',
    flag: 'incremental',
    opensWith: null,
    decision: 'CaptureDecision',
    resume: 'CaptureResume',
  },
  {
    branch: 'Replay',
    task: 'ReplayChanges',
    worker: 'replay',
    flag: 'incremental',
    opensWith: 'LoadDone',
    decision: 'ReplayDecision',
    resume: 'ReplayResume',
  },
  {
    branch: 'ReverseCapture',
    task: 'CaptureTargetChanges',
    worker: 'reverse-capture',
    flag: 'reverse',
    opensWith: 'ReversePullWanted',
    decision: 'ReverseCaptureDecision',
    resume: 'ReverseCaptureResume',
  },
  {
    branch: 'ReverseReplay',
    task: 'ReplayTargetChanges',
    worker: 'reverse-replay',
    flag: 'reverse',
    opensWith: 'ReverseWanted',
    decision: 'ReverseReplayDecision',
    resume: 'ReverseReplayResume',
  },
];

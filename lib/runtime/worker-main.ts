import { Fault } from '../model/fault.ts';
import type { WorkerName } from '../model/function-name.ts';
import { limits } from '../model/limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type Environment, readAssignment, readEnvironment, type WorkerAssignment } from './environment.ts';
import { openTaskCallback } from './execution-doors.ts';
import { jsonTelemetry, printLine } from './json-telemetry.ts';
import { systemClock } from './system-clock.ts';

/** How a worker ends: what the Choice after its task compares. */
export interface WorkerResult {
  readonly outcome: 'finished' | 'paused' | 'again' | 'gate' | 'done' | 'stale';
}

export interface WorkerDoors {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly timeLeftMs: () => number;
  readonly rssBytes: () => number;
}

export interface WorkerDefinition {
  readonly name: WorkerName;
  /** Does the work until it ends by itself or the signal fires; then it has 20 seconds to leave. */
  readonly run: (
    doors: WorkerDoors,
    environment: Environment,
    assignment: WorkerAssignment,
    signal: AbortSignal,
  ) => Promise<WorkerResult>;
}

/** 0: the token was answered, or nobody waits for it. 1: it could not be answered; the missing heartbeat will tell. */
export type ExitCode = 0 | 1;

/** What a worker process is made of; a test puts its own. */
export interface WorkerProcess {
  readonly tasks: TaskCallback;
  readonly clock: Clock;
  readonly print: (line: string) => void;
  /** Fires at SIGTERM: the task is being replaced, and the same work goes on elsewhere. */
  readonly terminated: AbortSignal;
  readonly heartbeatMs: number;
}

/** Seconds between two heartbeats; the state machine gives a worker up after 300 without one. */
const heartbeatMs = 30_000;

/** The main of a container: environment, SIGTERM, exit code. */
export async function runWorker(definition: WorkerDefinition): Promise<void> {
  const terminated = new AbortController();
  process.once('SIGTERM', () => terminated.abort(new Fault('INTERRUPTED', 'the task is being replaced')));
  process.exitCode = await workUntilEnd(definition, readEnvironment(), readAssignment(), {
    tasks: openTaskCallback(),
    clock: systemClock,
    print: printLine,
    terminated: terminated.signal,
    heartbeatMs,
  });
}

/**
 * Order: 1 a heartbeat proves that somebody waits for this token (else nothing is touched), 2 the work, heart-beating,
 * 3 the token is answered with how it ended. A dead token in between stops the work: another worker has it.
 */
export async function workUntilEnd(
  definition: WorkerDefinition,
  environment: Environment,
  assignment: WorkerAssignment,
  { tasks, clock, print, terminated, heartbeatMs: everyMs }: WorkerProcess,
): Promise<ExitCode> {
  const context = { stack: environment.stack, component: definition.name, projectId: assignment.projectId };
  const telemetry = jsonTelemetry(context, clock, print);
  if ((await tasks.heartbeat(assignment.token)) === 'dead') {
    telemetry.event('worker.unwanted', {});
    return 0;
  }
  const stop = new AbortController();
  const over = new AbortController();
  const signal = AbortSignal.any([terminated, stop.signal]);
  const beating = beat({ tasks, clock, telemetry, token: assignment.token, everyMs }, stop, over.signal);
  const doors: WorkerDoors = {
    clock,
    telemetry,
    timeLeftMs: () => (signal.aborted ? 0 : Number.MAX_SAFE_INTEGER),
    rssBytes: () => process.memoryUsage.rss(),
  };
  try {
    const ended = await withinShutdown(
      definition.run(doors, environment, assignment, signal),
      signal,
      clock,
      over.signal,
    );
    telemetry.event('worker.ended', { outcome: ended.outcome, rssBytes: doors.rssBytes() });
    await tasks.succeed(assignment.token, ended);
    return 0;
  } catch (error) {
    return await answerFailure(error, { tasks, telemetry, terminated, token: assignment.token });
  } finally {
    over.abort();
    await beating;
  }
}

interface Beat {
  readonly tasks: TaskCallback;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly token: string;
  readonly everyMs: number;
}

/** Heart-beats until the work is over. A service that does not answer is asked again; only a dead token stops the work. */
async function beat(
  { tasks, clock, telemetry, token, everyMs }: Beat,
  stop: AbortController,
  over: AbortSignal,
): Promise<void> {
  while (await passed(clock, everyMs, over)) {
    try {
      if ((await tasks.heartbeat(token)) === 'delivered') continue;
      stop.abort(new Fault('FENCED', 'nobody waits for this worker any more'));
      return;
    } catch (error) {
      telemetry.event('worker.heartbeat-failed', { error: error instanceof Error ? error.name : 'unknown' });
    }
  }
}

/** False when the signal fired first. */
async function passed(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.wait(ms, signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** The work's own end, or, 20 seconds after it was told to stop, the failure to stop. */
async function withinShutdown(
  work: Promise<WorkerResult>,
  signal: AbortSignal,
  clock: Clock,
  over: AbortSignal,
): Promise<WorkerResult> {
  const late = new Promise<never>((_, reject) => {
    const told = (): void => {
      void passed(clock, limits.shutdownMsMax, over).then((stillWorking) => {
        if (stillWorking) reject(new Error(`the worker did not stop within ${limits.shutdownMsMax} ms`));
      });
    };
    if (signal.aborted) told();
    else signal.addEventListener('abort', told, { once: true });
  });
  return Promise.race([work, late]);
}

interface Failure {
  readonly tasks: TaskCallback;
  readonly telemetry: Telemetry;
  readonly terminated: AbortSignal;
  readonly token: string;
}

/** A worker told to leave says `again`; a fault or an assertion fails the token by its name, and the loss is counted. */
async function answerFailure(error: unknown, { tasks, telemetry, terminated, token }: Failure): Promise<ExitCode> {
  const name = error instanceof Fault ? error.code : error instanceof Error ? error.name : 'unknown';
  const cause = error instanceof Error ? error.message : String(error);
  telemetry.event('worker.failed', { error: name });
  try {
    const interrupted = terminated.aborted && (name === 'INTERRUPTED' || name === 'AbortError');
    if (interrupted) await tasks.succeed(token, { outcome: 'again' });
    else await tasks.fail(token, name, cause);
    return interrupted || error instanceof Fault ? 0 : 1;
  } catch (lost) {
    telemetry.event('worker.unanswered', { error: lost instanceof Error ? lost.name : 'unknown' });
    return 1;
  }
}

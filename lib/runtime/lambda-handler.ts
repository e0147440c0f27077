import { z } from 'zod';
import type { FunctionName } from '../model/function-name.ts';
import { Fault, type FaultRecord } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { jsonTelemetry, printLine } from './json-telemetry.ts';
import { stepResultSchema, type StepResultPayload } from './step-events.ts';
import { systemClock } from './system-clock.ts';

/** The part of Lambda's context that is used; whoever runs a bundle elsewhere supplies the same. */
export interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

/** Doors that belong to one invocation; the others are opened once per process. */
export interface InvocationDoors {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Milliseconds until the function is ended from outside. */
  readonly timeLeftMs: () => number;
  readonly rssBytes: () => number;
}

export interface FunctionDefinition<Event, Doors> {
  readonly name: FunctionName;
  readonly event: z.ZodType<Event>;
  /** Called once per process, on the first event. */
  readonly open: (environment: Environment) => Doors;
  readonly run: (doors: Doors & InvocationDoors, event: Event, signal: AbortSignal) => Promise<unknown>;
}

export type Handler = (event: unknown, context: InvocationContext) => Promise<StepResultPayload>;

const identitySchema = z.looseObject({ projectId: z.string() });

/**
 * Wraps a step as a function of the state machine: decodes the event, runs the step with a signal that fires before
 * Lambda would kill it, and turns what it throws into what the machine understands. A newer generation is the outcome
 * `stale`; every other fault is an error named by its code, which leads to the branch's decision gate.
 */
export function stepFunction<Event, Doors>(definition: FunctionDefinition<Event, Doors>): Handler {
  let opened: { readonly environment: Environment; readonly doors: Doors } | null = null;
  return async (input, context) => {
    if (opened === null) {
      const environment = readEnvironment();
      opened = { environment, doors: definition.open(environment) };
    }
    const identity = identitySchema.safeParse(input);
    const projectId = identity.success ? identity.data.projectId : null;
    const { stack } = opened.environment;
    const telemetry = jsonTelemetry({ stack, component: definition.name, projectId }, systemClock, printLine);
    const doors: Doors & InvocationDoors = {
      ...opened.doors,
      clock: systemClock,
      telemetry,
      timeLeftMs: () => context.getRemainingTimeInMillis(),
      rssBytes: () => process.memoryUsage.rss(),
    };
    const started = systemClock.monotonicMs();
    try {
      const signal = AbortSignal.timeout(workingTimeMs(context.getRemainingTimeInMillis()));
      const result = stepResultSchema.parse(await definition.run(doors, definition.event.parse(input), signal));
      const ms = Math.round(systemClock.monotonicMs() - started);
      telemetry.event('function.done', { outcome: result.outcome, ms, rssBytes: doors.rssBytes() });
      return result;
    } catch (error) {
      return failed(error, telemetry);
    }
  };
}

/** Leaves the time a step needs to stop: 20 seconds, or a quarter of a short function's life. */
function workingTimeMs(remainingMs: number): number {
  return Math.max(0, Math.floor(remainingMs - Math.min(limits.shutdownMsMax, remainingMs / 4)));
}

function failed(error: unknown, telemetry: Telemetry): StepResultPayload {
  if (!(error instanceof Fault)) {
    telemetry.event('function.assertion', assertionFields(error));
    throw error;
  }
  const { code, side, subject } = error.record;
  telemetry.event('function.fault', { code, side, subject });
  if (code === 'STALE_GENERATION') return { outcome: 'stale' };
  throw namedError(error.record);
}

/** Where a bug is: the frames, and the message when it is one of our own, which never holds a row value. */
function assertionFields(error: unknown): {
  readonly error: string;
  readonly message: string;
  readonly frames: string;
} {
  if (!(error instanceof Error)) return { error: 'unknown', message: '', frames: '' };
  const ours = error.message.startsWith('assertion failed') ? error.message : '';
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8);
  return { error: error.name, message: ours, frames: frames.map((line) => line.trim()).join(' | ') };
}

/** Lambda reports an error's name and message: they become Error and Cause of the state machine. */
function namedError(record: FaultRecord): Error {
  const vendor = record.vendor === null ? '' : ` (${record.vendor})`;
  const error = new Error(`${record.cause}${vendor}. ${record.remedy}`);
  error.name = record.code;
  return error;
}

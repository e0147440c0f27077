import { Fault } from '../model/fault.ts';
import type { FaultCode } from '../model/fault-catalogue.ts';
import { limits } from '../model/limits.ts';
import type { Clock } from '../ports/clock.ts';

export interface RetryDoors {
  readonly clock: Clock;
  readonly timeLeftMs: () => number;
}

/** Retryable in the catalogue's sense, but not by doing the same again at once: another SCN or a person is needed. */
const notAtOnce: ReadonlySet<FaultCode> = new Set(['SNAPSHOT_TOO_OLD', 'TABLE_CHANGED', 'IN_DOUBT', 'INTERRUPTED']);

const firstWaitMs = 500;
const waitMsMax = 15_000;
/** A door may itself wait long for its database: after this time since the first failure a person is told. */
const patienceMs = 60_000;

/**
 * Runs `action` again after a retryable fault (a database that restarts, refuses sessions, throttles), waiting longer each
 * time, as long as the function has time. The action must be idempotent. Gives up with the last fault.
 */
export async function retryFault<Result>(
  doors: RetryDoors,
  signal: AbortSignal,
  action: () => Promise<Result>,
): Promise<Result> {
  let failedSince: number | null = null;
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      const again = error instanceof Fault && error.record.retryable && !notAtOnce.has(error.code);
      const waitMs = Math.min(firstWaitMs * 2 ** attempt, waitMsMax);
      const hasTime = doors.timeLeftMs() - waitMs > limits.chunkTimeLeftMsMin;
      failedSince ??= doors.clock.monotonicMs();
      const isPatient = doors.clock.monotonicMs() - failedSince < patienceMs;
      if (!again || attempt > limits.statementRetriesMax || !hasTime || !isPatient) throw error;
      await doors.clock.wait(waitMs, signal);
    }
  }
}

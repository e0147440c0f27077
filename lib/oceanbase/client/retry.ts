import { setTimeout as wait } from 'node:timers/promises';
import { limits } from '../../model/limits.ts';
import { rollback } from '../sql/session-statements.ts';
import type { TargetConnection } from './connection.ts';
import { TargetFault } from './target-faults.ts';

const firstPauseMs = 50;
const pauseMsMax = 5_000;

/** Pauses before the n-th repetition (from 1): 50 ms, doubled each time, at most 5 s. */
export async function backOff(repetition: number, signal: AbortSignal): Promise<void> {
  await wait(Math.min(firstPauseMs * 2 ** (repetition - 1), pauseMsMax), undefined, { signal });
}

/**
 * Runs a transaction again, after ROLLBACK and a pause, when the server says that it may succeed later (deadlock, lock
 * wait, schema refresh ...). A lost session or an unknown outcome is not for here: it goes to whoever owns the session.
 */
export async function retried<Answer>(
  signal: AbortSignal,
  transaction: () => Promise<Answer>,
  connection: TargetConnection,
): Promise<Answer> {
  for (let repetition = 1; ; repetition += 1) {
    try {
      return await transaction();
    } catch (error) {
      const again = error instanceof TargetFault && error.recovery === 'retry' && !error.outcomeUnknown;
      if (!again || repetition > limits.statementRetriesMax) throw error;
      await connection.run(rollback, signal);
      await backOff(repetition, signal);
    }
  }
}

import type { Transaction } from '../store/transaction.ts';

/**
 * Not an error of the user: the statement met a row that another open transaction holds. The session undoes the statement, waits
 * for the holder's end and runs the statement again.
 */
export class RowLocked extends Error {
  readonly holder: Transaction;
  /** Null: for ever; 0: NOWAIT. */
  readonly waitSeconds: number | null;

  constructor(holder: Transaction, waitSeconds: number | null = null) {
    super('row locked by another transaction');
    this.holder = holder;
    this.waitSeconds = waitSeconds;
  }
}

import type { Transaction } from '../store/transaction.ts';
import type { SqlValue } from '../values/value.ts';
import type { WrittenPlace } from './table-writer.ts';

export interface DmlOutcome {
  readonly rowsAffected: number;
  readonly last: WrittenPlace | null;
  readonly returned: readonly (readonly SqlValue[])[];
}

/** A compiled INSERT, UPDATE, DELETE or MERGE. `run` throws RowLocked when it must wait; what it did is then undone by the session. */
export interface DmlPlan {
  run(transaction: Transaction): DmlOutcome;
  /** Forgets what a failed run has gathered. */
  abandon(): void;
}

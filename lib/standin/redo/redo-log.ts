/**
 * The seam between the store and redo: the store calls it with everything that a redo log would hold, in the order in which it
 * happens. LogMiner is built behind it; without it the database uses {@link noRedo}.
 */

/** XIDUSN.XIDSLT.XIDSQN */
export interface TransactionId {
  readonly usn: number;
  readonly slot: number;
  readonly sequence: number;
}

export interface RedoPlace {
  readonly objectId: number;
  readonly dataObjectId: number;
  readonly relativeFile: number;
  readonly block: number;
  readonly row: number;
}

export interface RedoTransaction {
  readonly id: TransactionId;
  readonly startScn: bigint;
  /** Milliseconds by the database's clock. */
  readonly startedAtMs: number;
  readonly user: string;
  readonly sessionId: number;
  readonly serial: number;
}

export type RowOperation = 'insert' | 'update' | 'delete' | 'lock';

/**
 * One row change. Images are packed rows (see store/packed-row.ts); `before` is null for an insert, `after` for a delete.
 * `rollback` marks the compensating change that a rollback applies: undoing an insert is a delete.
 */
export interface RowChange {
  readonly transaction: RedoTransaction;
  readonly scn: bigint;
  readonly atMs: number;
  readonly operation: RowOperation;
  readonly place: RedoPlace;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
  readonly rollback: boolean;
}

export interface DdlChange {
  readonly scn: bigint;
  readonly atMs: number;
  readonly user: string;
  readonly owner: string;
  readonly object: string;
  readonly objectId: number | null;
  readonly text: string;
}

export interface RedoLog {
  begin(transaction: RedoTransaction): void;
  change(change: RowChange): void;
  /** The row changes undone have been sent as rollback changes before. */
  rollbackToSavepoint(transaction: RedoTransaction, scn: bigint): void;
  commit(transaction: RedoTransaction, commitScn: bigint, atMs: number): void;
  rollback(transaction: RedoTransaction, scn: bigint, atMs: number): void;
  ddl(change: DdlChange): void;
}

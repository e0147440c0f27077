import type { RedoTransaction, TransactionId } from '../../redo/redo-log.ts';
import type { UndoRecord } from './undo.ts';

/** How far a transaction had come: records, and the end of the last one if it is a range of inserts that may have grown since. */
export interface UndoMark {
  readonly length: number;
  readonly lastSlot: number;
}

export const NOTHING_DONE: UndoMark = { length: 0, lastSlot: -1 };

export type TransactionState = 'active' | 'prepared' | 'committed' | 'rolled back';

/** Who begins a transaction. */
export interface TransactionOwner {
  readonly user: string;
  readonly sessionId: number;
  readonly serial: number;
}

/** One transaction from its first change to its end: a row of V$TRANSACTION while it is open. */
export class Transaction implements RedoTransaction {
  readonly id: TransactionId;
  readonly startScn: bigint;
  readonly startedAtMs: number;
  readonly user: string;
  readonly sessionId: number;
  readonly serial: number;
  name: string | null = null;
  state: TransactionState = 'active';
  /** Null until it is committed. */
  commitScn: bigint | null = null;
  /** The redo log has heard of it: at its first change. */
  logged = false;
  /** Set by SET TRANSACTION READ ONLY or ISOLATION LEVEL SERIALIZABLE: every statement reads as of this SCN. */
  snapshotScn: bigint | null = null;
  readOnly = false;
  /** Number of the statement that is running, from 1. */
  command = 0;
  readonly undo: UndoRecord[] = [];
  undoBytes = 0;
  readonly savepoints: { readonly name: string; readonly mark: UndoMark }[] = [];
  /** SET CONSTRAINTS: true deferred, false immediate; the key `ALL` or OWNER.NAME. */
  readonly constraintModes = new Map<string, boolean>();
  /** Checks of deferred constraints, run at commit. Each throws when violated. */
  readonly deferredChecks = new Map<string, () => void>();
  /** Table locks held until the end: object id to mode. */
  readonly tableLocks = new Map<number, string>();
  /** The open transaction that it waits for. */
  waitsFor: Transaction | null = null;
  /** Resolves when it is over. */
  readonly ended: Promise<void>;
  readonly #end: () => void;

  constructor(id: TransactionId, startScn: bigint, startedAtMs: number, owner: TransactionOwner) {
    this.id = id;
    this.startScn = startScn;
    this.startedAtMs = startedAtMs;
    this.user = owner.user;
    this.sessionId = owner.sessionId;
    this.serial = owner.serial;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.ended = promise;
    this.#end = () => resolve(undefined);
  }

  get isOpen(): boolean {
    return this.state === 'active' || this.state === 'prepared';
  }

  get mark(): UndoMark {
    return { length: this.undo.length, lastSlot: this.undo.at(-1)?.lastSlot ?? -1 };
  }

  /** `10.5.1234`, as LOCAL_TRAN_ID writes it. */
  get text(): string {
    return `${this.id.usn}.${this.id.slot}.${this.id.sequence}`;
  }

  /** Called by the store alone, after the state has been set. */
  finish(): void {
    this.#end();
  }
}

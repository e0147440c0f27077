import type { Block } from './block.ts';
import type { Transaction } from './transaction.ts';

export type UndoKind = 'insert' | 'update' | 'delete' | 'lock';

/**
 * What a transaction must put back in one slot of a block, and what an older reader sees there. Chains run from the newest change
 * of a slot to the oldest one still kept.
 *
 * Inserts into slots never used before are kept as ranges: one record for many rows, outside the chains (it would always be the
 * last link).
 */
export class UndoRecord {
  readonly transaction: Transaction;
  /** The statement of the transaction: a statement does not see its own changes. */
  readonly command: number;
  readonly kind: UndoKind;
  readonly block: Block;
  readonly slot: number;
  /** Last slot of a range of inserts; equal to `slot` otherwise. */
  lastSlot: number;
  /** A range of fresh inserts, not in a chain. */
  readonly fresh: boolean;
  /** The packed row before the change; null when there was none. */
  readonly before: Uint8Array | null;
  older: UndoRecord | null = null;
  newer: UndoRecord | null = null;

  constructor(
    transaction: Transaction,
    kind: UndoKind,
    block: Block,
    slot: number,
    before: Uint8Array | null,
    fresh: boolean,
  ) {
    this.transaction = transaction;
    this.command = transaction.command;
    this.kind = kind;
    this.block = block;
    this.slot = slot;
    this.lastSlot = slot;
    this.before = before;
    this.fresh = fresh;
  }

  get bytes(): number {
    // Measured: the object, its places in lists, and the block's share.
    return 200 + (this.before === null ? 0 : this.before.length);
  }
}

/** What a reader may see: everything committed up to an SCN, and a transaction's own changes made before one of its statements. */
export interface ReadView {
  readonly scn: bigint;
  readonly transaction: Transaction | null;
  /** Changes of the own transaction with a smaller command number are seen. */
  readonly command: number;
}

export function isVisible(record: UndoRecord, view: ReadView): boolean {
  const { transaction } = record;
  if (transaction === view.transaction) return record.command < view.command;
  return transaction.commitScn !== null && transaction.commitScn <= view.scn;
}

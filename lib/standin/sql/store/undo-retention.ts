import type { Transaction } from './transaction.ts';

export interface UndoLimits {
  /** UNDO_RETENTION, here in milliseconds. */
  retentionMs: number;
  /** Size of the undo tablespace: committed undo beyond it is overwritten, the oldest first. */
  bytesMax: number;
}

/** Undo of committed transactions, oldest commit first, kept while the limits allow. */
export class UndoRetention {
  readonly limits: UndoLimits;
  readonly #forget: (transaction: Transaction) => void;
  #queue: { readonly transaction: Transaction; readonly atMs: number }[] = [];
  #head = 0;
  #bytes = 0;

  constructor(limits: UndoLimits, forget: (transaction: Transaction) => void) {
    this.limits = limits;
    this.#forget = forget;
  }

  get bytes(): number {
    return this.#bytes;
  }

  keep(transaction: Transaction, atMs: number): void {
    if (transaction.undo.length === 0) return;
    this.#queue.push({ transaction, atMs });
    this.#bytes += transaction.undoBytes;
  }

  expire(nowMs: number): void {
    for (;;) {
      const oldest = this.#queue[this.#head];
      if (oldest === undefined) break;
      if (this.#bytes <= this.limits.bytesMax && oldest.atMs >= nowMs - this.limits.retentionMs) break;
      this.#forgetOldest(oldest.transaction);
    }
    if (this.#head > 1024 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
  }

  /** The undo tablespace is overwritten now: every older reader gets ORA-01555. */
  exhaust(): void {
    for (let oldest = this.#queue[this.#head]; oldest !== undefined; oldest = this.#queue[this.#head]) {
      this.#forgetOldest(oldest.transaction);
    }
  }

  #forgetOldest(transaction: Transaction): void {
    this.#head += 1;
    this.#bytes -= transaction.undoBytes;
    this.#forget(transaction);
  }
}

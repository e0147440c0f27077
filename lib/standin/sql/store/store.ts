import { oracleError } from '../../oracle-error.ts';
import type { RedoLog, RowOperation } from '../../redo/redo-log.ts';
import { Block } from './block.ts';
import { BLOCK_BYTES, DataFile } from './extent.ts';
import { ScnClock } from './scn-clock.ts';
import { HeapSegment } from './segment.ts';
import type { RowReference } from './stored-index.ts';
import type { TableIndexes } from './table-indexes.ts';
import { NOTHING_DONE, Transaction } from './transaction.ts';
import type { TransactionOwner, UndoMark } from './transaction.ts';
import { UndoRecord } from './undo.ts';
import { UndoRetention } from './undo-retention.ts';
import type { UndoLimits } from './undo-retention.ts';

const PAGE_BYTES = 1 << 20;
const UNDO_SEGMENTS = 10;
const UNDO_SLOTS = 34;

export interface StoreOptions {
  readonly nowMs: () => number;
  readonly redo: RedoLog | null;
  readonly undo: UndoLimits;
  readonly firstScn: bigint;
}

/** All blocks, undo and transactions of one database. It knows bytes and slots, neither columns nor types. */
export class Store {
  readonly scn: ScnClock;
  readonly retention: UndoRetention;
  readonly open = new Set<Transaction>();
  readonly #nowMs: () => number;
  readonly #redo: RedoLog | null;
  readonly #blocks: (Block | undefined)[] = [];
  readonly #files = new Map<string, DataFile>();
  #page = Buffer.alloc(0);
  #pageUsed = 0;
  #transactions = 0;

  constructor(options: StoreOptions) {
    this.#nowMs = options.nowMs;
    this.#redo = options.redo;
    this.scn = new ScnClock(options.firstScn, options.nowMs);
    this.retention = new UndoRetention(options.undo, (transaction) => this.#forgetUndo(transaction));
  }

  // ------------------------------------------------------------------ space

  /** Data files by tablespace, in order of their numbers. */
  get dataFiles(): Iterable<DataFile> {
    return this.#files.values();
  }

  addTablespace(name: string): DataFile {
    const numbers = [1, 3, 4, 7];
    const file = new DataFile(numbers[this.#files.size] ?? this.#files.size + 4, name);
    this.#files.set(name, file);
    return file;
  }

  hasTablespace(name: string): boolean {
    return this.#files.has(name);
  }

  dataFile(tablespace: string): DataFile {
    const file = this.#files.get(tablespace);
    if (file === undefined) throw oracleError(959, tablespace);
    return file;
  }

  newSegment(objectId: number, dataObjectId: number, tablespace: string, indexes: TableIndexes): HeapSegment {
    return new HeapSegment(this, objectId, dataObjectId, tablespace, indexes);
  }

  newBlock(segment: HeapSegment, relativeFile: number, number: number): Block {
    if (this.#pageUsed + BLOCK_BYTES > this.#page.length) {
      // Small databases stay small: pages grow with the store.
      this.#page = Buffer.allocUnsafeSlow(this.#blocks.length < 64 ? BLOCK_BYTES * 8 : PAGE_BYTES);
      this.#pageUsed = 0;
    }
    const data = this.#page.subarray(this.#pageUsed, this.#pageUsed + BLOCK_BYTES);
    this.#pageUsed += BLOCK_BYTES;
    const block = new Block(segment, this.#blocks.length, relativeFile, number, data);
    this.#blocks.push(block);
    return block;
  }

  block(serial: number): Block | undefined {
    return this.#blocks[serial];
  }

  /** Gives the memory of a dropped or truncated segment back once nobody reads it. */
  release(segment: HeapSegment): void {
    segment.gone = true;
    for (const block of segment.blocks) this.#blocks[block.serial] = undefined;
  }

  // ------------------------------------------------------------------ transactions

  begin(owner: TransactionOwner): Transaction {
    const number = this.#transactions;
    this.#transactions += 1;
    const usn = (number % UNDO_SEGMENTS) + 1;
    const slot = Math.floor(number / UNDO_SEGMENTS) % UNDO_SLOTS;
    const sequence = 500 + Math.floor(number / (UNDO_SEGMENTS * UNDO_SLOTS));
    const transaction = new Transaction({ usn, slot, sequence }, this.scn.current, this.#nowMs(), owner);
    this.open.add(transaction);
    return transaction;
  }

  /** Deferred checks have been run by the caller. */
  commit(transaction: Transaction): bigint {
    const scn = this.scn.next();
    const now = this.#nowMs();
    transaction.commitScn = scn;
    transaction.state = 'committed';
    for (const record of transaction.undo) if (record.kind === 'delete') record.block.segment.noteSpace(record.block);
    this.retention.keep(transaction, now);
    if (transaction.logged) this.#redo?.commit(transaction, scn, now);
    this.#end(transaction);
    this.retention.expire(now);
    return scn;
  }

  rollback(transaction: Transaction): void {
    this.#undoTo(transaction, NOTHING_DONE);
    transaction.state = 'rolled back';
    if (transaction.logged) this.#redo?.rollback(transaction, this.scn.next(), this.#nowMs());
    this.#end(transaction);
  }

  #end(transaction: Transaction): void {
    this.open.delete(transaction);
    transaction.waitsFor = null;
    transaction.finish();
  }

  /** Undoes what was done since the mark was taken: a failed statement, or ROLLBACK TO SAVEPOINT. */
  rollbackTo(transaction: Transaction, mark: UndoMark): void {
    const now = transaction.mark;
    if (now.length === mark.length && now.lastSlot === mark.lastSlot) return;
    this.#undoTo(transaction, mark);
    this.#redo?.rollbackToSavepoint(transaction, this.scn.current);
  }

  #undoTo(transaction: Transaction, mark: UndoMark): void {
    while (transaction.undo.length > mark.length) {
      const record = transaction.undo.pop();
      if (record === undefined) break;
      transaction.undoBytes -= record.bytes;
      if (record.fresh) this.#undoFresh(record);
      else this.#undoOne(record);
      record.block.popUndo(record);
      if (record.kind === 'insert') record.block.segment.noteSpace(record.block);
    }
    const last = transaction.undo.at(-1);
    if (last?.fresh !== true || transaction.undo.length !== mark.length) return;
    // The range has grown after the mark: its newer rows go.
    for (; last.lastSlot > mark.lastSlot; last.lastSlot -= 1) this.#restore(last, last.lastSlot, null);
    last.block.segment.noteSpace(last.block);
  }

  #undoFresh(record: UndoRecord): void {
    for (let slot = record.lastSlot; slot >= record.slot; slot -= 1) this.#restore(record, slot, null);
  }

  #undoOne(record: UndoRecord): void {
    if (record.kind !== 'lock') this.#restore(record, record.slot, record.before);
  }

  #restore(record: UndoRecord, slot: number, before: Uint8Array | null): void {
    const { block } = record;
    const current = block.current(slot);
    const undone = current === null ? null : copyOf(current);
    block.write(slot, before);
    if (undone !== null) {
      // The record being undone still heads the chain: its before-image is now the current row, so it keeps what it must.
      block.segment.indexes.imageForgotten(block, slot, undone);
    }
    const operation: RowOperation = before === null ? 'delete' : undone === null ? 'insert' : 'update';
    this.#log(record.transaction, operation, block, slot, undone, before, true);
  }

  #forgetUndo(transaction: Transaction): void {
    const scn = transaction.commitScn ?? 0n;
    for (const record of transaction.undo) {
      record.block.expireUndo(record, scn);
      if (record.before !== null && record.kind !== 'lock') {
        record.block.segment.indexes.imageForgotten(record.block, record.slot, record.before);
      }
    }
    transaction.undo.length = 0;
  }

  // ------------------------------------------------------------------ rows

  insert(
    transaction: Transaction,
    segment: HeapSegment,
    row: Uint8Array,
  ): { readonly block: Block; readonly slot: number } {
    const place = segment.blockFor(row.length);
    const { block, slot } = place;
    const fresh = slot === block.slots;
    const last = transaction.undo.at(-1);
    if (
      fresh &&
      last?.fresh === true &&
      last.block === block &&
      last.command === transaction.command &&
      last.lastSlot === slot - 1
    ) {
      last.lastSlot = slot;
    } else {
      this.#remember(new UndoRecord(transaction, 'insert', block, slot, null, fresh));
    }
    block.write(slot, row);
    segment.indexes.rowWritten(block, slot, row);
    this.#log(transaction, 'insert', block, slot, null, row, false);
    return place;
  }

  /** The caller has made sure that no other open transaction holds the row. */
  update(transaction: Transaction, block: Block, slot: number, row: Uint8Array): void {
    const before = copyOf(block.current(slot));
    this.#remember(new UndoRecord(transaction, 'update', block, slot, before, false));
    block.write(slot, row);
    block.segment.indexes.rowWritten(block, slot, row);
    this.#log(transaction, 'update', block, slot, before, row, false);
  }

  delete(transaction: Transaction, block: Block, slot: number): void {
    const before = copyOf(block.current(slot));
    this.#remember(new UndoRecord(transaction, 'delete', block, slot, before, false));
    block.write(slot, null);
    this.#log(transaction, 'delete', block, slot, before, null, false);
  }

  /** SELECT FOR UPDATE: the row is held until the transaction ends. */
  lock(transaction: Transaction, block: Block, slot: number): void {
    if (block.writerOf(slot) === transaction) return;
    this.#remember(new UndoRecord(transaction, 'lock', block, slot, null, false));
  }

  #remember(record: UndoRecord): void {
    const { transaction } = record;
    if (!transaction.logged) {
      transaction.logged = true;
      this.#redo?.begin(transaction);
    }
    transaction.undo.push(record);
    transaction.undoBytes += record.bytes;
    record.block.addUndo(record);
  }

  #log(
    transaction: Transaction,
    operation: RowOperation,
    block: Block,
    slot: number,
    before: Uint8Array | null,
    after: Uint8Array | null,
    rollback: boolean,
  ): void {
    if (this.#redo === null) return;
    const { objectId, dataObjectId } = block.segment;
    const place = { objectId, dataObjectId, relativeFile: block.relativeFile, block: block.number, row: slot };
    const scn = this.scn.current;
    // The row after the change may stand in a buffer that is used again.
    const kept = after === null ? null : copyOf(after);
    this.#redo.change({ transaction, scn, atMs: this.#nowMs(), operation, place, before, after: kept, rollback });
  }

  /** Where a row reference points, unless its segment is gone. */
  rowAt(reference: RowReference): { readonly block: Block; readonly slot: number } | undefined {
    const block = this.#blocks[reference.serial];
    return block === undefined ? undefined : { block, slot: reference.slot };
  }

  prepare(transaction: Transaction): void {
    transaction.state = 'prepared';
  }
}

function copyOf(row: Uint8Array | null): Uint8Array {
  if (row === null) throw new Error('the row to change is not there');
  return Buffer.from(row);
}

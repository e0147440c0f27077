import { oracleError } from '../../oracle-error.ts';
import { BLOCK_BYTES } from './extent.ts';
import type { HeapSegment } from './segment.ts';
import type { Transaction } from './transaction.ts';
import { isVisible } from './undo.ts';
import type { ReadView, UndoRecord } from './undo.ts';

/** Fixed header and what each row costs in the row directory, as in Oracle's blocks. */
const HEADER_BYTES = 100;
const ROW_OVERHEAD = 5;
/** PCTFREE 10. */
const INSERT_LIMIT = Math.floor((BLOCK_BYTES * 9) / 10);
const EMPTY = 0xffff;
const OVERFLOW = 0xfffe;
const SLOTS_MAX = 4096;

/**
 * One block of a segment: row slots over packed bytes, with the undo of its recent changes. Rows that do not fit (long rows, rows
 * that grew) are kept aside but keep their slot, as Oracle's migrated and chained rows keep their ROWID.
 */
export class Block {
  readonly segment: HeapSegment;
  /** Number of the block in the whole store: with the slot it identifies a row version-independently. */
  readonly serial: number;
  readonly relativeFile: number;
  readonly number: number;
  readonly #data: Buffer;
  #used = 0;
  /** Bytes of rows since deleted or moved, regained by compaction. */
  #dead = 0;
  /** Pairs (start, length) per slot. */
  #places = new Uint16Array(32);
  #slots = 0;
  #overflow: Map<number, Uint8Array> | null = null;
  #undo: Map<number, UndoRecord> | null = null;
  #fresh: UndoRecord[] = [];
  /** Transactions that changed the block and whose end has not been noted here. */
  #changers: Transaction[] = [];
  #changedScn = 0n;
  /** Undo of changes committed up to this SCN is gone: a reader before it gets ORA-01555. */
  #lostScn = 0n;

  constructor(segment: HeapSegment, serial: number, relativeFile: number, number: number, data: Buffer) {
    this.segment = segment;
    this.serial = serial;
    this.relativeFile = relativeFile;
    this.number = number;
    this.#data = data;
  }

  get slots(): number {
    return this.#slots;
  }

  hasRoomFor(length: number): boolean {
    if (this.#slots >= SLOTS_MAX) return false;
    const taken = HEADER_BYTES + this.#slots * ROW_OVERHEAD + this.#used - this.#dead;
    if (this.#slots === 0) return true;
    return taken + Math.min(length, BLOCK_BYTES / 2) + ROW_OVERHEAD <= INSERT_LIMIT;
  }

  /** A slot whose row is gone for everybody, else a new one. */
  freeSlot(): number {
    for (let slot = 0; slot < this.#slots; slot += 1) {
      if (this.#places[slot * 2] === EMPTY && this.writerOf(slot) === null) return slot;
    }
    return this.#slots;
  }

  /** Writes the current row of a slot; null empties it. */
  write(slot: number, row: Uint8Array | null): void {
    this.#overflow?.delete(slot);
    if (slot >= this.#slots) this.#grow(slot + 1);
    const start = this.#places[slot * 2] ?? EMPTY;
    const length = this.#places[slot * 2 + 1] ?? 0;
    const inBlock = start < OVERFLOW;
    if (row === null) {
      if (inBlock) this.#dead += length;
      this.#place(slot, EMPTY, 0);
    } else if (inBlock && row.length <= length) {
      this.#data.set(row, start);
      this.#dead += length - row.length;
      this.#place(slot, start, row.length);
    } else {
      if (inBlock) this.#dead += length;
      this.#place(slot, EMPTY, 0);
      this.#append(slot, row);
    }
  }

  #append(slot: number, row: Uint8Array): void {
    if (this.#used + row.length > BLOCK_BYTES && this.#used - this.#dead + row.length <= BLOCK_BYTES) this.#compact();
    if (this.#used + row.length > BLOCK_BYTES) {
      this.#overflow ??= new Map();
      this.#overflow.set(slot, Uint8Array.from(row));
      this.#place(slot, OVERFLOW, 0);
      return;
    }
    this.#data.set(row, this.#used);
    this.#place(slot, this.#used, row.length);
    this.#used += row.length;
  }

  #place(slot: number, start: number, length: number): void {
    this.#places[slot * 2] = start;
    this.#places[slot * 2 + 1] = length;
  }

  #grow(slots: number): void {
    if (slots * 2 > this.#places.length) {
      const larger = new Uint16Array(Math.max(slots * 2, this.#places.length * 2));
      larger.set(this.#places);
      this.#places = larger;
    }
    for (let slot = this.#slots; slot < slots; slot += 1) this.#place(slot, EMPTY, 0);
    this.#slots = slots;
  }

  #compact(): void {
    const old = Buffer.from(this.#data.subarray(0, this.#used));
    let to = 0;
    for (let slot = 0; slot < this.#slots; slot += 1) {
      const start = this.#places[slot * 2] ?? EMPTY;
      if (start >= OVERFLOW) continue;
      const length = this.#places[slot * 2 + 1] ?? 0;
      old.copy(this.#data, to, start, start + length);
      this.#place(slot, to, length);
      to += length;
    }
    this.#used = to;
    this.#dead = 0;
  }

  /** The row as it is now, committed or not; a view that a later write may change: copy it to keep it. */
  current(slot: number): Uint8Array | null {
    const start = this.#places[slot * 2] ?? EMPTY;
    if (start < OVERFLOW) return this.#data.subarray(start, start + (this.#places[slot * 2 + 1] ?? 0));
    if (start === OVERFLOW) return this.#overflow?.get(slot) ?? null;
    return null;
  }

  /** Notes which of its changers have ended. */
  #settle(): void {
    if (this.#changers.length === 0) return;
    this.#changers = this.#changers.filter((transaction) => {
      if (transaction.commitScn !== null && transaction.commitScn > this.#changedScn)
        this.#changedScn = transaction.commitScn;
      return transaction.isOpen;
    });
  }

  /** True when every row is the same now as in the view: rows may be read without looking at undo. */
  isUnchangedSince(view: ReadView): boolean {
    this.#settle();
    return this.#changers.length === 0 && this.#changedScn <= view.scn;
  }

  /** The row that the view sees. Throws ORA-01555. */
  visible(slot: number, view: ReadView): Uint8Array | null {
    if (view.scn < this.#lostScn) throw oracleError(1555, 10, '_SYSSMU10_1197734989$');
    let image = this.current(slot);
    for (let record = this.#undo?.get(slot) ?? null; record !== null; record = record.older) {
      if (isVisible(record, view)) return image;
      refuseInDoubt(record);
      if (record.kind !== 'lock') image = record.before;
    }
    if (image === null) return null;
    const fresh = this.#freshOf(slot);
    if (fresh === null || isVisible(fresh, view)) return image;
    refuseInDoubt(fresh);
    return null;
  }

  #freshOf(slot: number): UndoRecord | null {
    for (const record of this.#fresh) if (record.slot <= slot && slot <= record.lastSlot) return record;
    return null;
  }

  /** The newest kept change of a slot. */
  newest(slot: number): UndoRecord | null {
    return this.#undo?.get(slot) ?? this.#freshOf(slot);
  }

  /** The open transaction that holds the row, if any. */
  writerOf(slot: number): Transaction | null {
    const record = this.newest(slot);
    return record !== null && record.transaction.isOpen ? record.transaction : null;
  }

  /** Every image that some reader may still see, the current one first. */
  *images(slot: number): Iterable<Uint8Array> {
    const current = this.current(slot);
    if (current !== null) yield current;
    for (let record = this.#undo?.get(slot) ?? null; record !== null; record = record.older) {
      if (record.before !== null && record.kind !== 'lock') yield record.before;
    }
  }

  /** SCN of the last committed change of the row that is known: ORA_ROWSCN. */
  rowScn(slot: number, view: ReadView): bigint {
    this.#settle();
    for (let record = this.newest(slot); record !== null; record = record.older) {
      const scn = record.transaction.commitScn;
      if (scn !== null && scn <= view.scn && record.kind !== 'lock') return scn;
    }
    return this.#changedScn < view.scn ? this.#changedScn : this.#lostScn;
  }

  addUndo(record: UndoRecord): void {
    if (!this.#changers.includes(record.transaction)) this.#changers.push(record.transaction);
    if (record.fresh) {
      this.#fresh.push(record);
      return;
    }
    this.#undo ??= new Map();
    const newest = this.#undo.get(record.slot) ?? null;
    record.older = newest;
    if (newest !== null) newest.newer = record;
    this.#undo.set(record.slot, record);
  }

  /** Takes back the newest record of its slot, after a rollback has applied it. */
  popUndo(record: UndoRecord): void {
    if (record.fresh) {
      this.#fresh = this.#fresh.filter((other) => other !== record);
      return;
    }
    if (record.older === null) this.#undo?.delete(record.slot);
    else {
      record.older.newer = null;
      this.#undo?.set(record.slot, record.older);
    }
  }

  /** Forgets a record whose transaction is committed: the oldest of its slot. */
  expireUndo(record: UndoRecord, commitScn: bigint): void {
    this.#settle();
    if (record.kind !== 'lock' && commitScn > this.#lostScn) this.#lostScn = commitScn;
    if (record.fresh) {
      this.#fresh = this.#fresh.filter((other) => other !== record);
      return;
    }
    if (record.newer === null) this.#undo?.delete(record.slot);
    else record.newer.older = null;
  }
}

/** Nobody can tell whether the row of a prepared transaction is to be seen. */
function refuseInDoubt(record: UndoRecord): void {
  if (record.transaction.state === 'prepared') throw oracleError(1591, record.transaction.text);
}

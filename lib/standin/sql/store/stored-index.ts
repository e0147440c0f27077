import { OrderedEntries } from './ordered-entries.ts';
import { RowCursor } from './packed-row.ts';

/** A row, whichever version of it: its block's serial and its slot. */
export interface RowReference {
  readonly serial: number;
  readonly slot: number;
}

const REFERENCE_LENGTH = 6;
const SEPARATOR = '\0\0';
const NULL_KEY = '\u0002';
const VALUE_KEY = '\u0001';

/**
 * The entries of one index: key and row, for **every version** of a row that some reader may still see. Whoever looks up a key
 * reads the row in his view and compares again.
 *
 * A key is the concatenation of its columns in Oracle's internal formats, which sort as the values do. A column of one-column keys
 * is `bytes 00 00`; of longer keys `01 bytes 00 00`, or `02` for NULL. A byte 00 inside is written 00 01.
 */
export class StoredIndex {
  readonly name: string;
  readonly unique: boolean;
  /** Places of the key columns in the stored row. */
  readonly columns: readonly number[];
  readonly entries = new OrderedEntries();
  readonly #extract: ((row: Uint8Array) => readonly (Uint8Array | null)[]) | null;
  readonly #missing: (column: number) => Uint8Array | null;
  readonly #cursor = new RowCursor();
  readonly #lastColumn: number;

  constructor(options: {
    readonly name: string;
    readonly unique: boolean;
    readonly columns: readonly number[];
    /** Computes the key columns of an index on expressions. */
    readonly extract?: (row: Uint8Array) => readonly (Uint8Array | null)[];
    /** What a row that ends before the column has in it. */
    readonly missing?: (column: number) => Uint8Array | null;
  }) {
    this.name = options.name;
    this.unique = options.unique;
    this.columns = options.columns;
    this.#extract = options.extract ?? null;
    this.#missing = options.missing ?? (() => null);
    this.#lastColumn = Math.max(-1, ...options.columns);
  }

  /** The key of a packed row, or null when all its columns are NULL: such rows are in no index. */
  keyOf(row: Uint8Array): string | null {
    return encodeKey(this.#columnsOf(row));
  }

  #columnsOf(row: Uint8Array): readonly (Uint8Array | null)[] {
    if (this.#extract !== null) return this.#extract(row);
    const found: (Uint8Array | null)[] = [];
    for (let at = 0; at < this.columns.length; at += 1) found.push(null);
    const cursor = this.#cursor;
    cursor.reset(row, 0, row.length);
    for (let column = 0; column <= this.#lastColumn; column += 1) {
      const stored = cursor.next();
      const at = this.columns.indexOf(column);
      if (at < 0) continue;
      if (!stored) found[at] = this.#missing(column);
      else if (cursor.start >= 0) found[at] = row.subarray(cursor.start, cursor.end);
    }
    return found;
  }

  /** True when a column of the key is NULL: such a foreign key refers to nothing. */
  hasNull(row: Uint8Array): boolean {
    return this.#columnsOf(row).includes(null);
  }

  add(key: string, reference: RowReference): void {
    this.entries.add(entryOf(key, reference));
  }

  delete(key: string, reference: RowReference): void {
    this.entries.delete(entryOf(key, reference));
  }

  /** The row that an entry leads to. */
  reference(entry: string): RowReference {
    return decodeReference(entry);
  }

  keyPart(entry: string): string {
    return entry.slice(0, entry.length - REFERENCE_LENGTH);
  }

  /** Rows that have, had or may have had this key. */
  candidates(key: string): () => RowReference | undefined {
    return this.range(key, `${key}\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff`);
  }

  /** Rows with low <= key < high, in key order. */
  range(low: string, high: string | null): () => RowReference | undefined {
    const next = this.entries.from(low, high);
    return () => {
      const entry = next();
      return entry === undefined ? undefined : decodeReference(entry);
    };
  }
}

export function encodeKey(columns: readonly (Uint8Array | null)[]): string | null {
  const [first] = columns;
  if (columns.length === 1) return first === null || first === undefined ? null : escapeBytes(first) + SEPARATOR;
  let key = '';
  let anything = false;
  for (const column of columns) {
    if (column === null) key += NULL_KEY;
    else {
      anything = true;
      key += VALUE_KEY + escapeBytes(column) + SEPARATOR;
    }
  }
  return anything ? key : null;
}

/** The beginning of every key whose first columns are these: `encodeKeyPrefix([a], 3) <= key`. */
export function encodeKeyPrefix(columns: readonly Uint8Array[], keyColumns: number): string {
  if (keyColumns === 1) return columns[0] === undefined ? '' : escapeBytes(columns[0]) + SEPARATOR;
  return columns.map((column) => VALUE_KEY + escapeBytes(column) + SEPARATOR).join('');
}

function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  if (bytes.length > 24) text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  else for (const byte of bytes) text += String.fromCharCode(byte);
  return text.includes('\0') ? text.replaceAll('\0', '\0\u0001') : text;
}

const scratch = Buffer.alloc(256);

/** One flat string: joined ones would be kept as trees of several objects. */
function entryOf(key: string, { serial, slot }: RowReference): string {
  const size = key.length + REFERENCE_LENGTH;
  const bytes = size <= scratch.length ? scratch : Buffer.alloc(size);
  const at = bytes.write(key, 0, 'latin1');
  bytes.writeUInt32BE(serial, at);
  bytes.writeUInt16BE(slot, at + 4);
  return bytes.toString('latin1', 0, size);
}

function decodeReference(entry: string): RowReference {
  const at = entry.length - REFERENCE_LENGTH;
  const byte = (index: number): number => entry.charCodeAt(at + index);
  return {
    serial: byte(0) * 2 ** 24 + (byte(1) << 16) + (byte(2) << 8) + byte(3),
    slot: (byte(4) << 8) + byte(5),
  };
}

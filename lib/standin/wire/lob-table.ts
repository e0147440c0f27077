import { oracleError } from '../oracle-error.ts';
import type { OracleBlob, OracleClob } from '../sql/values/value.ts';
import { LobSpill } from './lob-spill.ts';
import type { SpilledBytes } from './lob-spill.ts';
import { FORM } from './wire-numbers.ts';

const LOCATOR_BYTES = 40;
const LOCATOR_ID_AT = 34;
/** In byte 6 of a locator: character contents travel as UTF-16BE, amounts and offsets count UTF-16 units. */
const FLAG_UTF16 = 0x80;
const FLAG_TEMPORARY = 0x01;
const UTF16_BYTES = 2;

type LobValue = OracleClob | OracleBlob;

/** Where the contents are: in memory, or in a file in the form in which they travel. */
type Contents =
  | { readonly kind: 'held'; readonly value: LobValue }
  | { readonly kind: 'spilled'; readonly of: LobValue['kind']; readonly place: SpilledBytes };

interface Lob {
  readonly locator: Buffer;
  readonly temporary: boolean;
  contents: Contents;
}

export interface LobLimits {
  /** Fetched LOBs that a session can name at a time. */
  readonly fetchedMax: number;
  /** Of them in memory; the contents of more go to files. */
  readonly fetchedBytesMax: number;
  readonly spilledBytesMax: number;
  /** Contents of temporary LOBs, in memory: ORA-01652 beyond. */
  readonly temporaryBytesMax: number;
}

/**
 * The LOBs that one session can name. A locator is 40 bytes to the client; its last six are our number.
 *
 * Temporary LOBs live until the client frees them or logs off. A client never says that it is done with a fetched one, so beyond
 * the limits the oldest fetched are forgotten, and then answer ORA-22922.
 */
export class LobTable {
  readonly #limits: LobLimits;
  readonly #spill: LobSpill;
  readonly #temporary = new Map<number, Lob>();
  /** In order of their numbers, thus of age. */
  readonly #fetched = new Map<number, Lob>();
  #heldBytes = 0;
  #temporaryBytes = 0;
  #next = 1;

  constructor(limits: LobLimits) {
    this.#limits = limits;
    this.#spill = new LobSpill(limits.spilledBytesMax);
  }

  get size(): number {
    return this.#temporary.size + this.#fetched.size;
  }

  /** A locator for a fetched value. */
  locate(value: LobValue): Buffer {
    const number = this.#number();
    const lob = { locator: locatorOf(number, value, false), temporary: false, contents: this.#keep(value) };
    this.#fetched.set(number, lob);
    if (this.#fetched.size > this.#limits.fetchedMax) {
      const oldest = this.#fetched.keys().next();
      if (oldest.done !== true) this.#forget(oldest.value);
    }
    return lob.locator;
  }

  /** A new empty temporary LOB; `form` 0 makes a BLOB. */
  create(form: number): Buffer {
    const value: LobValue = form === FORM.none ? { kind: 'blob', bytes: Buffer.alloc(0) } : { kind: 'clob', text: '' };
    const number = this.#number();
    const locator = locatorOf(number, value, true);
    this.#temporary.set(number, { locator, temporary: true, contents: { kind: 'held', value } });
    return locator;
  }

  free(locator: Buffer): void {
    const number = numberOf(locator);
    const lob = this.#temporary.get(number);
    if (lob?.contents.kind === 'held') this.#temporaryBytes -= bytesOf(lob.contents.value);
    this.#temporary.delete(number);
    this.#forget(number);
  }

  clear(): void {
    this.#temporary.clear();
    this.#fetched.clear();
    this.#spill.clear();
    this.#heldBytes = 0;
    this.#temporaryBytes = 0;
  }

  /** The value as it is now: the bind value of a locator. */
  contents(locator: Buffer): LobValue {
    const { contents } = this.#find(locator);
    if (contents.kind === 'held') return contents.value;
    const bytes = this.#spilled(contents.place, 0, contents.place.length);
    return contents.of === 'blob' ? { kind: 'blob', bytes } : { kind: 'clob', text: fromUtf16(bytes) };
  }

  /** In bytes, or in UTF-16 units of text. */
  length(locator: Buffer): number {
    const { contents } = this.#find(locator);
    if (contents.kind === 'held') return lengthOf(contents.value);
    return contents.place.length / unitOf(contents.of);
  }

  /** A part as it travels, from `offset` (from 1); `amount` comes back as what there was. */
  read(locator: Buffer, offset: number, amount: number): { readonly bytes: Buffer; readonly amount: number } {
    const { contents } = this.#find(locator);
    if (offset < 1) throw oracleError(22275);
    if (contents.kind === 'spilled') {
      const unit = unitOf(contents.of);
      const bytes = this.#spilled(contents.place, (offset - 1) * unit, amount * unit);
      return { bytes, amount: bytes.length / unit };
    }
    const { value } = contents;
    if (value.kind === 'blob') {
      const part = value.bytes.subarray(offset - 1, offset - 1 + amount);
      return { bytes: Buffer.from(part.buffer, part.byteOffset, part.length), amount: part.length };
    }
    const text = value.text.slice(offset - 1, offset - 1 + amount);
    return { bytes: toUtf16(text), amount: text.length };
  }

  /** Writes into a temporary LOB; a gap before `offset` is filled with zeros or spaces. */
  write(locator: Buffer, offset: number, bytes: Buffer): void {
    const { lob, value } = this.#writable(locator);
    if (value.kind === 'blob') {
      const grown = Buffer.alloc(Math.max(value.bytes.length, offset - 1 + bytes.length));
      grown.set(value.bytes);
      grown.set(bytes, offset - 1);
      this.#replace(lob, value, { kind: 'blob', bytes: grown });
      return;
    }
    const added = fromUtf16(bytes);
    const head = value.text.slice(0, offset - 1).padEnd(offset - 1);
    this.#replace(lob, value, { kind: 'clob', text: head + added + value.text.slice(offset - 1 + added.length) });
  }

  trim(locator: Buffer, length: number): void {
    const { lob, value } = this.#writable(locator);
    if (value.kind === 'blob') this.#replace(lob, value, { kind: 'blob', bytes: value.bytes.slice(0, length) });
    else this.#replace(lob, value, { kind: 'clob', text: value.text.slice(0, length) });
  }

  #keep(value: LobValue): Contents {
    const bytes = bytesOf(value);
    if (this.#heldBytes + bytes > this.#limits.fetchedBytesMax) {
      const place = this.#spill.append(value.kind === 'blob' ? value.bytes : toUtf16(value.text));
      return { kind: 'spilled', of: value.kind, place };
    }
    this.#heldBytes += bytes;
    return { kind: 'held', value };
  }

  #forget(number: number): void {
    const lob = this.#fetched.get(number);
    if (lob?.contents.kind === 'held') this.#heldBytes -= bytesOf(lob.contents.value);
    this.#fetched.delete(number);
  }

  #spilled(place: SpilledBytes, from: number, length: number): Buffer {
    const bytes = this.#spill.read(place, from, length);
    if (bytes === null) throw oracleError(22922);
    return bytes;
  }

  #replace(lob: Lob, old: LobValue, value: LobValue): void {
    const bytes = this.#temporaryBytes - bytesOf(old) + bytesOf(value);
    if (bytes > this.#limits.temporaryBytesMax) throw oracleError(1652, 128, 'TEMP');
    this.#temporaryBytes = bytes;
    lob.contents = { kind: 'held', value };
  }

  /** Writing through the locator of a fetched LOB needs the row to be locked: not served, refused as Oracle refuses an unlocked row. */
  #writable(locator: Buffer): { readonly lob: Lob; readonly value: LobValue } {
    const lob = this.#find(locator);
    if (!lob.temporary || lob.contents.kind !== 'held') throw oracleError(22920);
    return { lob, value: lob.contents.value };
  }

  #find(locator: Buffer): Lob {
    const number = numberOf(locator);
    const lob = this.#temporary.get(number) ?? this.#fetched.get(number);
    if (lob === undefined) throw number < this.#next && number > 0 ? oracleError(22922) : oracleError(22275);
    return lob;
  }

  #number(): number {
    const number = this.#next;
    this.#next += 1;
    return number;
  }
}

export function lengthOf(value: LobValue): number {
  return value.kind === 'blob' ? value.bytes.length : value.text.length;
}

function bytesOf(value: LobValue): number {
  return lengthOf(value) * unitOf(value.kind);
}

function unitOf(kind: LobValue['kind']): number {
  return kind === 'blob' ? 1 : UTF16_BYTES;
}

function toUtf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

function fromUtf16(bytes: Buffer): string {
  return Buffer.from(bytes).swap16().toString('utf16le');
}

function numberOf(locator: Buffer): number {
  if (locator.length !== LOCATOR_BYTES) throw oracleError(22275);
  return locator.readUIntBE(LOCATOR_ID_AT, 6);
}

function locatorOf(number: number, value: LobValue, temporary: boolean): Buffer {
  const locator = Buffer.alloc(LOCATOR_BYTES);
  locator.writeUInt16BE(LOCATOR_BYTES - 2, 0);
  locator.writeUInt16BE(4, 2);
  locator[4] = value.kind === 'blob' ? 0x01 : 0x02;
  locator[5] = 0x08;
  locator[6] = value.kind === 'blob' ? 0 : FLAG_UTF16;
  locator[7] = temporary ? FLAG_TEMPORARY : 0;
  locator.writeUIntBE(number, LOCATOR_ID_AT, 6);
  return locator;
}

import { oracleError } from '../oracle-error.ts';
import type { OracleBlob, OracleClob } from '../sql/values/value.ts';
import { FORM } from './wire-numbers.ts';

const LOCATOR_BYTES = 40;
const LOCATOR_ID_AT = 34;
/** In byte 6 of a locator: character contents travel as UTF-16BE, amounts and offsets count UTF-16 units. */
const FLAG_UTF16 = 0x80;
const FLAG_TEMPORARY = 0x01;

interface Lob {
  readonly locator: Buffer;
  readonly temporary: boolean;
  value: OracleClob | OracleBlob;
}

export interface LobLimits {
  readonly fetchedMax: number;
  readonly fetchedBytesMax: number;
  readonly temporaryBytesMax: number;
}

/**
 * The LOBs that one session can name. A locator is 40 bytes to the client; its last six are our number.
 *
 * Temporary LOBs live until the client frees them or logs off. A client never says that it is done with a fetched one, so beyond
 * a limit of locators or of bytes the oldest fetched are forgotten and answer ORA-22922: the newest always stays readable.
 */
export class LobTable {
  readonly #limits: LobLimits;
  readonly #temporary = new Map<number, Lob>();
  /** In order of their numbers, thus of age. */
  readonly #fetched = new Map<number, Lob>();
  #fetchedBytes = 0;
  #temporaryBytes = 0;
  #next = 1;

  constructor(limits: LobLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#temporary.size + this.#fetched.size;
  }

  /** A locator for a fetched value. */
  locate(value: OracleClob | OracleBlob): Buffer {
    const number = this.#number();
    const lob = { locator: locatorOf(number, value, false), temporary: false, value };
    this.#fetched.set(number, lob);
    this.#fetchedBytes += bytesOf(value);
    this.#forgetOldest();
    return lob.locator;
  }

  /** A new empty temporary LOB; `form` 0 makes a BLOB. */
  create(form: number): Buffer {
    const value: OracleClob | OracleBlob =
      form === FORM.none ? { kind: 'blob', bytes: Buffer.alloc(0) } : { kind: 'clob', text: '' };
    const number = this.#number();
    const lob = { locator: locatorOf(number, value, true), temporary: true, value };
    this.#temporary.set(number, lob);
    return lob.locator;
  }

  free(locator: Buffer): void {
    const number = numberOf(locator);
    const lob = this.#temporary.get(number);
    if (lob !== undefined) this.#temporaryBytes -= bytesOf(lob.value);
    this.#temporary.delete(number);
    this.#forget(number);
  }

  clear(): void {
    this.#temporary.clear();
    this.#fetched.clear();
    this.#fetchedBytes = 0;
    this.#temporaryBytes = 0;
  }

  /** The value as it is now: the bind value of a locator. */
  contents(locator: Buffer): OracleClob | OracleBlob {
    return this.#find(locator).value;
  }

  length(locator: Buffer): number {
    return lengthOf(this.#find(locator).value);
  }

  /** A part as it travels, from `offset` (from 1); `amount` comes back as what there was. */
  read(locator: Buffer, offset: number, amount: number): { readonly bytes: Buffer; readonly amount: number } {
    const { value } = this.#find(locator);
    if (offset < 1) throw oracleError(22275);
    if (value.kind === 'blob') {
      const part = value.bytes.subarray(offset - 1, offset - 1 + amount);
      return { bytes: Buffer.from(part.buffer, part.byteOffset, part.length), amount: part.length };
    }
    const text = value.text.slice(offset - 1, offset - 1 + amount);
    return { bytes: Buffer.from(text, 'utf16le').swap16(), amount: text.length };
  }

  /** Writes into a temporary LOB; a gap before `offset` is filled with zeros or spaces. */
  write(locator: Buffer, offset: number, bytes: Buffer): void {
    const lob = this.#writable(locator);
    if (lob.value.kind === 'blob') {
      const old = lob.value.bytes;
      const grown = Buffer.alloc(Math.max(old.length, offset - 1 + bytes.length));
      grown.set(old);
      grown.set(bytes, offset - 1);
      this.#replace(lob, { kind: 'blob', bytes: grown });
      return;
    }
    const old = lob.value.text;
    const added = Buffer.from(bytes).swap16().toString('utf16le');
    const head = old.slice(0, offset - 1).padEnd(offset - 1);
    this.#replace(lob, { kind: 'clob', text: head + added + old.slice(offset - 1 + added.length) });
  }

  trim(locator: Buffer, length: number): void {
    const lob = this.#writable(locator);
    if (lob.value.kind === 'blob') this.#replace(lob, { kind: 'blob', bytes: lob.value.bytes.slice(0, length) });
    else this.#replace(lob, { kind: 'clob', text: lob.value.text.slice(0, length) });
  }

  #forgetOldest(): void {
    const { fetchedMax, fetchedBytesMax } = this.#limits;
    for (const number of this.#fetched.keys()) {
      if (this.#fetched.size === 1) return;
      if (this.#fetched.size <= fetchedMax && this.#fetchedBytes <= fetchedBytesMax) return;
      this.#forget(number);
    }
  }

  #forget(number: number): void {
    const lob = this.#fetched.get(number);
    if (lob !== undefined) this.#fetchedBytes -= bytesOf(lob.value);
    this.#fetched.delete(number);
  }

  #replace(lob: Lob, value: OracleClob | OracleBlob): void {
    const bytes = this.#temporaryBytes - bytesOf(lob.value) + bytesOf(value);
    if (bytes > this.#limits.temporaryBytesMax) throw oracleError(1652, 128, 'TEMP');
    this.#temporaryBytes = bytes;
    lob.value = value;
  }

  /** Writing through the locator of a fetched LOB needs the row to be locked: not served, refused as Oracle refuses an unlocked row. */
  #writable(locator: Buffer): Lob {
    const lob = this.#find(locator);
    if (!lob.temporary) throw oracleError(22920);
    return lob;
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

export function lengthOf(value: OracleClob | OracleBlob): number {
  return value.kind === 'blob' ? value.bytes.length : value.text.length;
}

function bytesOf(value: OracleClob | OracleBlob): number {
  return value.kind === 'blob' ? value.bytes.length : value.text.length * 2;
}

function numberOf(locator: Buffer): number {
  if (locator.length !== LOCATOR_BYTES) throw oracleError(22275);
  return locator.readUIntBE(LOCATOR_ID_AT, 6);
}

function locatorOf(number: number, value: OracleClob | OracleBlob, temporary: boolean): Buffer {
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

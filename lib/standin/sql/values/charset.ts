/**
 * Database character sets: byte lengths, encoding and binary comparison.
 *
 * AL32UTF8 compares in code point order, which is its byte order. ZHS16GBK is encoded through a table built from the platform's
 * own GBK decoder. The national character set is always AL16UTF16.
 */
import { oracleError } from '../../oracle-error.ts';

export type CharsetName = 'AL32UTF8' | 'ZHS16GBK' | 'WE8ISO8859P1' | 'US7ASCII';

export interface Charset {
  readonly name: CharsetName;
  readonly byteLength: (text: string) => number;
  readonly encode: (text: string) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => string;
  /** Negative, zero, positive: by the bytes of the encoded texts. */
  readonly compare: (left: string, right: string) => number;
}

export const AL32UTF8: Charset = {
  name: 'AL32UTF8',
  byteLength: (text) => Buffer.byteLength(text, 'utf8'),
  encode: (text) => Buffer.from(text, 'utf8'),
  decode: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'),
  compare: compareCodePoints,
};

/** AL16UTF16, the national character set: compared by UTF-16 code units. */
export const AL16UTF16 = {
  byteLength: (text: string): number => text.length * 2,
  encode: (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16(),
  decode: (bytes: Uint8Array): string => Buffer.from(bytes).swap16().toString('utf16le'),
  compare: (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0),
} as const;

/** A character set by its Oracle name. */
export function charsetNamed(name: string): Charset {
  if (name === 'AL32UTF8' || name === 'UTF8') return AL32UTF8;
  if (name === 'ZHS16GBK') return multiByte('ZHS16GBK', 'gbk');
  if (name === 'WE8ISO8859P1') return singleByte('WE8ISO8859P1', 0xff);
  if (name === 'US7ASCII') return singleByte('US7ASCII', 0x7f);
  throw oracleError(12705);
}

/** UTF-16 order and code point order differ only where a surrogate meets a unit of E000..FFFF. */
function compareCodePoints(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    const surrogateA = (a & 0xf800) === 0xd800;
    const surrogateB = (b & 0xf800) === 0xd800;
    if (surrogateA === surrogateB) return a - b;
    return surrogateA ? 1 : -1;
  }
  return left.length - right.length;
}

function singleByte(name: CharsetName, highest: number): Charset {
  const encode = (text: string): Uint8Array =>
    Uint8Array.from(Array.from(text), (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code <= highest ? code : 0x3f;
    });
  return {
    name,
    byteLength: (text) => encode(text).length,
    encode,
    decode: (bytes) => Buffer.from(bytes).toString('latin1'),
    compare: (left, right) => Buffer.compare(encode(left), encode(right)),
  };
}

/** A double-byte character set: every lead byte 0x81..0xFE with every trail byte 0x40..0xFE is asked of the decoder once. */
function multiByte(name: CharsetName, label: string): Charset {
  const decoder = new TextDecoder(label);
  const codes = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1 && character !== '\ufffd' && !codes.has(character))
        codes.set(character, (lead << 8) | trail);
    }
  }
  const encode = (text: string): Uint8Array => {
    const bytes: number[] = [];
    for (const character of text) {
      const unit = character.codePointAt(0) ?? 0;
      const code = unit < 0x80 ? unit : (codes.get(character) ?? 0x3f);
      if (code > 0xff) bytes.push(code >> 8, code & 0xff);
      else bytes.push(code);
    }
    return Uint8Array.from(bytes);
  };
  return {
    name,
    byteLength: (text) => encode(text).length,
    encode,
    decode: (bytes) => decoder.decode(bytes),
    compare: (left, right) => Buffer.compare(encode(left), encode(right)),
  };
}

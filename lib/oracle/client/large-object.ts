/** Large objects, read by locator in bounded pieces; one over the limit is refused before a byte of it is read. */
import oracledb from 'oracledb';
import { Fault, assert } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import type { OracleSession } from './oracle-session.ts';

/** Characters or bytes asked for in one call. */
const pieceLength = 1_048_576;

/** The text or bytes behind a locator, in full. Fault LOB_TOO_LARGE with `subject`. */
export async function readLargeObject(
  session: OracleSession,
  value: unknown,
  subject: string,
  signal: AbortSignal,
): Promise<string | Uint8Array> {
  if (!isLocator(value)) throw new Fault('VALUE_UNREADABLE', 'a large object came without a locator');
  const isText = value.type !== oracledb.DB_TYPE_BLOB;
  const length = value.length;
  // A character has at least one byte, so a text with more characters than the limit has bytes is over it.
  if (length > limits.largeObjectBytesMax) throw tooLarge(subject, length, isText);
  const pieces: (string | Buffer)[] = [];
  for (let offset = 1; offset <= length; offset += pieceLength) {
    const amount = Math.min(pieceLength, length - offset + 1);
    const piece: unknown = await session.guard(signal, () => value.getData(offset, amount));
    assert(typeof piece === 'string' || Buffer.isBuffer(piece), 'a piece of a large object is text or bytes');
    pieces.push(piece);
  }
  if (!isText) return joinBytes(pieces);
  const text = pieces.join('');
  if (Buffer.byteLength(text) > limits.largeObjectBytesMax) throw tooLarge(subject, Buffer.byteLength(text), false);
  return text;
}

function isLocator(value: unknown): value is oracledb.Lob {
  return typeof value === 'object' && value !== null && 'getData' in value && 'length' in value && 'type' in value;
}

function joinBytes(pieces: readonly (string | Buffer)[]): Uint8Array {
  const buffers = pieces.filter((piece) => typeof piece !== 'string');
  const [only] = buffers;
  return buffers.length === 1 && only !== undefined ? only : Buffer.concat(buffers);
}

function tooLarge(subject: string, length: number, characters: boolean): Fault {
  const unit = characters ? 'characters' : 'bytes';
  return new Fault(
    'LOB_TOO_LARGE',
    `a large object has ${length} ${unit}, the limit is ${limits.largeObjectBytesMax} bytes`,
    { subject },
  );
}

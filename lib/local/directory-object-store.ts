import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { splitLines } from '../aws/split-lines.ts';
import { assert, Fault } from '../model/fault.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** The bucket name of every directory store: a machine has one. */
export const directoryBucket = 'seaward-local';

/**
 * Objects as files under a directory, named by their key. An object appears whole or not at all: it is written beside
 * its place, flushed to the disk and then linked there, which fails when the place is taken.
 */
export class DirectoryObjectStore implements ObjectStore {
  readonly bucket = directoryBucket;
  readonly #directory: string;

  /** `url`: `file:///directory`, absolute; spaces and letters beyond ASCII percent-encoded as `pathToFileURL` does. */
  constructor(url: string) {
    this.#directory = fileURLToPath(url);
  }

  async put(key: string, body: Uint8Array): Promise<{ readonly sha256: string }> {
    const { sha256 } = await this.#write(key, [body]);
    return { sha256 };
  }

  async get(key: string, sha256?: string): Promise<Uint8Array> {
    const body = await this.#reading(key, () => readFile(this.#path(key)));
    if (sha256 !== undefined && createHash('sha256').update(body).digest('hex') !== sha256)
      throw new Fault('OBJECT_CORRUPT', `object ${key} does not match its digest`, { subject: key });
    return body;
  }

  async putLines(
    key: string,
    lines: AsyncIterable<string> | Iterable<string>,
  ): Promise<{ readonly sha256: string; readonly lines: number }> {
    let count = 0;
    async function* bodies(): AsyncGenerator<Uint8Array> {
      let text = '';
      for await (const line of lines) {
        assert(!/[\n\r]/u.test(line), `a line of ${key} contains a line break`);
        text += `${line}\n`;
        count += 1;
        if (text.length < linesBufferCharacters) continue;
        yield Buffer.from(text);
        text = '';
      }
      yield Buffer.from(text);
    }
    const { sha256 } = await this.#write(key, bodies());
    return { sha256, lines: count };
  }

  async *getLines(key: string): AsyncGenerator<string> {
    const file = await this.#reading(key, () => open(this.#path(key)));
    yield* splitLines(bytesOf(key, createReadStream('', { fd: file })));
  }

  #path(key: string): string {
    const parts = key.split('/');
    const isSound = parts.every((part) => /^[^\0/\\]+$/u.test(part) && part !== '.' && part !== '..');
    assert(isSound && !key.startsWith(temporaryPrefix), `object key ${key}`);
    return join(this.#directory, ...parts);
  }

  async #reading<T>(key: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (codeOf(error) === 'ENOENT')
        throw new Fault('OBJECT_CORRUPT', `object ${key} is missing`, { subject: key, error });
      throw unreachable(error);
    }
  }

  /** Durable order: 1 the content under a temporary name, on the disk, 2 its place, 3 the directory on the disk. */
  async #write(
    key: string,
    bodies: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<{ readonly sha256: string }> {
    const place = this.#path(key);
    const temporary = join(this.#directory, `${temporaryPrefix}${randomUUID()}`);
    const hash = createHash('sha256');
    try {
      await mkdir(dirname(place), { recursive: true });
      const file = await open(temporary, 'wx');
      try {
        for await (const body of bodies) {
          hash.update(body);
          await file.writeFile(body);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      const sha256 = hash.digest('hex');
      await this.#claim(key, temporary, place, sha256);
      return { sha256 };
    } catch (error) {
      throw unreachable(error);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async #claim(key: string, temporary: string, place: string, sha256: string): Promise<void> {
    try {
      await link(temporary, place);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const there = createHash('sha256')
        .update(await readFile(place))
        .digest('hex');
      assert(there === sha256, `object ${key} exists with other content`);
      return;
    }
    const directory = await open(dirname(place), 'r');
    try {
      await directory.sync();
    } finally {
      await directory.close();
    }
  }
}

const temporaryPrefix = '.writing-';
const linesBufferCharacters = 1024 * 1024;

/** Closing the iteration early closes the stream and its file. */
async function* bytesOf(key: string, stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const part of stream) {
    assert(Buffer.isBuffer(part), `object ${key} comes in buffers`);
    yield part;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A full or vanished disk is an outage of the store; everything else is thrown as it is. */
function unreachable(error: unknown): unknown {
  const code = codeOf(error);
  if (!['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EDQUOT', 'EMFILE', 'ENFILE', 'ENOENT'].includes(code)) return error;
  return new Fault('STORE_UNREACHABLE', `the object directory refuses: ${code}`, { error });
}

import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SpilledBytes {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

interface Segment {
  readonly number: number;
  readonly file: number;
  bytes: number;
}

const SEGMENT_BYTES = 64 * 1024 * 1024;

/**
 * A temporary store of one session for LOB contents that are too many for memory: files of 64 MB in a directory of its own,
 * written one after another, removed oldest first. Synchronous, because rows are written synchronously; a file of this size
 * stays in the cache of the operating system.
 */
export class LobSpill {
  readonly #bytesMax: number;
  readonly #segments: Segment[] = [];
  #directory: string | null = null;
  #bytes = 0;
  #next = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  append(bytes: Uint8Array): SpilledBytes {
    const segment = this.#segmentFor(bytes.length);
    const offset = segment.bytes;
    for (let done = 0; done < bytes.length;)
      done += writeSync(segment.file, bytes, done, bytes.length - done, offset + done);
    segment.bytes += bytes.length;
    this.#bytes += bytes.length;
    this.#dropOldest();
    return { segment: segment.number, offset, length: bytes.length };
  }

  /** Null when the segment was removed meanwhile. */
  read(place: SpilledBytes, from: number, length: number): Buffer | null {
    const segment = this.#segments.find(({ number }) => number === place.segment);
    if (segment === undefined) return null;
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, place.length - from)));
    for (let done = 0; done < bytes.length;) {
      const got = readSync(segment.file, bytes, done, bytes.length - done, place.offset + from + done);
      if (got === 0) throw new Error('a spilled LOB ends early');
      done += got;
    }
    return bytes;
  }

  clear(): void {
    for (const segment of this.#segments.splice(0)) closeSync(segment.file);
    if (this.#directory !== null) rmSync(this.#directory, { recursive: true, force: true });
    this.#directory = null;
    this.#bytes = 0;
  }

  #segmentFor(length: number): Segment {
    const last = this.#segments.at(-1);
    if (last !== undefined && last.bytes + length <= SEGMENT_BYTES) return last;
    this.#directory ??= mkdtempSync(join(tmpdir(), 'stand-in-lobs-'));
    const number = this.#next;
    this.#next += 1;
    const segment = { number, file: openSync(join(this.#directory, `${number}`), 'wx+'), bytes: 0 };
    this.#segments.push(segment);
    return segment;
  }

  #dropOldest(): void {
    while (this.#bytes > this.#bytesMax && this.#segments.length > 1) {
      const oldest = this.#segments.shift();
      if (oldest === undefined || this.#directory === null) return;
      closeSync(oldest.file);
      rmSync(join(this.#directory, `${oldest.number}`));
      this.#bytes -= oldest.bytes;
    }
  }
}

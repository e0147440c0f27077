import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { assert, Fault } from '../model/fault.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { awsClientSettings, localClientSettings } from './aws-client-settings.ts';
import { awsErrorName, awsFault } from './aws-faults.ts';
import { isTaken, putInParts } from './s3-multipart.ts';
import { splitLines } from './split-lines.ts';

/** Larger line files go up in parts, so that memory stays bounded. S3 takes parts from 5 MiB. */
const partBytes = 8 * 1024 * 1024;

/** Immutable objects of one S3 bucket: a key is written once (`If-None-Match: *`). */
export class S3ObjectStore implements ObjectStore {
  readonly bucket: string;
  readonly #client: S3Client;

  constructor(bucket: string, options: { readonly endpoint?: string } = {}) {
    this.bucket = bucket;
    this.#client =
      options.endpoint === undefined
        ? new S3Client(awsClientSettings)
        : new S3Client({ ...localClientSettings(options.endpoint), forcePathStyle: true });
  }

  async put(key: string, body: Uint8Array): Promise<{ readonly sha256: string }> {
    const digest = createHash('sha256').update(body);
    const base64 = digest.copy().digest('base64');
    const sha256 = digest.digest('hex');
    await this.#unlessThere(key, sha256, async () => {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: key,
          Body: body,
          ContentLength: body.byteLength,
          IfNoneMatch: '*',
          ChecksumAlgorithm: 'SHA256',
          ChecksumSHA256: base64,
        }),
      );
    });
    return { sha256 };
  }

  async get(key: string, sha256?: string): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for await (const part of await this.#open(key)) parts.push(part);
    const body = Buffer.concat(parts);
    if (sha256 !== undefined && createHash('sha256').update(body).digest('hex') !== sha256)
      throw new Fault('OBJECT_CORRUPT', `object ${key} does not match its digest`, { subject: key });
    return body;
  }

  async putLines(
    key: string,
    lines: AsyncIterable<string> | Iterable<string>,
  ): Promise<{ readonly sha256: string; readonly lines: number }> {
    const hash = createHash('sha256');
    let count = 0;
    async function* parts(): AsyncGenerator<Buffer> {
      let pending: Buffer[] = [];
      let bytes = 0;
      for await (const line of lines) {
        assert(!/[\n\r]/u.test(line), `a line of ${key} contains a line break`);
        const piece = Buffer.from(`${line}\n`);
        hash.update(piece);
        count += 1;
        pending.push(piece);
        bytes += piece.byteLength;
        if (bytes < partBytes) continue;
        yield Buffer.concat(pending);
        pending = [];
        bytes = 0;
      }
      yield Buffer.concat(pending);
    }
    const source = parts();
    const first = await source.next();
    const whole = first.done === true || first.value.byteLength < partBytes;
    if (whole) {
      const { sha256 } = await this.put(key, first.done === true ? Buffer.alloc(0) : first.value);
      return { sha256, lines: count };
    }
    const upload = await this.#reaching(() => putInParts(this.#client, this.bucket, key, first.value, source));
    const sha256 = hash.digest('hex');
    if (upload === 'exists') await this.#sameContent(key, sha256);
    return { sha256, lines: count };
  }

  async *getLines(key: string): AsyncGenerator<string> {
    yield* splitLines(await this.#open(key));
  }

  async #open(key: string): Promise<AsyncGenerator<Uint8Array>> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      assert(Body instanceof Readable, `object ${key} came without a stream`);
      return bytesOf(key, Body);
    } catch (error) {
      if (awsErrorName(error) === 'NoSuchKey')
        throw new Fault('OBJECT_CORRUPT', `object ${key} is missing`, { subject: key, error });
      throw awsFault('S3', error);
    }
  }

  /** The key is taken (412), or another writer is at it right now (409): the same content is as good as our own. */
  async #unlessThere(key: string, sha256: string, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      if (!isTaken(error)) throw awsFault('S3', error);
      await this.#sameContent(key, sha256);
    }
  }

  async #sameContent(key: string, sha256: string): Promise<void> {
    const there = createHash('sha256');
    for await (const part of await this.#open(key)) there.update(part);
    assert(there.digest('hex') === sha256, `object ${key} exists with other content`);
  }

  async #reaching<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw awsFault('S3', error);
    }
  }
}

/** Closing the iteration early closes the stream. A connection lost on the way is an outage. */
async function* bytesOf(key: string, stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of stream) {
      assert(Buffer.isBuffer(part), `object ${key} comes in buffers`);
      yield part;
    }
  } catch (error) {
    throw awsFault('S3', error);
  }
}

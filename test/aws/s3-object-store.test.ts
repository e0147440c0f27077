import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { S3ObjectStore } from '../../lib/aws/s3-object-store.ts';
import { objectStoreContract } from '../contracts/object-store.contract.ts';
import { type S3Endpoint, startS3Endpoint } from '../support/s3-endpoint.ts';

let endpoint: S3Endpoint;
let buckets = 0;
beforeAll(async () => {
  endpoint = await startS3Endpoint();
});
afterAll(async () => endpoint[Symbol.asyncDispose]());

function ownBucket(): S3ObjectStore {
  buckets += 1;
  return new S3ObjectStore(`bucket-${buckets}`, { endpoint: endpoint.url });
}

objectStoreContract('S3', async () => ownBucket());

const megabyte = 'm'.repeat(1024 * 1024 - 1);
function* megabytes(count: number): Generator<string> {
  for (let n = 0; n < count; n += 1) yield megabyte;
}

describe('the S3 object store', () => {
  it('writes a small file of lines with one call, and a large one in parts of bounded size', async () => {
    const store = ownBucket();
    const before = endpoint.calls.length;
    await store.putLines('small', megabytes(7));
    expect(endpoint.calls.slice(before)).toEqual(['PUT']);
    await store.putLines('large', megabytes(20));
    expect(endpoint.calls.slice(before + 1)).toEqual(['POST uploads', 'PUT part', 'PUT part', 'PUT part', 'POST part']);
    let lines = 0;
    for await (const line of store.getLines('large')) if (line === megabyte) lines += 1;
    expect(lines).toBe(20);
  });

  it('takes the same large file again, refuses another, and leaves no upload open', async () => {
    const store = ownBucket();
    const first = await store.putLines('k', megabytes(9));
    expect(await store.putLines('k', megabytes(9))).toEqual(first);
    await expect(store.putLines('k', megabytes(10))).rejects.toThrow(/other content/);
    expect(endpoint.openUploads()).toBe(0);
  });

  it('gives up its upload when the source of lines breaks off', async () => {
    const store = ownBucket();
    function* broken(): Generator<string> {
      yield* megabytes(9);
      throw new Error('broken off');
    }
    await expect(store.putLines('k', broken())).rejects.toThrow('broken off');
    expect(endpoint.openUploads()).toBe(0);
    await expect(store.get('k')).rejects.toMatchObject({ record: { code: 'OBJECT_CORRUPT' } });
  });

  it('says that the store is unreachable when a read breaks off, and never gives back half', async () => {
    const store = ownBucket();
    await store.put('k', Buffer.alloc(1_000_000, 'x'));
    endpoint.cutNextReads(1);
    await expect(store.get('k')).rejects.toMatchObject({ record: { code: 'STORE_UNREACHABLE' } });
    expect((await store.get('k')).byteLength).toBe(1_000_000);
  });

  it('says so when nothing listens', async () => {
    const store = new S3ObjectStore('bucket-x', { endpoint: 'http://127.0.0.1:1' });
    await expect(store.get('k')).rejects.toMatchObject({ record: { code: 'STORE_UNREACHABLE' } });
  });
});

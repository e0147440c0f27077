import { createHash } from 'node:crypto';
import { assert, Fault } from '../../lib/model/fault.ts';
import type { ObjectStore } from '../../lib/ports/object-store.ts';

export interface MemoryObjectStore extends ObjectStore {
  /** Replaces the stored bytes behind the store's back. */
  corrupt(key: string, body: Uint8Array): void;
  keys(): readonly string[];
}

/** An object store in memory with the semantics of the real ones (test/contracts/object-store.contract.ts). */
export function memoryObjectStore(bucket = 'memory'): MemoryObjectStore {
  const objects = new Map<string, Uint8Array>();
  const put = async (key: string, body: Uint8Array): Promise<{ readonly sha256: string }> => {
    assert(key !== '' && !key.split('/').includes('..') && !key.startsWith('/'), `object key ${key}`);
    const before = objects.get(key);
    assert(before === undefined || Buffer.compare(before, body) === 0, `object ${key} exists with other content`);
    objects.set(key, Uint8Array.from(body));
    return { sha256: digest(body) };
  };
  const get = async (key: string, sha256?: string): Promise<Uint8Array> => {
    const body = objects.get(key);
    if (body === undefined) throw new Fault('OBJECT_CORRUPT', `object ${key} is missing`, { subject: key });
    if (sha256 !== undefined && digest(body) !== sha256)
      throw new Fault('OBJECT_CORRUPT', `object ${key} does not match its digest`, { subject: key });
    return Uint8Array.from(body);
  };
  return {
    bucket,
    put,
    get,
    async putLines(key, lines) {
      const all: string[] = [];
      for await (const line of lines) {
        assert(!/[\n\r]/u.test(line), `a line of ${key} contains a line break`);
        all.push(line);
      }
      const { sha256 } = await put(key, Buffer.from(all.map((line) => `${line}\n`).join('')));
      return { sha256, lines: all.length };
    },
    async *getLines(key) {
      const text = Buffer.from(await get(key)).toString('utf8');
      yield* text.split('\n').slice(0, -1);
    },
    corrupt: (key, body) => {
      objects.set(key, body);
    },
    keys: () => [...objects.keys()].sort(),
  };
}

function digest(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
}

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../lib/ports/object-store.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function collect(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

/** What every object store does. `open` gives an empty one. */
export function objectStoreContract(name: string, open: () => Promise<ObjectStore>): void {
  describe(`${name} as an object store`, () => {
    it('gives back the bytes that were put, with their digest', async () => {
      const store = await open();
      const body = Uint8Array.from({ length: 256 }, (_, n) => n);
      expect(await store.put('a/b/c.bin', body)).toEqual({
        sha256: createHash('sha256').update(body).digest('hex'),
      });
      expect(Buffer.from(await store.get('a/b/c.bin'))).toEqual(Buffer.from(body));
    });

    it('takes the same bytes again and refuses others', async () => {
      const store = await open();
      await store.put('k', bytes('one'));
      await store.put('k', bytes('one'));
      await expect(store.put('k', bytes('two'))).rejects.toThrow(/other content/);
      expect(Buffer.from(await store.get('k')).toString()).toBe('one');
    });

    it('lets one of two writers of different bytes win', async () => {
      const store = await open();
      const both = await Promise.allSettled([store.put('k', bytes('one')), store.put('k', bytes('two'))]);
      expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
      const winner = both[0].status === 'fulfilled' ? 'one' : 'two';
      expect(Buffer.from(await store.get('k')).toString()).toBe(winner);
    });

    it('refuses bytes that do not match the digest, and a key that is missing', async () => {
      const store = await open();
      await store.put('k', bytes('one'));
      expect(Buffer.from(await store.get('k', sha256('one'))).toString()).toBe('one');
      await expect(store.get('k', sha256('two'))).rejects.toMatchObject({ record: { code: 'OBJECT_CORRUPT' } });
      await expect(store.get('none')).rejects.toMatchObject({ record: { code: 'OBJECT_CORRUPT' } });
      await expect(collect(store.getLines('none'))).rejects.toMatchObject({ record: { code: 'OBJECT_CORRUPT' } });
    });

    it('keeps lines in order, of any letters, counted, with the digest of the whole', async () => {
      const store = await open();
      const lines = ['{"a":1}', '', ' 订单 ', '\u2028', 'x'.repeat(100_000)];
      expect(await store.putLines('m.jsonl', lines)).toEqual({
        lines: 5,
        sha256: sha256(lines.map((line) => `${line}\n`).join('')),
      });
      expect(await collect(store.getLines('m.jsonl'))).toEqual(lines);
    });

    it('keeps no line at all', async () => {
      const store = await open();
      expect(await store.putLines('m', [])).toEqual({ lines: 0, sha256: sha256('') });
      expect(await collect(store.getLines('m'))).toEqual([]);
    });

    it('keeps many lines that come slowly, and more than one part of them', async () => {
      const store = await open();
      const line = 'y'.repeat(999);
      async function* slowly(): AsyncGenerator<string> {
        for (let n = 0; n < 20_000; n += 1) yield line;
      }
      const hash = createHash('sha256');
      for (let n = 0; n < 20_000; n += 1) hash.update(`${line}\n`);
      expect(await store.putLines('big', slowly())).toEqual({ lines: 20_000, sha256: hash.digest('hex') });
      let read = 0;
      for await (const one of store.getLines('big')) if (one === line) read += 1;
      expect(read).toBe(20_000);
    });

    it('refuses a line with a line break, and leaves nothing behind', async () => {
      const store = await open();
      await expect(store.putLines('m', ['a', 'b\nc'])).rejects.toThrow(/line break/);
      await expect(store.get('m')).rejects.toMatchObject({ record: { code: 'OBJECT_CORRUPT' } });
    });

    it('leaves nothing behind when the source of lines breaks off', async () => {
      const store = await open();
      async function* broken(): AsyncGenerator<string> {
        yield 'a';
        throw new Error('broken off');
      }
      await expect(store.putLines('m', broken())).rejects.toThrow('broken off');
      await expect(store.get('m')).rejects.toMatchObject({ record: { code: 'OBJECT_CORRUPT' } });
    });

    it('names its bucket', async () => {
      expect((await open()).bucket).toMatch(/^[a-z0-9.-]{3,63}$/u);
    });
  });
}

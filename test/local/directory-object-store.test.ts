import { readdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryObjectStore } from '../../lib/local/directory-object-store.ts';
import { objectStoreAt } from '../../lib/local/object-store-at.ts';
import { objectStoreContract } from '../contracts/object-store.contract.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

let root: Awaited<ReturnType<typeof temporaryDirectory>>;
let count = 0;
beforeAll(async () => {
  root = await temporaryDirectory();
});
afterAll(async () => {
  await root[Symbol.asyncDispose]();
});

function ownDirectory(): string {
  count += 1;
  return `${root.path}/objects ${count}`;
}

objectStoreContract(
  'a directory with spaces in its name',
  async () => new DirectoryObjectStore(pathToFileURL(ownDirectory()).href),
);

describe('the directory store', () => {
  it('leaves no unfinished file beside its objects', async () => {
    const path = ownDirectory();
    const store = new DirectoryObjectStore(pathToFileURL(path).href);
    await store.put('a/b', Buffer.from('one'));
    await expect(store.put('a/b', Buffer.from('two'))).rejects.toThrow();
    await expect(store.putLines('a/c', ['x\ny'])).rejects.toThrow();
    expect(await readdir(path)).toEqual(['a']);
    expect(await readdir(`${path}/a`)).toEqual(['b']);
  });

  it('notices bytes that changed on the disk', async () => {
    const path = ownDirectory();
    const store = new DirectoryObjectStore(pathToFileURL(path).href);
    const { sha256 } = await store.put('k', Buffer.from('one'));
    await writeFile(`${path}/k`, 'onf');
    await expect(store.get('k', sha256)).rejects.toMatchObject({ record: { code: 'OBJECT_CORRUPT' } });
  });

  it.each(['', '../k', 'a/../../k', '/etc/passwd', 'a//b', 'a\0b', '.writing-x'])('refuses the key %j', async (key) => {
    const store = new DirectoryObjectStore(pathToFileURL(ownDirectory()).href);
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow(/object key/);
  });
});

describe('the address of an object store', () => {
  it('chooses the store', () => {
    expect(objectStoreAt('s3://my-bucket').bucket).toBe('my-bucket');
    expect(objectStoreAt(pathToFileURL(ownDirectory()).href)).toBeInstanceOf(DirectoryObjectStore);
    expect(() => objectStoreAt('http://x')).toThrow();
  });
});

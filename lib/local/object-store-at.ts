import { S3ObjectStore } from '../aws/s3-object-store.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { DirectoryObjectStore } from './directory-object-store.ts';

/** The object store of a URL: `s3://bucket` on AWS, `file:///directory` on one machine. Throws on any other. */
export function objectStoreAt(url: string): ObjectStore {
  if (url.startsWith('file:')) return new DirectoryObjectStore(url);
  const bucket = /^s3:\/\/([a-z0-9.-]{3,63})\/?$/u.exec(url)?.[1];
  if (bucket === undefined) throw new Error(`not the address of an object store: ${url}`);
  return new S3ObjectStore(bucket);
}

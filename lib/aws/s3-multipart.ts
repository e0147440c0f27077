import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { assert } from '../model/fault.ts';
import { awsErrorName } from './aws-faults.ts';

/** S3's own bound: 10,000 parts. */
const partsMax = 10_000;

/** Uploads an object in parts and completes it unless its key is taken. An upload that fails leaves nothing behind. */
export async function putInParts(
  client: S3Client,
  bucket: string,
  key: string,
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): Promise<'written' | 'exists'> {
  const place = { Bucket: bucket, Key: key };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...place, ChecksumAlgorithm: 'SHA256' }));
  assert(UploadId !== undefined, 'S3 names every upload');
  const upload = { ...place, UploadId };
  const parts: { readonly PartNumber: number; readonly ETag: string; readonly ChecksumSHA256?: string }[] = [];
  const send = async (body: Uint8Array): Promise<void> => {
    const PartNumber = parts.length + 1;
    assert(PartNumber <= partsMax, `object ${key} has more parts than S3 takes`);
    const { ETag, ChecksumSHA256 } = await client.send(
      new UploadPartCommand({ ...upload, PartNumber, Body: body, ChecksumAlgorithm: 'SHA256' }),
    );
    assert(ETag !== undefined, 'S3 names every part');
    parts.push({ PartNumber, ETag, ...(ChecksumSHA256 === undefined ? {} : { ChecksumSHA256 }) });
  };
  try {
    await send(first);
    for await (const body of rest) if (body.byteLength > 0) await send(body);
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, IfNoneMatch: '*', MultipartUpload: { Parts: parts } }),
    );
    return 'written';
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(upload));
    if (isTaken(error)) return 'exists';
    throw error;
  }
}

/** The key is taken (412), or another writer is at it right now (409). */
export function isTaken(error: unknown): boolean {
  const name = awsErrorName(error);
  return name === 'PreconditionFailed' || name === 'ConditionalRequestConflict';
}

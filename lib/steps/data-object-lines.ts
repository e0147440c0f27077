import { z } from 'zod';

const identity = z.object({
  tableId: z.string(),
  partition: z.string().nullable(),
  partitionKind: z.enum(['none', 'partition', 'subpartition']),
  dataObjectId: z.string(),
});
/** What tells one data object from another; its extents may grow. */
export type DataObjectIdentity = Readonly<z.infer<typeof identity>>;

export function encodeDataObject({ tableId, partition, partitionKind, dataObjectId }: DataObjectIdentity): string {
  return JSON.stringify({ tableId, partition, partitionKind, dataObjectId });
}

export function decodeDataObject(line: string): DataObjectIdentity {
  return identity.parse(JSON.parse(line));
}

/** One text per data object. */
export function dataObjectText({ tableId, dataObjectId }: DataObjectIdentity): string {
  return `${tableId} ${dataObjectId}`;
}

import { z } from 'zod';

const rowid = z.string().length(18);

/** Key values as canonical text; bytes are base64 behind the form of their column. */
const keyBound = z.array(z.string());

/**
 * A half-open range of one data object of the source (H2): from inclusive, to exclusive; null = unbounded.
 * `partition` names the partition or subpartition the range lies in, or null for the whole table.
 */
export const chunkRangeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rowid'),
    partition: z.string().nullable(),
    partitionKind: z.enum(['none', 'partition', 'subpartition']),
    from: rowid.nullable(),
    to: rowid.nullable(),
    /**
     * Verification only: the ROWIDs of the target that this range answers for. The covers of a table are adjacent and
     * leave no ROWID out, so that a row no data object of the source could hold is found to be extra.
     */
    cover: z.object({ from: rowid.nullable(), to: rowid.nullable() }).exactOptional(),
  }),
  z.object({
    kind: z.literal('key'),
    partition: z.string().nullable(),
    partitionKind: z.enum(['none', 'partition', 'subpartition']),
    from: keyBound.nullable(),
    to: keyBound.nullable(),
  }),
]);
export type ChunkRange = Readonly<z.infer<typeof chunkRangeSchema>>;

/** One table's part of a chunk: its ranges are numbered from 0; the stored position is the number of the next range. */
export const chunkPartSchema = z.object({ tableId: z.string(), ranges: z.array(chunkRangeSchema) });
export type ChunkPart = Readonly<z.infer<typeof chunkPartSchema>>;

/** One manifest line (< 4 KB): what one chunk function does. Ranges are numbered through all parts. */
export const chunkLineSchema = z.object({ chunkId: z.string(), parts: z.array(chunkPartSchema) });
export type ChunkLine = Readonly<z.infer<typeof chunkLineSchema>>;

/** A piece of a table as stored in the source: one per table, partition or subpartition. */
export interface DataObject {
  readonly tableId: string;
  readonly partition: string | null;
  readonly partitionKind: 'none' | 'partition' | 'subpartition';
  readonly objectId: string;
  readonly dataObjectId: string;
  readonly extents: readonly DataExtent[];
}

/** A run of blocks of a data object. Numbers are small (file ≤ 1023, blocks < 2^32) and stay JavaScript numbers. */
export interface DataExtent {
  readonly relativeFile: number;
  readonly firstBlock: number;
  readonly blocks: number;
}

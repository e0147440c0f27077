import type { ChunkRange, DataExtent, DataObject } from '../../model/chunk.ts';
import { encodeRowid, rowidAddress } from '../../model/rowid.ts';

/**
 * Cuts a data object into adjacent half-open ROWID ranges (H2) of about `blocksPerRange` blocks: the first without lower,
 * the last without upper bound, so that rows in extents that came after the listing are read too. Extents may be listed
 * in any order and lie anywhere; ROWIDs are ordered by file and block.
 */
export function rowidRanges(object: DataObject, blocksPerRange: number): readonly ChunkRange[] {
  const bounds: string[] = [];
  let blocks = 0;
  for (const extent of inRowidOrder(object.extents)) {
    for (let first = extent.firstBlock; first < extent.firstBlock + extent.blocks;) {
      if (blocks >= blocksPerRange) {
        bounds.push(
          encodeRowid({ object: dataObjectNumber(object), ...rowidAddress(extent.relativeFile, first), row: 0 }),
        );
        blocks = 0;
      }
      const taken = Math.min(blocksPerRange - blocks, extent.firstBlock + extent.blocks - first);
      blocks += taken;
      first += taken;
    }
  }
  const { partition, partitionKind } = object;
  const ends: readonly (string | null)[] = [...bounds, null];
  return ends.map((to, at) => ({
    kind: 'rowid' as const,
    partition,
    partitionKind,
    from: at === 0 ? null : (bounds[at - 1] ?? null),
    to,
  }));
}

/** All blocks of a data object. */
export function blocksOf(object: DataObject): number {
  return object.extents.reduce((total, { blocks }) => total + blocks, 0);
}

function inRowidOrder(extents: readonly DataExtent[]): readonly DataExtent[] {
  const address = (extent: DataExtent): { file: number; block: number } =>
    rowidAddress(extent.relativeFile, extent.firstBlock);
  return [...extents].sort((left, right) => {
    const [a, b] = [address(left), address(right)];
    return a.file - b.file || a.block - b.block;
  });
}

function dataObjectNumber(object: DataObject): number {
  const value = Number(object.dataObjectId);
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a data object number: ${object.dataObjectId}`);
  return value;
}

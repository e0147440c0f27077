/**
 * Data objects cut into half-open ranges (H2). The ranges of one data object are adjacent, the first has no lower and the
 * last no upper bound: together they hold every row of the object, also rows in extents that came after the list was made.
 */
import { assert } from '../../model/fault.ts';
import type { ChunkRange, DataExtent, DataObject } from '../../model/chunk.ts';
import { encodeRowid, rowidAddress } from '../../model/rowid.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import { averageRowBytes, rangeRows, rangeSeconds } from './load-work.ts';

/** A range with an estimate of its work. */
export interface CutRange {
  readonly range: ChunkRange;
  readonly seconds: number;
}

/**
 * Ranges of a data object by ROWID, of about `rows` rows each. Extents come in any order. `blockBytes` is the block size of
 * the source.
 */
export function cutByRowid(
  plan: TablePlan,
  object: DataObject,
  blockBytes: number,
  rows = rangeRows(plan),
): readonly CutRange[] {
  const rowsPerBlock = Math.max(1, blockBytes / averageRowBytes(plan));
  const blocksPerRange = Math.max(1, Math.floor(rows / rowsPerBlock));
  const { bounds, blocks } = cutPoints(object, blocksPerRange);
  return between(bounds, (from, to, index) => ({
    range: { kind: 'rowid', partition: object.partition, partitionKind: object.partitionKind, from, to },
    seconds: rangeSeconds(plan, (blocks[index] ?? 0) * rowsPerBlock),
  }));
}

interface CutPoints {
  /** ROWIDs of the first blocks of all ranges but the first. */
  readonly bounds: readonly string[];
  /** Blocks of every range. */
  readonly blocks: readonly number[];
}

function cutPoints(object: DataObject, blocksPerRange: number): CutPoints {
  const bounds: string[] = [];
  const blocks: number[] = [];
  const dataObject = Number(object.dataObjectId);
  assert(Number.isSafeInteger(dataObject), `data object ${object.dataObjectId} has a number`);
  let open = 0;
  for (const extent of inRowidOrder(object.extents)) {
    let taken = 0;
    while (taken < extent.blocks) {
      if (open === blocksPerRange) {
        const { file, block } = rowidAddress(extent.relativeFile, extent.firstBlock + taken);
        bounds.push(encodeRowid({ object: dataObject, file, block, row: 0 }));
        blocks.push(open);
        open = 0;
      }
      const step = Math.min(blocksPerRange - open, extent.blocks - taken);
      taken += step;
      open += step;
    }
  }
  blocks.push(open);
  return { bounds, blocks };
}

/** ROWIDs are ordered by file and block; the dictionary lists extents in order of their allocation at best. */
function inRowidOrder(extents: readonly DataExtent[]): readonly DataExtent[] {
  return extents.toSorted((left, right) => {
    const a = rowidAddress(left.relativeFile, left.firstBlock);
    const b = rowidAddress(right.relativeFile, right.firstBlock);
    return a.file - b.file || a.block - b.block;
  });
}

/** A bound so long that two of them could fill a manifest line is left out: its two ranges become one. */
const keyBoundCharactersMax = 1_000;

/** Ranges of a table by key, between sampled identities in ascending order, `everyRows` rows apart. */
export function cutByKey(
  plan: TablePlan,
  object: Pick<DataObject, 'partition' | 'partitionKind'>,
  identities: readonly (readonly string[])[],
  everyRows: number,
): readonly CutRange[] {
  const bounds = identities.filter((bound) => JSON.stringify(bound).length <= keyBoundCharactersMax);
  return between(bounds, (from, to) => ({
    range: {
      kind: 'key',
      partition: object.partition,
      partitionKind: object.partitionKind,
      from: from === null ? null : [...from],
      to: to === null ? null : [...to],
    },
    seconds: rangeSeconds(plan, everyRows),
  }));
}

/** n bounds make n + 1 ranges. */
function between<Bound>(
  bounds: readonly Bound[],
  range: (from: Bound | null, to: Bound | null, index: number) => CutRange,
): readonly CutRange[] {
  const ranges: CutRange[] = [];
  for (let index = 0; index <= bounds.length; index += 1) {
    ranges.push(range(index === 0 ? null : (bounds[index - 1] ?? null), bounds[index] ?? null, index));
  }
  return ranges;
}

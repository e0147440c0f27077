import type { ChunkRange, DataObject } from '../../model/chunk.ts';
import { encodeRowid } from '../../model/rowid.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import { cutByRowid } from '../load/cut-ranges.ts';

/**
 * ROWID ranges of a keyless table with what each covers on the target, in ROWID order: between the ranges of two data
 * objects the cover ends where the next data object begins; the first has no lower and the last no upper bound.
 */
export function coveringRanges(
  plan: TablePlan,
  dataObjects: readonly DataObject[],
  blockBytes: number,
  rows: number,
): readonly ChunkRange[] {
  const objects = dataObjects.toSorted((left, right) => Number(left.dataObjectId) - Number(right.dataObjectId));
  const ranges = objects.flatMap((object, at) =>
    cutByRowid(plan, object, blockBytes, rows).map(({ range }) => ({ range, isFirstObject: at === 0, object })),
  );
  const starts = ranges.map(({ range, isFirstObject, object }) => {
    if (range.kind === 'rowid' && range.from !== null) return range.from;
    return isFirstObject ? null : encodeRowid({ object: Number(object.dataObjectId), file: 0, block: 0, row: 0 });
  });
  return ranges.map(({ range }, at) =>
    range.kind === 'rowid' ? { ...range, cover: { from: starts[at] ?? null, to: starts[at + 1] ?? null } } : range,
  );
}

import { describe, expect, it } from 'vitest';
import { coveringRanges } from '../../../lib/engine/verify/covering-ranges.ts';
import type { DataObject } from '../../../lib/model/chunk.ts';
import type { TablePlan } from '../../../lib/model/table-plan.ts';

const plan: TablePlan = {
  tableId: 'S.T',
  source: { schema: 'S', table: 'T' },
  target: { schema: 's', table: 't' },
  organization: 'heap',
  columns: [],
  identity: { kind: 'rowid', columns: [] },
  uniqueKeys: [],
  rowsEstimated: null,
  averageRowBytes: 100,
  sourcePartitions: ['P1', 'P2'],
};

function partition(name: string, dataObjectId: string, blocks: number): DataObject {
  const extents = [{ relativeFile: 4, firstBlock: 128, blocks }];
  return { tableId: 'S.T', partition: name, partitionKind: 'partition', objectId: '1', dataObjectId, extents };
}

describe('coveringRanges', () => {
  it('covers every ROWID once, across partitions given in any order', () => {
    const ranges = coveringRanges(plan, [partition('P2', '700', 16), partition('P1', '65', 32)], 8_192, 1_000);
    const covers = ranges.map((range) => (range.kind === 'rowid' ? range.cover : undefined));
    expect(covers[0]?.from).toBeNull();
    expect(covers.at(-1)?.to).toBeNull();
    for (let at = 1; at < covers.length; at++) expect(covers[at]?.from).toBe(covers[at - 1]?.to);
    expect(covers.slice(1).every((cover) => cover?.from !== null)).toBe(true);
    // Data object 700 begins at AAAAK8: 700 = 10 * 64 + 60.
    expect(covers.map((cover) => cover?.from)).toContain('AAAAK8AAAAAAAAAAAA');
    expect(new Set(ranges.map((range) => range.partition))).toEqual(new Set(['P1', 'P2']));
  });

  it('gives a table of one data object one open cover', () => {
    const [range, ...more] = coveringRanges(plan, [partition('P1', '65', 1)], 8_192, 1_000);
    expect(more).toEqual([]);
    expect(range?.kind === 'rowid' ? range.cover : undefined).toEqual({ from: null, to: null });
  });
});

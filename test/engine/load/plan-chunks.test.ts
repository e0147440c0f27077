import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutByRowid } from '../../../lib/engine/load/cut-ranges.ts';
import { type ChunkSettings, type LoadTable, planChunks } from '../../../lib/engine/load/plan-chunks.ts';
import type { ChunkRange, DataExtent, DataObject } from '../../../lib/model/chunk.ts';
import type { ColumnPlan, TablePlan } from '../../../lib/model/table-plan.ts';

const column: ColumnPlan = {
  origin: { kind: 'column', name: 'ID', type: { kind: 'number', precision: 10, scale: 0 } },
  targetName: 'id',
  targetType: { kind: 'decimal', precision: 10, scale: 0 },
  form: 'decimal',
  nullable: false,
  loss: null,
};

function plan(tableId: string, averageRowBytes: number | null, columns: readonly ColumnPlan[] = [column]): TablePlan {
  const [schema = '', table = ''] = tableId.split('.');
  return {
    tableId,
    source: { schema, table },
    target: { schema, table },
    organization: 'heap',
    columns,
    identity: { kind: 'key', name: 'PRIMARY', columns: [0] },
    uniqueKeys: [],
    rowsEstimated: null,
    averageRowBytes,
    sourcePartitions: [],
  };
}

function dataObject(tableId: string, extents: readonly DataExtent[], dataObjectId = '70000'): DataObject {
  return { tableId, partition: null, partitionKind: 'none', objectId: dataObjectId, dataObjectId, extents };
}

const settings: ChunkSettings = { blockBytes: 8_192, workers: 4, idPrefix: 'c' };

/** Base 64 by hand: the test's own reading of a ROWID. */
function addressOf(rowid: string): { file: number; block: number; row: number } {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const number = (text: string): number => Array.from(text).reduce((sum, digit) => sum * 64 + digits.indexOf(digit), 0);
  return { file: number(rowid.slice(6, 9)), block: number(rowid.slice(9, 15)), row: number(rowid.slice(15)) };
}

function rowidRanges(ranges: readonly ChunkRange[]): { from: string | null; to: string | null }[] {
  return ranges.map((range) => {
    if (range.kind !== 'rowid') throw new Error('expected a ROWID range');
    return { from: range.from, to: range.to };
  });
}

/** Extents as a dictionary may list them: several files, gaps, any order. */
const extentLists = fc
  .array(fc.record({ relativeFile: fc.integer({ min: 1, max: 5 }), blocks: fc.integer({ min: 1, max: 20_000 }) }), {
    maxLength: 30,
  })
  .chain((sizes) => {
    const next = new Map<number, number>();
    const extents = sizes.map(({ relativeFile, blocks }, index) => {
      const firstBlock = (next.get(relativeFile) ?? 128) + (index % 3) * 8;
      next.set(relativeFile, firstBlock + blocks);
      return { relativeFile, firstBlock, blocks };
    });
    return fc.shuffledSubarray(extents, { minLength: extents.length, maxLength: extents.length });
  });

describe('ranges of a data object', () => {
  it('are adjacent, open at both ends, and ascending in ROWID order', () => {
    fc.assert(
      fc.property(extentLists, fc.option(fc.integer({ min: 1, max: 4_000 })), (extents, bytes) => {
        const ranges = rowidRanges(
          cutByRowid(plan('S.T', bytes), dataObject('S.T', extents), 8_192).map((c) => c.range),
        );
        expect(ranges.at(0)?.from).toBeNull();
        expect(ranges.at(-1)?.to).toBeNull();
        ranges.slice(1).forEach((range, index) => {
          expect(range.from).not.toBeNull();
          expect(range.from).toBe(ranges[index]?.to);
        });
        const bounds = ranges.flatMap(({ from }) => (from === null ? [] : [addressOf(from)]));
        bounds.slice(1).forEach((bound, index) => {
          const before = bounds[index];
          if (before === undefined) throw new Error('no bound before');
          expect(bound.file - before.file || bound.block - before.block).toBeGreaterThan(0);
          expect(bound.row).toBe(0);
        });
      }),
    );
  });

  it('hold every block exactly once and no more blocks than a range may have', () => {
    fc.assert(
      fc.property(extentLists, (extents) => {
        // 8,192 bytes of 100-byte rows: 81.92 rows per block, 200,000 rows per range: 2,441 blocks.
        const cuts = cutByRowid(plan('S.T', 100), dataObject('S.T', extents), 8_192);
        const bounds = rowidRanges(cuts.map((c) => c.range)).flatMap(({ from }) =>
          from === null ? [] : [addressOf(from)],
        );
        const key = (file: number, block: number): number => file * 2 ** 32 + block;
        const starts = [-1, ...bounds.map(({ file, block }) => key(file, block)), Number.POSITIVE_INFINITY];
        const blocks = starts.slice(1).map((end, index) => {
          const start = starts[index] ?? -1;
          return extents.reduce((sum, { relativeFile, firstBlock, blocks: count }) => {
            const low = Math.max(key(relativeFile, firstBlock), start);
            const high = Math.min(key(relativeFile, firstBlock + count), end);
            return sum + Math.max(0, high - low);
          }, 0);
        });
        expect(blocks.reduce((sum, count) => sum + count, 0)).toBe(extents.reduce((sum, { blocks: n }) => sum + n, 0));
        for (const count of blocks) expect(count).toBeLessThanOrEqual(2_441);
      }),
    );
  });

  it('of an empty segment are one range without bounds', () => {
    expect(rowidRanges(cutByRowid(plan('S.T', 100), dataObject('S.T', []), 8_192).map((c) => c.range))).toEqual([
      { from: null, to: null },
    ]);
  });

  it('of a bigfile tablespace spell the block over file and block', () => {
    const extents = [{ relativeFile: 1_024, firstBlock: 5_000_000, blocks: 5_000 }];
    const [, second] = rowidRanges(cutByRowid(plan('S.T', 100), dataObject('S.T', extents), 8_192).map((c) => c.range));
    expect(addressOf(second?.from ?? '')).toEqual({ file: 1, block: 5_000_000 + 2_441 - 4_194_304, row: 0 });
  });
});

describe('chunks', () => {
  const tables = (count: number, blocks: number): LoadTable[] =>
    Array.from({ length: count }, (_, index) => {
      const tableId = `SHOP.TABLE_${index}`;
      return {
        plan: plan(tableId, 100),
        dataObjects: [dataObject(tableId, [{ relativeFile: 4, firstBlock: 128, blocks }], String(70_000 + index))],
        keyBounds: [],
      };
    });

  it('hold small tables together, each line below 4 KB', () => {
    const lines = [...planChunks(tables(500, 8), settings)];
    expect(lines.length).toBeLessThan(50);
    for (const line of lines) expect(Buffer.byteLength(JSON.stringify(line))).toBeLessThan(4_096);
    expect(lines.flatMap((line) => line.parts.map((part) => part.tableId))).toHaveLength(500);
  });

  it('spread a large table over all workers', () => {
    // 100,000 blocks of 8 KB with 100-byte rows: 8.2 million rows, about 820 seconds at 10,000 rows a second.
    const lines = [...planChunks(tables(1, 100_000), settings)];
    expect(lines.length).toBeGreaterThanOrEqual(4);
    expect(new Set(lines.map((line) => line.chunkId)).size).toBe(lines.length);
  });

  it('contain every range of every table once, in order', () => {
    fc.assert(
      fc.property(fc.array(extentLists, { minLength: 1, maxLength: 5 }), (lists) => {
        const input = lists.map((extents, index) => ({
          plan: plan(`S.T${index}`, 500),
          dataObjects: [dataObject(`S.T${index}`, extents)],
          keyBounds: [],
        }));
        const wanted = input.flatMap((table) =>
          cutByRowid(table.plan, table.dataObjects[0] ?? dataObject('', []), 8_192).map(({ range }) => ({
            tableId: table.plan.tableId,
            range,
          })),
        );
        const got = [...planChunks(input, settings)].flatMap((line) =>
          line.parts.flatMap((part) => part.ranges.map((range) => ({ tableId: part.tableId, range }))),
        );
        expect(got).toEqual(wanted);
      }),
      { numRuns: 50 },
    );
  });

  it('of an index-organized table lie between sampled keys', () => {
    const table: LoadTable = {
      plan: { ...plan('S.I', 100), organization: 'index' },
      dataObjects: [dataObject('S.I', [])],
      keyBounds: [['100'], ['x'.repeat(2_000)], ['200']],
    };
    const ranges = [...planChunks([table], settings)].flatMap((line) => line.parts.flatMap((part) => part.ranges));
    expect(ranges).toEqual([
      { kind: 'key', partition: null, partitionKind: 'none', from: null, to: ['100'] },
      { kind: 'key', partition: null, partitionKind: 'none', from: ['100'], to: ['200'] },
      { kind: 'key', partition: null, partitionKind: 'none', from: ['200'], to: null },
    ]);
  });

  it('with large objects are small', () => {
    const lob: ColumnPlan = { ...column, targetName: 'doc', targetType: { kind: 'longtext' }, form: 'clob' };
    const cuts = cutByRowid(
      plan('S.L', 100, [column, lob]),
      dataObject('S.L', [{ relativeFile: 4, firstBlock: 0, blocks: 1_000 }]),
      8_192,
    );
    // 81,920 rows at 500 rows a second in ranges of a minute: three.
    expect(cuts).toHaveLength(3);
  });
});

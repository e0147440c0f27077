import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RangeComparison } from '../../../lib/engine/verify/range-comparison.ts';
import { largeValueDigester } from '../../../lib/engine/verify/large-value.ts';
import type { ColumnPlan, TablePlan } from '../../../lib/model/table-plan.ts';
import type { CanonicalRow } from '../../../lib/model/value.ts';

const limits = { rowsMax: 1_000, charactersMax: 1_000_000 };

const idColumn: ColumnPlan = {
  origin: { kind: 'column', name: 'ID', type: { kind: 'number', precision: 10, scale: 0 } },
  targetName: 'id',
  targetType: { kind: 'decimal', precision: 10, scale: 0 },
  form: 'decimal',
  nullable: false,
  loss: null,
};
const noteColumn: ColumnPlan = {
  origin: { kind: 'column', name: 'NOTE', type: { kind: 'varchar2', length: 20, unit: 'char', bytes: 80 } },
  targetName: 'note',
  targetType: { kind: 'varchar', length: 20 },
  form: 'text',
  nullable: true,
  loss: null,
};
const dataColumn: ColumnPlan = {
  origin: { kind: 'column', name: 'DATA', type: { kind: 'blob' } },
  targetName: 'data',
  targetType: { kind: 'longblob' },
  form: 'blob',
  nullable: true,
  loss: null,
};

function table(columns: readonly ColumnPlan[]): TablePlan {
  return {
    tableId: 'S.T',
    source: { schema: 'S', table: 'T' },
    target: { schema: 's', table: 't' },
    organization: 'heap',
    columns,
    identity: { kind: 'key', name: 'PRIMARY', columns: [0] },
    uniqueKeys: [],
    rowsEstimated: null,
    averageRowBytes: null,
    sourcePartitions: [],
  };
}

describe('RangeComparison', () => {
  it('finds missing, different, unmatched and duplicate rows whatever their order', () => {
    const comparison = new RangeComparison(table([idColumn, noteColumn]), limits);
    for (const row of [
      ['1', 'a'],
      ['2', 'b'],
      ['3', null],
    ]) {
      expect(comparison.addSource(row)).toBe(true);
    }
    expect(comparison.addTarget(['3', 'x'])).toBe('matched');
    expect(comparison.addTarget(['4', 'd'])).toBe('unmatched');
    expect(comparison.addTarget(['1', 'a'])).toBe('matched');
    expect(comparison.addTarget(['1', 'a'])).toBe('duplicate');
    expect(comparison.result()).toEqual({
      compared: 2,
      missing: [['2']],
      different: [{ identity: ['3'], columns: [{ name: 'note', source: null, target: 'x' }] }],
    });
  });

  it('says so when the range is larger than its limits', () => {
    const comparison = new RangeComparison(table([idColumn, noteColumn]), { rowsMax: 1, charactersMax: 1_000 });
    expect(comparison.addSource(['1', 'a'])).toBe(true);
    expect(comparison.addSource(['2', 'a'])).toBe(false);
  });

  it('refuses two source rows of one identity as a key collision', () => {
    const comparison = new RangeComparison(table([idColumn, noteColumn]), limits);
    comparison.addSource(['1', 'a']);
    expect(() => comparison.addSource(['1', 'b'])).toThrow(/KEY_COLLISION/);
  });

  it('gives the same result in any number of passes', () => {
    const rows = fc.uniqueArray(fc.tuple(fc.nat(50).map(String), fc.constantFrom('a', 'b', null)), {
      selector: ([id]) => id,
    });
    fc.assert(
      fc.property(rows, rows, fc.integer({ min: 1, max: 5 }), (source, target, partitions) => {
        const missing: CanonicalRow[] = [];
        const different: unknown[] = [];
        const unmatched: CanonicalRow[] = [];
        for (let partition = 0; partition < partitions; partition++) {
          const comparison = new RangeComparison(table([idColumn, noteColumn]), limits, partition, partitions);
          for (const row of source) comparison.addSource(row);
          for (const row of target) if (comparison.addTarget(row) === 'unmatched') unmatched.push([row[0]]);
          missing.push(...comparison.result().missing);
          different.push(...comparison.result().different.map((row) => row.identity));
        }
        const notes = new Map(source);
        const targetNotes = new Map(target);
        const byId = (left: CanonicalRow, right: CanonicalRow): number => Number(left[0]) - Number(right[0]);
        expect(missing.sort(byId)).toEqual(
          source
            .filter(([id]) => !targetNotes.has(id))
            .map(([id]) => [id])
            .sort(byId),
        );
        expect(unmatched.sort(byId)).toEqual(
          target
            .filter(([id]) => !notes.has(id))
            .map(([id]) => [id])
            .sort(byId),
        );
        expect(different).toHaveLength(
          source.filter(([id, note]) => targetNotes.has(id) && targetNotes.get(id) !== note).length,
        );
      }),
    );
  });
});

describe('largeValueDigester', () => {
  it('leaves tables without large objects alone', () => {
    expect(largeValueDigester(table([idColumn, noteColumn]))).toBeNull();
  });

  it('holds a large value as length and digest, a short one as it is', () => {
    const digest = largeValueDigester(table([idColumn, dataColumn]));
    expect(digest?.(['1', new Uint8Array([1, 2])])).toEqual(['1', new Uint8Array([1, 2])]);
    // printf 'a%.0s' {1..300} | sha256sum
    expect(digest?.(['1', 'a'.repeat(300)])).toEqual([
      '1',
      '(300 characters, sha256 9835fa6bf4e20a9b9ea812506302e98982721a6cf8d2cae67af57129bf21ae90)',
    ]);
  });
});

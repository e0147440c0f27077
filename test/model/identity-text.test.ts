import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityText, uniqueTextOf } from '../../lib/model/identity-text.ts';
import type { ColumnPlan, TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalValue } from '../../lib/model/value.ts';

const text: ColumnPlan = {
  origin: { kind: 'column', name: 'A', type: { kind: 'varchar2', length: 10, unit: 'char', bytes: 40 } },
  targetName: 'a',
  targetType: { kind: 'varchar', length: 10 },
  form: 'text',
  nullable: true,
  loss: null,
};
const raw: ColumnPlan = {
  origin: { kind: 'column', name: 'B', type: { kind: 'raw', length: 10 } },
  targetName: 'b',
  targetType: { kind: 'varbinary', length: 10 },
  form: 'bytes',
  nullable: true,
  loss: null,
};
const table: TablePlan = {
  tableId: 'S.T',
  source: { schema: 'S', table: 'T' },
  target: { schema: 's', table: 't' },
  organization: 'heap',
  columns: [text, { ...text, targetName: 'a2' }, raw],
  identity: { kind: 'key', name: 'PRIMARY', columns: [0, 1, 2] },
  uniqueKeys: [],
  rowsEstimated: null,
  averageRowBytes: null,
  sourcePartitions: [],
};

/** What the target holds equal, written down independently: pad space for text, byte for byte for binary. */
function equalOnTarget(left: readonly CanonicalValue[], right: readonly CanonicalValue[]): boolean {
  return left.every((value, index) => {
    const other = right[index] ?? null;
    if (typeof value === 'string' && typeof other === 'string') {
      return value.replace(/ +$/, '') === other.replace(/ +$/, '');
    }
    if (value instanceof Uint8Array && other instanceof Uint8Array) return Buffer.compare(value, other) === 0;
    return value === null && other === null;
  });
}

describe('identityText', () => {
  it('is equal exactly when the target holds the keys equal', () => {
    const short = fc.option(fc.string({ unit: fc.constantFrom('a', ' ', ':', '1', '-', 'x'), maxLength: 3 }));
    const bytes = fc.option(fc.uint8Array({ maxLength: 2, max: 2 }));
    const row = fc.tuple(short, short, bytes);
    fc.assert(
      fc.property(row, row, (left, right) => {
        expect(identityText(table, left) === identityText(table, right)).toBe(equalOnTarget(left, right));
      }),
      { numRuns: 20_000 },
    );
  });

  it('holds keys equal that differ in trailing blanks only', () => {
    expect(identityText(table, ['a', 'b', null])).toBe(identityText(table, ['a  ', 'b ', null]));
    expect(identityText(table, ['a', 'b', null])).not.toBe(identityText(table, ['a\t', 'b', null]));
  });

  it('of a unique key with NULL collides with nothing', () => {
    expect(uniqueTextOf(table, [0, 1])(['a', null, null])).toBeNull();
    expect(uniqueTextOf(table, [0, 1])(['a', 'b', null])).toBe('1:a1:b');
  });
});

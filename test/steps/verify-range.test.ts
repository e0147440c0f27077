import { describe, expect, it } from 'vitest';
import { identityTextOf } from '../../lib/model/identity-text.ts';
import type { ChunkRange } from '../../lib/model/chunk.ts';
import { parseScn } from '../../lib/model/scn.ts';
import type { TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalRow } from '../../lib/model/value.ts';
import type { RowSource } from '../../lib/ports/row-source.ts';
import type { TargetRows } from '../../lib/ports/target-rows.ts';
import { verifyRange } from '../../lib/steps/verify-range.ts';
import { bigint, reader, testTable, varchar } from '../support/target-plan.ts';

type Order = (left: string, right: string) => boolean;
const binary: Order = (left, right) => left < right;
/** Letters before their case, as many collations have it. */
const folded: Order = (left, right) => left.toLowerCase() < right.toLowerCase();

const key = (row: CanonicalRow): string => String(row[0]);

function ranged(rows: readonly CanonicalRow[], range: ChunkRange, isBefore: Order): readonly CanonicalRow[] {
  const { from, to } = range;
  return rows.filter((row) => {
    if (from !== null && isBefore(key(row), String(from[0]))) return false;
    return to === null || isBefore(key(row), String(to[0]));
  });
}

function byIdentity(plan: TablePlan, rows: readonly CanonicalRow[], keys: readonly CanonicalRow[]) {
  const textOf = identityTextOf(plan);
  const wanted = new Set(keys.map((values) => textOf([...values, null])));
  return rows.filter((row) => wanted.has(textOf(row)));
}

async function none(): Promise<void> {}

function sides(plan: TablePlan, source: readonly CanonicalRow[], target: readonly CanonicalRow[]) {
  const reads = { source: 0 };
  const from: RowSource = {
    currentScn: async () => parseScn('1'),
    readRange: ({ range }) => {
      reads.source += 1;
      return reader(ranged(source, range, binary), 1_000)();
    },
    readByIdentity: async (_table, keys) => byIdentity(plan, source, keys),
    // Nothing here cuts a table.
    sampleIdentities: () => {
      throw new Error('not asked for');
    },
    [Symbol.asyncDispose]: none,
  };
  const to: TargetRows = {
    readRange: (_table, range) => reader(ranged(target, range, folded), 1_000)(),
    readByIdentity: async (_table, keys) => byIdentity(plan, target, keys),
    renderRepair: () => [],
    repair: async () => ({ written: 0, deleted: 0 }),
    [Symbol.asyncDispose]: none,
  };
  const check = async (lower: string | null, upper: string | null) => {
    const bound = (text: string | null): string[] | null => (text === null ? null : [text]);
    const range = {
      kind: 'key',
      partition: null,
      partitionKind: 'none',
      from: bound(lower),
      to: bound(upper),
    } as const;
    const limit = AbortSignal.timeout(20_000);
    return verifyRange(from, to, { table: plan, range, scn: parseScn('1'), rowsPerRead: 1_000 }, limit);
  };
  return { check, reads };
}

const texts = testTable('shop', 'texts', [varchar('k', 20, false), varchar('v', 20)], ['k']).plan;

describe('text keys that the two sides order differently', () => {
  // The source has B before a, the target a before B: the range ['B', 'a') holds other rows on each side.
  const rows: readonly CanonicalRow[] = [
    ['B', '1'],
    ['Z', '2'],
    ['a', '3'],
    ['c', '4'],
  ];

  it('make no false difference: what the other range holds is looked up', async () => {
    const { check } = sides(texts, rows, rows);
    expect(await check('B', 'a')).toEqual({ compared: 2, discrepancies: [] });
    expect(await check('a', null)).toEqual({ compared: 2, discrepancies: [] });
    expect(await check(null, 'B')).toEqual({ compared: 0, discrepancies: [] });
  });

  it('hide no real one', async () => {
    const { check } = sides(texts, rows, [
      ['B', 'other'],
      ['a', '3'],
      ['c', '4'],
      ['b', 'extra'],
    ]);
    const found = [await check(null, 'B'), await check('B', 'a'), await check('a', null)];
    const discrepancies = found.flatMap((findings) => findings.discrepancies);
    const of = (kind: string): readonly unknown[] => discrepancies.filter((one) => one.kind === kind);
    expect(of('missing')).toEqual([{ kind: 'missing', tableId: 'SHOP.TEXTS', key: ['Z'] }]);
    const columns = [{ name: 'v', source: '1', target: 'other' }];
    expect(of('different')).toEqual([{ kind: 'different', tableId: 'SHOP.TEXTS', key: ['B'], columns }]);
    expect(new Set(of('extra').map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ kind: 'extra', tableId: 'SHOP.TEXTS', key: ['b'] })]),
    );
    expect(discrepancies.every((one) => one.key[0] !== 'a' && one.key[0] !== 'c')).toBe(true);
  });
});

it('a row that stands twice on the target is extra once', async () => {
  const { check } = sides(
    texts,
    [['a', '1']],
    [
      ['a', '1'],
      ['a', '1'],
    ],
  );
  expect(await check(null, null)).toEqual({
    compared: 1,
    discrepancies: [{ kind: 'extra', tableId: 'SHOP.TEXTS', key: ['a'] }],
  });
});

it('two source rows that the target holds equal are a collision, not a match', async () => {
  const { check } = sides(
    texts,
    [
      ['a', '1'],
      ['a ', '2'],
    ],
    [['a', '1']],
  );
  await expect(check(null, null)).rejects.toMatchObject({ code: 'KEY_COLLISION' });
});

it('a range too large for one pass is compared in several, every row once', async () => {
  const numbers = testTable('shop', 'numbers', [bigint('id'), varchar('v', 20)], ['id']).plan;
  const source = Array.from({ length: 100_005 }, (_, at): CanonicalRow => [String(at), 'v']);
  const target = [...source.slice(1, -1), ['0', 'w'] as const, ['200000', 'v'] as const];
  const { check, reads } = sides(numbers, source, target);
  const { compared, discrepancies } = await check(null, null);
  // All but the last, which is missing.
  expect(compared).toBe(100_004);
  expect(discrepancies.map(({ kind, key: values }) => [kind, ...values]).sort()).toEqual([
    ['different', '0'],
    ['extra', '200000'],
    ['missing', '100004'],
  ]);
  // One attempt that found the range too large, then four passes.
  expect(reads.source).toBe(5);
});

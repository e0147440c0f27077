import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChunkRange } from '../../lib/model/chunk.ts';
import type { CanonicalRow } from '../../lib/model/value.ts';
import { Fault } from '../../lib/model/fault.ts';
import type { TargetAddress } from '../../lib/oceanbase/client/connection.ts';
import { bigint, testTable, varchar } from '../support/target-plan.ts';
import { collected, limit, TargetBench } from './target-doors.ts';

/** The promises of TargetRows: ranges, look-ups and repair (Y3). */
export function targetRowsContract(target: () => Promise<TargetAddress>): void {
  let bench: TargetBench;
  beforeAll(async () => {
    bench = await TargetBench.open(await target());
  });
  afterAll(async () => bench[Symbol.asyncDispose]());

  const keyRange = (from: readonly string[] | null, to: readonly string[] | null): ChunkRange => ({
    kind: 'key',
    partition: null,
    partitionKind: 'none',
    from: from === null ? null : [...from],
    to: to === null ? null : [...to],
  });

  test('adjacent key ranges of a composite key hold every row once', async () => {
    const table = testTable(bench.database, 'ranges', [bigint('a'), varchar('b', 10, false), bigint('n')], ['a', 'b']);
    await bench.create(table);
    const rows: CanonicalRow[] = [];
    for (let a = 0; a < 5; a += 1) for (const b of ['A', 'a', 'b', "b'", 'ä', 'ü']) rows.push([String(a), b, '1']);
    await bench.write(table.plan, rows, 'bulk');
    const bounds = [null, ['0', 'a'], ['2', 'A'], ['2', "b'"], ['4', 'ü'], null];
    const parts: (readonly CanonicalRow[])[] = [];
    for (let index = 0; index + 1 < bounds.length; index += 1) {
      const range = keyRange(bounds[index] ?? null, bounds[index + 1] ?? null);
      parts.push(await collected(bench.rows.readRange(table.plan, range, limit())));
    }
    const byCodePoint = (x: CanonicalRow, y: CanonicalRow): number =>
      Number(x[0]) - Number(y[0]) || Buffer.compare(Buffer.from(String(x[1])), Buffer.from(String(y[1])));
    expect([...parts.flat()].sort(byCodePoint)).toEqual([...rows].sort(byCodePoint));
    // By hand: [("2","A"), ("2","b'")) are A, a, b of group 2.
    expect([...(parts[2] ?? [])].sort(byCodePoint).map((row) => row[1])).toEqual(['A', 'a', 'b']);
    expect(parts[4]).toEqual([['4', 'ü', '1']]);
  });

  test('a range of many rows is streamed in groups and can be left early', async () => {
    const table = testTable(bench.database, 'many', [bigint('id'), varchar('v', 60)], ['id']);
    await bench.create(table);
    const rows = Array.from({ length: 30_000 }, (_, index): CanonicalRow => [String(index), `value ${index}`]);
    await bench.write(table.plan, rows, 'bulk');
    expect((await bench.readAll(table.plan)).length).toBe(30_000);
    for await (const batch of bench.rows.readRange(table.plan, keyRange(null, null), limit())) {
      expect(batch.rows.length).toBeGreaterThan(0);
      break;
    }
    expect((await collected(bench.rows.readRange(table.plan, keyRange(['10'], ['20']), limit()))).length).toBe(10);
  });

  test('a slow consumer gets every row', async () => {
    const { plan } = testTable(bench.database, 'many', [bigint('id'), varchar('v', 60)], ['id']);
    let sum = 0;
    for await (const batch of bench.rows.readRange(plan, keyRange(null, null), limit())) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const row of batch.rows) sum += Number(row[0]);
    }
    expect(sum).toBe((29_999 * 30_000) / 2);
  });

  test('ROWID ranges read a keyless table by its helper columns', async () => {
    const helper = (name: string, part: 'object' | 'file' | 'block' | 'row') => ({ ...bigint(name), rowidPart: part });
    const columns = [
      varchar('v', 10),
      helper('seaward_object', 'object'),
      helper('seaward_file', 'file'),
      helper('seaward_block', 'block'),
      helper('seaward_row', 'row'),
    ];
    const key = columns.slice(1).map((column) => column.name);
    const table = await bench.create(testTable(bench.database, 'keyless', columns, key, { keyless: true }));
    // By hand, in base 64: AAAAAB is object 1, AAC file 2, AAAAAD block 3, AAE row 4.
    const rows: CanonicalRow[] = [
      ['before', '1', '2', '3', '3'],
      ['first', '1', '2', '3', '4'],
      ['block', '1', '2', '4', '0'],
      ['file', '1', '3', '0', '0'],
      ['object 2', '2', '2', '3', '4'],
    ];
    await bench.write(table.plan, rows, 'bulk');
    const rowid = (from: string | null, to: string | null, partition: string | null): ChunkRange => ({
      kind: 'rowid',
      partition,
      partitionKind: partition === null ? 'none' : 'partition',
      from,
      to,
    });
    const read = async (range: ChunkRange): Promise<readonly unknown[]> =>
      (await collected(bench.rows.readRange(table.plan, range, limit()))).map((row) => row[0]).sort();
    expect(await read(rowid('AAAAABAACAAAAADAAE', null, 'P1'))).toEqual(['block', 'file', 'first']);
    expect(await read(rowid(null, 'AAAAABAACAAAAADAAE', 'P1'))).toEqual(['before']);
    expect(await read(rowid('AAAAABAACAAAAADAAE', 'AAAAABAADAAAAAAAAA', null))).toEqual(['block', 'first']);
    expect((await read(rowid(null, null, null))).length).toBe(5);
  });

  test('look-ups by identity find rows as the target compares keys, and leave absent ones out', async () => {
    const table = testTable(bench.database, 'lookup', [varchar('k', 10, false), bigint('n')], ['k']);
    await bench.create(table);
    await bench.write(
      table.plan,
      [
        ['a', '1'],
        ['b ', '2'],
        ['\\', '3'],
      ],
      'bulk',
    );
    const found = await bench.rows.readByIdentity(table.plan, [['a'], ['b'], ['zzz'], ['\\']], limit());
    expect([...found].sort()).toEqual(
      [
        ['a', '1'],
        ['b ', '2'],
        ['\\', '3'],
      ].sort(),
    );
    expect(await bench.rows.readByIdentity(table.plan, [], limit())).toEqual([]);
  });

  test('repair makes the target equal, lets rows swap unique values, and may be run twice', async () => {
    const options = { uniqueKeys: [{ name: 'UK', columns: [1] }] };
    const table = testTable(
      bench.database,
      'repair',
      [bigint('id'), varchar('u', 10), varchar('v', 10)],
      ['id'],
      options,
    );
    await bench.create(table);
    await bench.sql(`CREATE UNIQUE INDEX UK ON ${bench.database}.repair (u)`);
    await bench.write(
      table.plan,
      [
        ['1', 'x', null],
        ['2', 'y', null],
        ['3', 'z', 'extra'],
      ],
      'bulk',
    );
    const right: CanonicalRow[] = [
      ['1', 'y', 'a\\'],
      ['2', 'x', "it's"],
      ['4', 'w', null],
    ];
    for (let time = 0; time < 2; time += 1) {
      const done = await bench.rows.repair(bench.project, table.plan, right, [['3']], limit());
      expect(done).toEqual({ written: 3, deleted: time === 0 ? 1 : 0 });
      expect(await bench.readAll(table.plan)).toEqual(right);
    }
    const [marks] = await bench.ask(`SELECT repairs FROM seaward.project WHERE project = '${bench.project}'`);
    expect(marks).toEqual(['2']);
  });

  test('repair that collides with a row outside of it fails and changes nothing', async () => {
    const options = { uniqueKeys: [{ name: 'UK', columns: [1] }] };
    const { plan } = testTable(
      bench.database,
      'repair',
      [bigint('id'), varchar('u', 10), varchar('v', 10)],
      ['id'],
      options,
    );
    const before = await bench.readAll(plan);
    const fault: unknown = await bench.rows
      .repair(bench.project, plan, [['9', 'y', null]], [['4']], limit())
      .catch((error: unknown) => error);
    expect(fault instanceof Fault ? fault.code : fault).toBe('REPAIR_FAILED');
    expect(await bench.readAll(plan)).toEqual(before);
  });

  test('the repair text does the same, run twice by hand', async () => {
    const table = testTable(bench.database, 'by_hand', [bigint('id'), varchar('v', 20)], ['id']);
    await bench.create(table);
    await bench.write(
      table.plan,
      [
        ['1', 'wrong'],
        ['2', 'extra'],
      ],
      'bulk',
    );
    const statements = bench.rows.renderRepair(
      table.plan,
      [
        ['1', 'a\\b\n😀'],
        ['3', null],
      ],
      [['2']],
    );
    for (let time = 0; time < 2; time += 1) {
      for (const statement of statements) await bench.sql(statement);
      expect(await bench.readAll(table.plan)).toEqual([
        ['1', 'a\\b\n😀'],
        ['3', null],
      ]);
    }
    expect(bench.rows.renderRepair(table.plan, [], [])).toEqual([]);
  });
}

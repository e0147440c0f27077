import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fault } from '../../lib/model/fault.ts';
import type { CanonicalRow, CanonicalValue, RowBatch } from '../../lib/model/value.ts';
import type { TargetAddress } from '../../lib/oceanbase/client/connection.ts';
import { OceanbaseLoader } from '../../lib/oceanbase/client/target-loader.ts';
import {
  bigint,
  decimal,
  reader,
  type TestColumn,
  testTable,
  type TestTable,
  varchar,
} from '../support/target-plan.ts';
import { eventually } from '../support/eventually.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { limit, TargetBench } from './target-doors.ts';

/** The promises of TargetLoader and ChunkWriter (H5). */
export function targetLoadContract(target: () => Promise<TargetAddress>): void {
  let bench: TargetBench;
  let tables = 0;
  beforeAll(async () => {
    bench = await TargetBench.open(await target());
  });
  afterAll(async () => bench[Symbol.asyncDispose]());

  async function simpleTable(): Promise<TestTable> {
    tables += 1;
    return await bench.create(testTable(bench.database, `l${tables}`, [bigint('id'), varchar('v', 20)], ['id']));
  }

  const rowsFrom = (from: number, count: number): readonly CanonicalRow[] =>
    Array.from({ length: count }, (_, index) => [String(from + index), `v${from + index}`]);

  async function count(table: TestTable): Promise<number> {
    const [row] = await bench.ask(`SELECT COUNT(*) FROM ${bench.database}.${table.plan.target.table}`);
    return Number(row?.[0]);
  }

  async function faultOf(work: Promise<unknown>): Promise<Fault> {
    const error: unknown = await work.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Fault);
    if (!(error instanceof Fault)) throw new Error('no fault');
    return error;
  }

  /** A reader that says when it is in the middle of its rows and goes on when told. */
  function heldReader(before: readonly CanonicalRow[], after: readonly CanonicalRow[]) {
    const reached = Promise.withResolvers<undefined>();
    const go = Promise.withResolvers<undefined>();
    let reads = 0;
    const read = async function* (): AsyncIterable<RowBatch> {
      reads += 1;
      yield { rows: before, bytes: 1 };
      reached.resolve(undefined);
      if (reads === 1) await go.promise;
      yield { rows: after, bytes: 1 };
    };
    return { read, reached: reached.promise, go: () => go.resolve(undefined), reads: () => reads };
  }

  test('ranges go in one after the other, and the chunk row keeps position and rows', async () => {
    const table = await simpleTable();
    {
      await using writer = await bench.openNamed('resume', 3);
      expect([writer.position, writer.attempt, writer.rowsStored]).toEqual([0, 1, 0]);
      const first = await writer.writeRange(table.plan, reader(rowsFrom(0, 1_234)), 500, limit());
      expect([first.rows, first.mode]).toEqual([1_234, 'bulk']);
      expect((await writer.writeRange(table.plan, reader([]), 500, limit())).rows).toBe(0);
      expect([writer.position, writer.rowsStored]).toEqual([2, 1_234]);
    }
    await using again = await bench.openNamed('resume', 3);
    expect([again.position, again.attempt, again.rowsStored]).toEqual([2, 2, 1_234]);
    const last = await again.writeRange(table.plan, reader(rowsFrom(2_000, 700)), 100, limit());
    expect([last.rows, last.mode]).toEqual([700, 'strict']);
    expect([again.position, again.rowsStored, await count(table)]).toEqual([3, 1_934, 1_934]);
  });

  test('a range that an earlier attempt left half written is redone without doubling a row', async () => {
    const table = await simpleTable();
    await bench.sql(`INSERT INTO ${bench.database}.${table.plan.target.table} VALUES (5, 'half'), (6, 'half')`);
    await (await bench.openNamed('half', 1))[Symbol.asyncDispose]();
    await using writer = await bench.openNamed('half', 1);
    await writer.writeRange(table.plan, reader(rowsFrom(0, 10)), 3, limit());
    expect(await bench.readAll(table.plan)).toEqual(rowsFrom(0, 10));
  });

  test('two rows with one key are KEY_COLLISION with the columns named and no value told', async () => {
    const table = await simpleTable();
    await using writer = await bench.openChunk();
    const fault = await faultOf(
      writer.writeRange(
        table.plan,
        reader([
          ['77123', 'a'],
          ['77123', 'b'],
        ]),
        500,
        limit(),
      ),
    );
    expect(fault.code).toBe('KEY_COLLISION');
    expect(fault.record.cause).toContain('PRIMARY (id)');
    expect(JSON.stringify(fault.record)).not.toContain('77123');
    expect(await count(table)).toBe(0);
  });

  test('a second unique key that collides is named with its columns', async () => {
    tables += 1;
    const options = { uniqueKeys: [{ name: 'UK_V', columns: [1] }] };
    const table = testTable(bench.database, `l${tables}`, [bigint('id'), varchar('v', 20)], ['id'], options);
    await bench.create(table);
    const unique = {
      table: table.plan.target,
      name: 'UK_V',
      unique: true,
      columns: [{ name: 'v', descending: false }],
    };
    for (const statement of bench.schema.renderIndex(unique)) await bench.schema.execute(statement, limit());
    await using writer = await bench.openChunk();
    const fault = await faultOf(
      writer.writeRange(
        table.plan,
        reader([
          ['1', 'secret'],
          ['2', 'secret'],
        ]),
        500,
        limit(),
      ),
    );
    expect([fault.code, fault.record.cause.includes('UK_V (v)')]).toEqual(['KEY_COLLISION', true]);
    expect(JSON.stringify(fault.record)).not.toContain('secret');
  });

  test("keys 'a' and 'a ' are equal on the target and a KEY_COLLISION, never a lost row", async () => {
    tables += 1;
    const table = await bench.create(
      testTable(bench.database, `l${tables}`, [varchar('k', 10, false), bigint('n')], ['k']),
    );
    await using writer = await bench.openChunk();
    const both = [
      ['a', '1'],
      ['a ', '2'],
    ];
    expect((await faultOf(writer.writeRange(table.plan, reader(both), 500, limit()))).code).toBe('KEY_COLLISION');
    // One row per batch: the delete of the second batch must not take the first batch's row with it.
    expect((await faultOf(writer.writeRange(table.plan, reader(both, 1), 1, limit()))).code).toBe('KEY_COLLISION');
  });

  const bent: readonly {
    readonly what: string;
    readonly column: TestColumn;
    readonly value: CanonicalValue;
    readonly code: string;
  }[] = [
    { what: 'a text that is too long', column: varchar('v', 3), value: 'abcd', code: 'VALUE_REFUSED' },
    { what: 'blanks beyond the length', column: varchar('v', 3), value: 'abc  ', code: 'VALUE_REFUSED' },
    { what: 'a number out of range', column: decimal('v', 5, 2), value: '1000.5', code: 'VALUE_REFUSED' },
    { what: 'a number with more decimals', column: decimal('v', 5, 2), value: '1.005', code: 'VALUE_REFUSED' },
    { what: 'a fraction in a BIGINT', column: bigint('v'), value: '1.5', code: 'VALUE_REFUSED' },
    {
      what: 'an impossible date',
      column: { name: 'v', type: { kind: 'datetime', digits: 0 }, form: 'datetime' },
      value: '2024-02-30 00:00:00',
      code: 'VALUE_REFUSED',
    },
    {
      what: 'a seventh fraction digit',
      column: { name: 'v', type: { kind: 'datetime', digits: 6 }, form: 'timestamp' },
      value: '2024-02-28 00:00:00.1234567',
      code: 'VALUE_REFUSED',
    },
    {
      what: 'NaN in a DOUBLE',
      column: { name: 'v', type: { kind: 'double' }, form: 'double' },
      value: 'NaN',
      code: 'VALUE_REFUSED',
    },
    { what: 'NULL in a NOT NULL column', column: varchar('v', 3, false), value: null, code: 'NULL_REFUSED' },
    {
      what: 'bytes that are too long',
      column: { name: 'v', type: { kind: 'varbinary', length: 2 }, form: 'bytes' },
      value: new Uint8Array(3),
      code: 'VALUE_REFUSED',
    },
  ];
  test.each(bent)(
    '$what is refused, with its column, and nothing of it is written',
    async ({ column, value, code }) => {
      tables += 1;
      const table = await bench.create(testTable(bench.database, `l${tables}`, [bigint('id'), column], ['id']));
      await using writer = await bench.openChunk();
      const fault = await faultOf(writer.writeRange(table.plan, reader([['1', value]]), 500, limit()));
      expect([fault.code, fault.record.subject]).toEqual([code, 'v']);
      expect([writer.position, await count(table)]).toEqual([0, 0]);
    },
  );

  test('a source that fails in the middle of a load leaves no row', async () => {
    const table = await simpleTable();
    await using writer = await bench.openChunk();
    const broken = async function* (): AsyncIterable<RowBatch> {
      yield { rows: rowsFrom(0, 1_000), bytes: 1 };
      throw new Fault('SNAPSHOT_TOO_OLD', 'the snapshot is gone');
    };
    const fault = await faultOf(writer.writeRange(table.plan, broken, 500, limit()));
    expect([fault.code, writer.position, await count(table)]).toEqual(['SNAPSHOT_TOO_OLD', 0, 0]);
    expect((await writer.writeRange(table.plan, reader(rowsFrom(0, 10)), 500, limit())).rows).toBe(10);
  });

  test('an abort stops a load that waits for its source, and leaves no row', async () => {
    const table = await simpleTable();
    await using writer = await bench.openChunk();
    const held = heldReader(rowsFrom(0, 5_000), []);
    const stop = new AbortController();
    const writing = writer.writeRange(table.plan, held.read, 500, stop.signal);
    await held.reached;
    stop.abort(new Error('enough'));
    await expect(writing).rejects.toThrow('enough');
    held.go();
    await using again = await bench.openChunk();
    expect([again.position, await count(table)]).toEqual([0, 0]);
  });

  test('a second opener in the middle of a bulk load wins; the first is FENCED and leaves nothing', async () => {
    const table = await simpleTable();
    const first = await bench.openNamed('zombie', 1);
    const held = heldReader(rowsFrom(0, 5_000), rowsFrom(5_000, 5_000));
    const writing = faultOf(first.writeRange(table.plan, held.read, 500, limit()));
    await held.reached;
    await using second = await bench.openNamed('zombie', 1);
    expect([second.position, second.attempt]).toEqual([0, 2]);
    await second.writeRange(table.plan, reader(rowsFrom(0, 100)), 500, limit());
    held.go();
    expect((await writing).code).toBe('FENCED');
    await first[Symbol.asyncDispose]();
    expect(await count(table)).toBe(100);
  });

  test('a second opener between the batches of a strict write wins; the first is FENCED', async () => {
    const table = await simpleTable();
    await (await bench.openNamed('strict-zombie', 1))[Symbol.asyncDispose]();
    const first = await bench.openNamed('strict-zombie', 1);
    const held = heldReader(rowsFrom(0, 50), rowsFrom(50, 50));
    const writing = faultOf(first.writeRange(table.plan, held.read, 10, limit()));
    await held.reached;
    await using second = await bench.openNamed('strict-zombie', 1);
    await second.writeRange(table.plan, reader(rowsFrom(0, 20)), 10, limit());
    held.go();
    expect((await writing).code).toBe('FENCED');
    // The first attempt's early batches were of the same range and are the same rows; nothing came after the fence.
    expect(await count(table)).toBeLessThanOrEqual(50);
    await first[Symbol.asyncDispose]();
  });

  test.each(['bulk', 'strict'] as const)(
    'a %s write whose chunk row has another owner commits nothing, even if nobody ended its session',
    async (mode) => {
      const table = await simpleTable();
      const name = `owner-${mode}`;
      if (mode === 'strict') await (await bench.openNamed(name, 1))[Symbol.asyncDispose]();
      await using writer = await bench.openNamed(name, 1);
      const held = heldReader(rowsFrom(0, 10), rowsFrom(10, 10));
      const writing = faultOf(writer.writeRange(table.plan, held.read, 500, limit()));
      await held.reached;
      await bench.sql(
        `UPDATE seaward.chunk SET attempt = attempt + 1 WHERE project = '${bench.project}' AND chunk = '${name}'`,
      );
      held.go();
      expect([(await writing).code, await count(table)]).toEqual(['FENCED', 0]);
    },
  );

  test('many openers at once leave one owner, and each range is written once', async () => {
    const table = await simpleTable();
    const attempts = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const writer = await bench.openNamed('race', 1).catch((error: unknown) => error);
        if (writer instanceof Error || typeof writer !== 'object' || writer === null) return 'refused';
        if (!('writeRange' in writer) || typeof writer.writeRange !== 'function') return 'refused';
        return 'opened';
      }),
    );
    expect(attempts.filter((attempt) => attempt === 'opened').length).toBeGreaterThan(0);
    await using writer = await bench.openNamed('race', 1);
    await writer.writeRange(table.plan, reader(rowsFrom(0, 10)), 500, limit());
    expect(await count(table)).toBe(10);
  });

  test('a connection killed in the middle of a bulk load is replaced, and every row is there once', async () => {
    const table = await simpleTable();
    await using writer = await bench.openNamed('killed', 1);
    const [row] = await bench.ask(
      `SELECT connections FROM seaward.claim WHERE project = '${bench.project}' AND chunk = 'killed'`,
    );
    const held = heldReader(rowsFrom(0, 5_000), rowsFrom(5_000, 5_000));
    const writing = writer.writeRange(table.plan, held.read, 500, limit());
    await held.reached;
    await bench.sql(`KILL ${row?.[0]?.split(':')[1] ?? ''}`);
    held.go();
    const outcome = await writing;
    expect([outcome.rows, outcome.mode, writer.attempt, held.reads()]).toEqual([10_000, 'strict', 2, 2]);
    expect([await count(table), writer.position]).toEqual([10_000, 1]);
  });

  test('a COMMIT whose answer is lost is found done, and no row is written twice', async () => {
    const table = await simpleTable();
    await using proxy = await TcpProxy.to(bench.address.host, bench.address.port);
    await using loader = new OceanbaseLoader({ ...bench.address, host: '127.0.0.1', port: proxy.port });
    const attempt = { projectId: bench.project, round: 1, chunkId: 'lost-reply', scn: '1', ranges: 1 };
    await using writer = await loader.openChunk(attempt, limit());
    let commits = 0;
    let dropping = false;
    proxy.onRequest = (data) => {
      if (commits === 0 && data.includes('COMMIT')) {
        commits += 1;
        dropping = true;
      }
      return 'pass';
    };
    proxy.onReply = () => {
      const drop = dropping;
      dropping = false;
      return drop ? 'break' : 'pass';
    };
    let reads = 0;
    const read = (): AsyncIterable<RowBatch> => {
      reads += 1;
      return reader(rowsFrom(0, 300))();
    };
    const outcome = await writer.writeRange(table.plan, read, 500, limit());
    expect([outcome.rows, commits, reads]).toEqual([300, 1, 1]);
    expect([await count(table), writer.position, writer.rowsStored, writer.attempt]).toEqual([300, 1, 300, 2]);
  });

  test('a COMMIT that never arrives is done again, and every row is there once', async () => {
    const table = await simpleTable();
    await using proxy = await TcpProxy.to(bench.address.host, bench.address.port);
    await using loader = new OceanbaseLoader({ ...bench.address, host: '127.0.0.1', port: proxy.port });
    const attempt = { projectId: bench.project, round: 1, chunkId: 'lost-commit', scn: '1', ranges: 1 };
    await using writer = await loader.openChunk(attempt, limit());
    let commits = 0;
    proxy.onRequest = (data) => {
      if (!data.includes('COMMIT')) return 'pass';
      commits += 1;
      return commits === 1 ? 'break' : 'pass';
    };
    const outcome = await writer.writeRange(table.plan, reader(rowsFrom(0, 300)), 500, limit());
    expect([outcome.rows, outcome.mode, await count(table), writer.position]).toEqual([300, 'strict', 300, 1]);
  });

  test('an attempt frozen inside a transaction, holding the chunk row, is taken over at once', async () => {
    const table = await simpleTable();
    await (await bench.openNamed('frozen', 1))[Symbol.asyncDispose]();
    await using proxy = await TcpProxy.to(bench.address.host, bench.address.port);
    await using loader = new OceanbaseLoader({ ...bench.address, host: '127.0.0.1', port: proxy.port });
    const attempt = { projectId: bench.project, round: 1, chunkId: 'frozen', scn: '1', ranges: 1 };
    const first = await loader.openChunk(attempt, limit());
    const frozen = Promise.withResolvers<undefined>();
    proxy.onRequest = (data) => {
      if (!data.includes('INSERT INTO')) return 'pass';
      frozen.resolve(undefined);
      return 'swallow';
    };
    const writing = faultOf(first.writeRange(table.plan, reader(rowsFrom(0, 50)), 500, limit()));
    await frozen.promise;
    const begun = performance.now();
    await using second = await bench.openNamed('frozen', 1);
    await second.writeRange(table.plan, reader(rowsFrom(0, 20)), 500, limit());
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect((await writing).code).toBe('FENCED');
    expect(await count(table)).toBe(20);
    await first[Symbol.asyncDispose]();
  });

  test('a COMMIT that is delivered after the take-over commits nothing', async () => {
    const table = await simpleTable();
    const late: (() => void)[] = [];
    const held = Promise.withResolvers<undefined>();
    await using proxy = await TcpProxy.to(bench.address.host, bench.address.port);
    await using loader = new OceanbaseLoader({ ...bench.address, host: '127.0.0.1', port: proxy.port });
    const attempt = { projectId: bench.project, round: 1, chunkId: 'late', scn: '1', ranges: 1 };
    const first = await loader.openChunk(attempt, limit());
    proxy.onHeld = (deliver) => {
      late.push(deliver);
      held.resolve(undefined);
    };
    proxy.onRequest = (data) => (data.includes('COMMIT') && late.length === 0 ? 'hold' : 'pass');
    const writing = faultOf(first.writeRange(table.plan, reader(rowsFrom(0, 50)), 500, limit()));
    await held.promise;
    await using second = await bench.openNamed('late', 1);
    for (const deliver of late) deliver();
    await second.writeRange(table.plan, reader(rowsFrom(100, 7)), 500, limit());
    expect((await writing).code).toBe('FENCED');
    expect(await bench.readAll(table.plan)).toEqual(rowsFrom(100, 7));
    await first[Symbol.asyncDispose]();
  });

  test('rows that are there already are replaced, kept, or a collision, as the attempt says', async () => {
    const open = async (chunkId: string, existing: 'none' | 'keep' | 'overwrite') =>
      await bench.loader.openChunk(
        { projectId: bench.project, round: 1, chunkId, scn: '1', ranges: 1, existing },
        limit(),
      );
    const there: readonly CanonicalRow[] = [['2', 'there']];
    const wanted: readonly CanonicalRow[] = [
      ['1', 'new'],
      ['2', 'new'],
      ['3', 'new'],
    ];
    const results: unknown[] = [];
    for (const existing of ['none', 'keep', 'overwrite'] as const) {
      const table = await simpleTable();
      await bench.write(table.plan, there, 'bulk');
      await using writer = await open(`existing-${existing}`, existing);
      const written = await writer
        .writeRange(table.plan, reader(wanted), 500, limit())
        .catch((error: unknown) => error);
      const code = written instanceof Fault ? written.code : 'written';
      results.push([existing, code, (await bench.readAll(table.plan)).map((row) => row[1])]);
    }
    expect(results).toEqual([
      ['none', 'KEY_COLLISION', ['there']],
      ['keep', 'written', ['new', 'there', 'new']],
      ['overwrite', 'written', ['new', 'new', 'new']],
    ]);
  });

  test('a load reads its source no faster than the network takes it', async () => {
    tables += 1;
    const wide = testTable(bench.database, `l${tables}`, [bigint('id'), varchar('v', 2_000)], ['id']);
    const table = await bench.create(wide);
    await using proxy = await TcpProxy.to(bench.address.host, bench.address.port);
    await using loader = new OceanbaseLoader({ ...bench.address, host: '127.0.0.1', port: proxy.port });
    const attempt = { projectId: bench.project, round: 1, chunkId: 'pressure', scn: '1', ranges: 1 };
    await using writer = await loader.openChunk(attempt, limit());
    // 40 MB, of which the sockets of both sides and the proxy may hold a few.
    const batches = 40;
    const rows = Array.from({ length: 500 }, (): string => 'x'.repeat(2_000));
    let pulled = 0;
    const read = async function* (): AsyncIterable<RowBatch> {
      for (; pulled < batches; pulled += 1) {
        if (pulled === 2) proxy.setReading(false);
        yield { rows: rows.map((text, index) => [String(pulled * rows.length + index), text]), bytes: 1 };
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const writing = writer.writeRange(table.plan, read, 500, limit());
    let last = -1;
    let still = 0;
    await eventually('the source is read no further', () => {
      still = pulled === last ? still + 1 : 0;
      last = pulled;
      return pulled > 2 && still >= 10;
    });
    expect(pulled).toBeLessThan(batches / 2);
    proxy.setReading(true);
    expect((await writing).rows).toBe(20_000);
  });

  test.each([1, 2, 40, 43])('connections that break anywhere lose and double no row (seed %i)', async (seed) => {
    const table = await simpleTable();
    let state = seed * 2_654_435_761;
    const chance = (oneIn: number): boolean => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state >>> 8) % oneIn === 0;
    };
    await using proxy = await TcpProxy.to(bench.address.host, bench.address.port);
    let breaks = 0;
    proxy.onRequest = proxy.onReply = () => {
      if (!chance(120)) return 'pass';
      breaks += 1;
      return 'break';
    };
    const ranges = 4;
    const idsOf = (chunk: number, range: number): readonly CanonicalRow[] =>
      rowsFrom(chunk * 10_000 + range * 1_000, 120);
    async function load(chunk: number): Promise<boolean> {
      await using loader = new OceanbaseLoader({ ...bench.address, host: '127.0.0.1', port: proxy.port });
      const attempt = { projectId: bench.project, round: 1, chunkId: `seed-${seed}-${chunk}`, scn: '1', ranges };
      try {
        await using writer = await loader.openChunk(attempt, limit());
        while (writer.position < ranges) {
          await writer.writeRange(table.plan, reader(idsOf(chunk, writer.position)), 40, limit());
        }
        expect(writer.rowsStored).toBe(ranges * 120);
        return true;
      } catch (error) {
        if (error instanceof Fault && error.code === 'TARGET_UNREACHABLE') return false;
        throw error;
      }
    }
    let chunks = 0;
    for (; breaks < 8; chunks += 1) while (!(await load(chunks)));
    const all = Array.from({ length: chunks }, (_chunk, chunk) =>
      Array.from({ length: ranges }, (_range, range) => idsOf(chunk, range)),
    );
    expect(await bench.readAll(table.plan)).toEqual(all.flat(2));
  });

  test('a load is done when every chunk is closed, and not before', async () => {
    const table = await simpleTable();
    const project = `${bench.project}-done`;
    await bench.loader.beginRound(project, 1, limit());
    const open = async (chunkId: string) =>
      await bench.loader.openChunk({ projectId: project, round: 1, chunkId, scn: '1', ranges: 1 }, limit());
    const one = await open('one');
    expect(await bench.loader.allChunksClosed(project, 1, 1, limit())).toBe(false);
    await one.writeRange(table.plan, reader(rowsFrom(0, 5)), 500, limit());
    await one[Symbol.asyncDispose]();
    expect(await bench.loader.allChunksClosed(project, 1, 1, limit())).toBe(true);
    expect(await bench.loader.allChunksClosed(project, 1, 2, limit())).toBe(false);
    await bench.schema.dropProgress(project, limit());
  });

  test('a chunk of an earlier round can neither be opened nor written any more', async () => {
    const table = await simpleTable();
    const project = `${bench.project}-rounds`;
    await bench.loader.beginRound(project, 1, limit());
    const old = { projectId: project, round: 1, chunkId: 'c', scn: '1', ranges: 2 };
    const writer = await bench.loader.openChunk(old, limit());
    await writer.writeRange(table.plan, reader(rowsFrom(0, 5)), 500, limit());
    await bench.loader.beginRound(project, 2, limit());
    const fault = await faultOf(writer.writeRange(table.plan, reader(rowsFrom(10, 5)), 500, limit()));
    expect(fault.code).toBe('FENCED');
    await writer[Symbol.asyncDispose]();
    expect((await faultOf(bench.loader.openChunk(old, limit()))).code).toBe('FENCED');
    expect((await faultOf(bench.loader.beginRound(project, 1, limit()))).code).toBe('FENCED');
    expect(await count(table)).toBe(5);
    await bench.schema.dropProgress(project, limit());
  });
}

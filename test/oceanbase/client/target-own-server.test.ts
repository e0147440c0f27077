import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MariadbServer } from '../../../lib/local/mariadb/embedded-server.ts';
import { startMariadb } from '../../../lib/local/mariadb/mariadb-server.ts';
import type { CanonicalRow, RowBatch } from '../../../lib/model/value.ts';
import { Fault } from '../../../lib/model/fault.ts';
import { limit, TargetBench } from '../../contracts/target-doors.ts';
import { eventually } from '../../support/eventually.ts';
import { bigint, reader, testTable, type TestTable, varchar } from '../../support/target-plan.ts';
import { addressOf } from '../../support/target-server.ts';

/** What only a server of one's own can show: restarts, and settings of the whole server. */
describe('a target that is restarted or set up differently', () => {
  let directory: string;
  let server: MariadbServer;
  let bench: TargetBench;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seaward-own-'));
    server = await startMariadb({ environment: process.env, directory });
    bench = await TargetBench.open(addressOf(server));
  });
  afterEach(async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const rowsFrom = (from: number, count: number): readonly CanonicalRow[] =>
    Array.from({ length: count }, (_, index) => [String(from + index), `v${from + index}`]);

  async function simpleTable(): Promise<TestTable> {
    return await bench.create(testTable(bench.database, 't', [bigint('id'), varchar('v', 2_000)], ['id']));
  }

  /** Kills the server as a power cut does a process, and starts it again on the same port with the same account. */
  async function restart(): Promise<void> {
    const pid = await server.processId();
    if (pid === null) throw new Error('no process id');
    process.kill(pid, 'SIGKILL');
    await eventually('the server has ended', () => !server.running());
    server = await startMariadb({ environment: process.env, directory, port: server.port });
  }

  test('a server killed in the middle of a load comes back, and every row is there once', async () => {
    const table = await simpleTable();
    await using writer = await bench.openNamed('restart', 2);
    await writer.writeRange(table.plan, reader(rowsFrom(0, 500)), 500, limit());
    let reads = 0;
    const read = async function* (): AsyncIterable<RowBatch> {
      reads += 1;
      yield { rows: rowsFrom(1_000, 3_000), bytes: 1 };
      if (reads === 1) await restart();
      yield { rows: rowsFrom(4_000, 100), bytes: 1 };
    };
    const outcome = await writer.writeRange(table.plan, read, 500, limit());
    expect([outcome.rows, outcome.mode, reads, writer.position, writer.rowsStored]).toEqual([
      3_100,
      'strict',
      2,
      2,
      3_600,
    ]);
    await using admin = await TargetBench.open(addressOf(server));
    expect(await admin.ask(`SELECT COUNT(*), COUNT(DISTINCT id) FROM ${bench.database}.t`)).toEqual([['3600', '3600']]);
  });

  test('without local_infile rows go in strictly', async () => {
    await bench.sql('SET GLOBAL local_infile = 0');
    const table = await simpleTable();
    await using writer = await bench.openNamed('strict', 1);
    const outcome = await writer.writeRange(table.plan, reader(rowsFrom(0, 1_300)), 10_000, limit());
    expect([outcome.rows, outcome.mode]).toEqual([1_300, 'strict']);
    expect((await bench.readAll(table.plan)).length).toBe(1_300);
    const items = await bench.schema.precheck([bench.database], limit());
    expect(items.find((item) => item.id === 'target.localInfile')).toMatchObject({ status: 'failed', skippable: true });
  });

  test('statements stay within a small packet, and a value beyond it is LOB_TOO_LARGE with the remedy', async () => {
    await bench.sql('SET GLOBAL max_allowed_packet = 1048576');
    await bench.sql('SET GLOBAL local_infile = 0');
    const columns = [
      varchar('k', 700, false),
      varchar('v', 2_000),
      { name: 'x', type: { kind: 'longtext' as const }, form: 'clob' as const },
    ];
    const table = await bench.create(testTable(bench.database, 'packets', columns, ['k']));
    const rows = Array.from({ length: 600 }, (_, index): CanonicalRow => [
      `${'\\'.repeat(690)}${index}`,
      '😀'.repeat(1_000),
      null,
    ]);
    await using writer = await bench.openNamed('packets', 2);
    expect((await writer.writeRange(table.plan, reader(rows), 500, limit())).rows).toBe(600);
    const big: readonly CanonicalRow[] = [['k', null, 'x'.repeat(1_100_000)]];
    const fault: unknown = await writer
      .writeRange(table.plan, reader(big), 500, limit())
      .catch((error: unknown) => error);
    expect(fault instanceof Fault ? [fault.code, fault.record.remedy] : fault).toEqual([
      'LOB_TOO_LARGE',
      'SET GLOBAL max_allowed_packet = 2097152; then retry.',
    ]);
    expect((await bench.readAll(table.plan)).length).toBe(600);
  });

  test('a batch chosen as the victim of a deadlock is written again', async () => {
    await bench.sql('SET GLOBAL local_infile = 0');
    const table = await simpleTable();
    await bench.sql(`INSERT INTO ${bench.database}.t VALUES (3, 'old'), (7, 'old')`);
    // The server sacrifices the transaction that has changed less.
    await bench.sql('START TRANSACTION');
    await bench.sql(`INSERT INTO ${bench.database}.t SELECT 1000 + seq, 'x' FROM ${bench.database}.seq_1_to_500`);
    await bench.sql(`UPDATE ${bench.database}.t SET v = 'held' WHERE id = 7`);
    await using writer = await bench.openNamed('locked', 1);
    const writing = writer.writeRange(table.plan, reader(rowsFrom(0, 20)), 500, limit());
    const waiting = `SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'DELETE FROM%'`;
    await eventually('the writer waits for the lock', async () => (await bench.ask(waiting))[0]?.[0] === '1');
    await bench.sql(`UPDATE ${bench.database}.t SET v = 'deadlock' WHERE id = 3`);
    await bench.sql('ROLLBACK');
    expect((await writing).rows).toBe(20);
    const [deadlocks] = await bench.ask(`SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'`);
    expect([await bench.readAll(table.plan), deadlocks?.[1]]).toEqual([rowsFrom(0, 20), '1']);
  });
});

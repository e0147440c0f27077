import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fault } from '../../lib/model/fault.ts';
import type { TargetForeignKey, TargetIndex, TargetTable } from '../../lib/model/target-object.ts';
import { type TargetAddress, TargetConnection } from '../../lib/oceanbase/client/connection.ts';
import { OceanbaseSchema } from '../../lib/oceanbase/client/schema-target.ts';
import { bigint, testTable, varchar } from '../support/target-plan.ts';
import { limit, TargetBench } from './target-doors.ts';

/** The promises of SchemaTarget. */
export function targetSchemaContract(target: () => Promise<TargetAddress>): void {
  let bench: TargetBench;
  beforeAll(async () => {
    bench = await TargetBench.open(await target());
  });
  afterAll(async () => bench[Symbol.asyncDispose]());

  async function codeOf(work: Promise<unknown>): Promise<string> {
    return await work.then(
      () => 'no fault',
      (error: unknown) => (error instanceof Fault ? error.code : String(error)),
    );
  }

  const name = (table: string) => ({ schema: bench.database, table });

  async function execute(statements: readonly string[]): Promise<void> {
    for (const statement of statements) await bench.schema.execute(statement, limit());
  }

  test('a table is created with its types, defaults, comments, checks and a binary collation', async () => {
    const table: TargetTable = {
      name: name('full'),
      columns: [
        { name: 'id', type: { kind: 'bigint' }, nullable: false, default: { kind: 'none' }, comment: null },
        {
          name: 'd',
          type: { kind: 'decimal', precision: 10, scale: 2 },
          nullable: false,
          default: { kind: 'literal', text: '-1.5', numeric: true },
          comment: "it's \\ a comment",
        },
        {
          name: 'v',
          type: { kind: 'varchar', length: 20 },
          nullable: true,
          default: { kind: 'literal', text: "a'\\b", numeric: false },
          comment: null,
        },
        { name: 'c', type: { kind: 'char', length: 3 }, nullable: true, default: { kind: 'null' }, comment: null },
        {
          name: 't',
          type: { kind: 'datetime', digits: 6 },
          nullable: false,
          default: { kind: 'now', digits: 6 },
          comment: null,
        },
        { name: 'b', type: { kind: 'boolean' }, nullable: true, default: { kind: 'none' }, comment: null },
        { name: 'x', type: { kind: 'longblob' }, nullable: true, default: { kind: 'none' }, comment: null },
      ],
      primaryKey: ['id'],
      comment: "the table's comment \\",
      checks: [{ name: 'ck_d', expression: '`d` < 100' }],
      partitioning: null,
    };
    await execute(bench.schema.renderTable(table));
    await bench.sql(`INSERT INTO ${bench.database}.full (id) VALUES (1)`);
    expect(await bench.ask(`SELECT d, v, c FROM ${bench.database}.full`)).toEqual([['-1.50', "a'\\b", null]]);
    await expect(bench.sql(`INSERT INTO ${bench.database}.full (id, d) VALUES (2, 100)`)).rejects.toThrow();
    const columns = await bench.ask(
      `SELECT COLUMN_NAME, COLLATION_NAME, COLUMN_COMMENT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '${bench.database}' AND TABLE_NAME = 'full' ORDER BY ORDINAL_POSITION`,
    );
    expect(columns.slice(1, 4)).toEqual([
      ['d', null, "it's \\ a comment"],
      ['v', 'utf8mb4_bin', ''],
      ['c', 'utf8mb4_bin', ''],
    ]);
    const comment = `SELECT TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${bench.database}' AND TABLE_NAME = 'full'`;
    expect(await bench.ask(comment)).toEqual([["the table's comment \\"]]);
    expect(await bench.schema.columns(name('full'), limit())).toEqual(['id', 'd', 'v', 'c', 't', 'b', 'x']);
    expect(await bench.schema.columns(name('absent'), limit())).toBeNull();
    expect(await codeOf(execute(bench.schema.renderTable(table)))).toBe('TARGET_OBJECT_EXISTS');
  });

  test.each([
    [
      'range',
      ['id'],
      [
        { name: 'p1', bound: '100' },
        { name: 'p 2', bound: '(MAXVALUE)' },
      ],
      null,
    ],
    [
      'list',
      ['id'],
      [
        { name: 'p1', bound: '1, 2' },
        { name: 'p2', bound: '3' },
      ],
      null,
    ],
    ['hash', ['id'], [], 4],
    ['key', ['id'], [], 3],
  ] as const)('a table partitioned by %s is created', async (kind, columns, partitions, hashCount) => {
    const plain = testTable(bench.database, `part_${kind}`, [bigint('id'), varchar('v', 10)], ['id']).definition;
    await execute(bench.schema.renderTable({ ...plain, partitioning: { kind, columns, partitions, hashCount } }));
    const [row] = await bench.ask(
      `SELECT COUNT(*) FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = '${bench.database}' AND TABLE_NAME = 'part_${kind}'`,
    );
    expect(row).toEqual([String(hashCount ?? partitions.length)]);
  });

  test('indexes, foreign keys and views come and go', async () => {
    const parent = testTable(bench.database, 'parent', [bigint('id'), varchar('v', 10)], ['id']).definition;
    const child = testTable(bench.database, 'child', [bigint('id'), bigint('parent_id', true)], ['id']).definition;
    await execute([...bench.schema.renderTable(parent), ...bench.schema.renderTable(child)]);
    const index: TargetIndex = {
      table: name('parent'),
      name: 'IX `1`',
      unique: false,
      columns: [{ name: 'v', descending: true }],
    };
    expect(await bench.schema.indexExists(index, limit())).toBe(false);
    await execute(bench.schema.renderIndex(index));
    expect(await bench.schema.indexExists(index, limit())).toBe(true);
    expect(await codeOf(execute(bench.schema.renderIndex(index)))).toBe('TARGET_OBJECT_EXISTS');
    await execute(bench.schema.renderDropIndex(index));
    expect(await bench.schema.indexExists(index, limit())).toBe(false);
    const key: TargetForeignKey = {
      table: name('child'),
      name: 'FK_1',
      columns: ['parent_id'],
      references: name('parent'),
      referencedColumns: ['id'],
      onDelete: 'cascade',
    };
    expect(await bench.schema.foreignKeyExists(key, limit())).toBe(false);
    await execute(bench.schema.renderForeignKey(key));
    expect(await bench.schema.foreignKeyExists(key, limit())).toBe(true);
    await execute([bench.schema.renderView(name('seen'), { columns: ['two words'], select: `SELECT 1 AS a` })]);
    expect(await bench.ask(`SELECT * FROM ${bench.database}.seen`)).toEqual([['1']]);
    await execute(bench.schema.renderDropColumns(name('parent'), ['v']));
    expect(await bench.schema.columns(name('parent'), limit())).toEqual(['id']);
  });

  test('a table that a foreign key points to is emptied all the same', async () => {
    await bench.sql(`INSERT INTO ${bench.database}.parent VALUES (1), (2)`);
    expect(await bench.schema.tableHasRows(name('parent'), limit())).toBe(true);
    await bench.schema.emptyTable(name('parent'), limit());
    expect(await bench.schema.tableHasRows(name('parent'), limit())).toBe(false);
  });

  test('what the server refuses is a fault with its own code and message', async () => {
    const run = async (statement: string): Promise<string> => await codeOf(bench.schema.execute(statement, limit()));
    expect(await run('CREATE TABLE nonsense')).toBe('TARGET_DDL');
    expect(await run('CREATE TABLE no_such_database.t (a INT)')).toBe('TARGET_DATABASE_MISSING');
    expect(await run(`ALTER TABLE ${bench.database}.absent ADD COLUMN a INT`)).toBe('TARGET_OBJECT_MISSING');
    expect(await run(`CREATE TABLE ${bench.database}.${'x'.repeat(65)} (a INT)`)).toBe('TARGET_LIMIT');
    expect(await run(`CREATE TABLE ${bench.database}.k (a VARCHAR(4000), PRIMARY KEY (a)) CHARACTER SET utf8mb4`)).toBe(
      'TARGET_LIMIT',
    );
    const fault: unknown = await bench.schema
      .execute(`CREATE TABLE ${bench.database}.nonsense (a INT,,)`, limit())
      .catch((error: unknown) => error);
    expect(fault instanceof Fault ? fault.record.vendor : '').toMatch(/^1064 \(42000\) /);
  });

  test('the precheck names a missing database with the statement that makes it', async () => {
    const items = await bench.schema.precheck([bench.database, 'nowhere'], limit());
    const item = (id: string) => items.find((found) => found.id === id);
    expect(item('target.connect')?.status).toBe('passed');
    expect(item(`target.database.exists:${bench.database}`)?.status).toBe('passed');
    expect(item(`target.privilege:${bench.database}`)?.status).toBe('passed');
    expect(item('target.database.exists:nowhere')).toMatchObject({
      status: 'failed',
      remedy: 'CREATE DATABASE `nowhere` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;',
    });
    expect(await bench.ask(`SHOW TABLES FROM ${bench.database} LIKE 'seaward_precheck'`)).toEqual([]);
  });

  test('the precheck of a user without privileges says which one is missing', async () => {
    const user = `u_${bench.database}`;
    await bench.sql(`CREATE USER '${user}'@'%' IDENTIFIED BY 'secret'`);
    await bench.sql(`GRANT SELECT, INSERT ON ${bench.database}.* TO '${user}'@'%'`);
    try {
      await using poor = new OceanbaseSchema({ ...bench.address, user, password: 'secret' });
      const items = await poor.precheck([bench.database], limit());
      const failed = items.filter((item) => item.status === 'failed').map((item) => item.id);
      expect(failed).toContain(`target.privilege:${bench.database}`);
      expect(failed).toContain('target.progress');
    } finally {
      await bench.sql(`DROP USER '${user}'@'%'`);
    }
  });

  test('a wrong password and a closed port are faults of their own', async () => {
    const wrong = await new OceanbaseSchema({ ...bench.address, password: 'wrong' }).precheck([], limit());
    expect(wrong.map((item) => [item.id, item.status])).toEqual([['target.connect', 'failed']]);
    expect(await codeOf(TargetConnection.open({ ...bench.address, password: 'wrong' }, 'read', limit()))).toBe(
      'TARGET_LOGIN',
    );
    expect(await codeOf(TargetConnection.open({ ...bench.address, host: '127.0.0.1', port: 1 }, 'read', limit()))).toBe(
      'TARGET_UNREACHABLE',
    );
  });

  test('sessions speak utf8mb4, strictly, in UTC, without NO_BACKSLASH_ESCAPES', async () => {
    await using connection = await TargetConnection.open(bench.address, 'load', limit());
    const [row] = await connection.rows(
      'SELECT @@sql_mode, @@time_zone, @@character_set_client, @@collation_connection',
      limit(),
    );
    expect((row ?? []).map((value) => value?.toString('utf8'))).toEqual([
      'STRICT_ALL_TABLES,NO_ZERO_IN_DATE',
      '+00:00',
      'utf8mb4',
      'utf8mb4_bin',
    ]);
  });

  test('progress of one project goes without that of another', async () => {
    await bench.schema.ensureProgress('another-project', limit());
    await bench.schema.dropProgress('another-project', limit());
    await bench.schema.dropProgress('another-project', limit());
    expect(
      await bench.ask(`SELECT project FROM seaward.project WHERE project IN ('another-project', '${bench.project}')`),
    ).toEqual([[bench.project]]);
  });
}

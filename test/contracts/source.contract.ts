/** The promises of SchemaSource and RowSource, to be kept by a stand-in and by a real Oracle alike. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cutByKey, cutByRowid } from '../../lib/engine/load/cut-ranges.ts';
import { keyBound } from '../../lib/engine/load/key-bound.ts';
import { planTable } from '../../lib/engine/schema/plan-table.ts';
import type { ChunkRange, DataObject } from '../../lib/model/chunk.ts';
import { Fault } from '../../lib/model/fault.ts';
import { limits } from '../../lib/model/limits.ts';
import type { Scn } from '../../lib/model/scn.ts';
import type { PrecheckItem } from '../../lib/model/precheck-item.ts';
import type { SourceTable, TableName } from '../../lib/model/source-table.ts';
import type { TablePlan } from '../../lib/model/table-plan.ts';
import type { CanonicalRow } from '../../lib/model/value.ts';
import { OracleSession } from '../../lib/oracle/client/oracle-session.ts';
import { openRowSource } from '../../lib/oracle/client/row-source.ts';
import { openSchemaSource } from '../../lib/oracle/client/schema-source.ts';
import type { BindValue } from '../../lib/oracle/sql/statement.ts';
import type { RowSource } from '../../lib/ports/row-source.ts';
import type { SchemaSource } from '../../lib/ports/schema-source.ts';
import { oceanbase, selected } from '../engine/schema/planning.ts';
import type { SourceUnderTest } from './source-under-test.ts';

const signal = new AbortController().signal;

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function faultOf(work: () => Promise<unknown>): Promise<Fault> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('expected a fault');
}

export function sourceContract(name: string, open: () => Promise<SourceUnderTest>): void {
  describe(name, () => {
    let source: SourceUnderTest;
    let writer: OracleSession;
    let rows: RowSource;
    let schema: SchemaSource;

    beforeAll(async () => {
      source = await open();
      writer = await OracleSession.open({ ...source.owner, observe: () => undefined }, signal);
      rows = await openRowSource(source.owner, signal);
      schema = await openSchemaSource(source.owner, signal);
    });

    afterAll(async () => {
      await rows[Symbol.asyncDispose]();
      await schema[Symbol.asyncDispose]();
      await writer[Symbol.asyncDispose]();
      await source[Symbol.asyncDispose]();
    });

    const run = async (text: string, ...binds: BindValue[]): Promise<void> => writer.run({ text, binds }, signal);

    /** Creates a table and fills it in one transaction. */
    async function create(ddl: string, ...inserts: string[]): Promise<void> {
      await run(ddl);
      for (const insert of inserts) await run(insert);
      await run('COMMIT');
    }

    async function describeOne(table: string): Promise<SourceTable> {
      const [described] = await collect(schema.describeTables([{ schema: source.schema, table }], signal));
      if (described === undefined) throw new Error(`table ${table} is not there`);
      return described;
    }

    async function planOf(table: string): Promise<TablePlan> {
      const described = await describeOne(table);
      const planned = planTable({
        table: described,
        selected: selected({ name: described.name }),
        settings: {
          identifierCase: 'lower',
          lengthSemantics: 'keep',
          timeZone: '+00:00',
          schemas: {},
          postIndexing: true,
        },
        server: oceanbase,
        selectedAs: () => null,
      });
      if (planned.definition === null) throw new Error(JSON.stringify(planned.faults));
      return planned.definition.plan;
    }

    const everything: ChunkRange = { kind: 'rowid', partition: null, partitionKind: 'none', from: null, to: null };

    async function read(plan: TablePlan, range: ChunkRange, scn: Scn, rowsPerRead = 100): Promise<CanonicalRow[]> {
      const batches = await collect(rows.readRange({ table: plan, range, scn, rowsPerRead }, signal));
      return batches.flatMap((batch) => [...batch.rows]);
    }

    const dataObjectsOf = async (table: string): Promise<DataObject[]> =>
      collect(schema.listDataObjects([{ schema: source.schema, table }], signal));

    const now = async (): Promise<Scn> => rows.currentScn(signal);

    const sorted = (list: readonly CanonicalRow[]): string[] => list.map((row) => JSON.stringify(row)).sort();

    describe('values', () => {
      it('of numbers are exact decimals', async () => {
        await create(
          'CREATE TABLE SRC_NUMBERS (ID NUMBER(3) PRIMARY KEY, N NUMBER, P NUMBER(10,2), I INTEGER, M NUMBER(5,-2), S NUMBER(3,5), F FLOAT(30))',
          'INSERT INTO SRC_NUMBERS VALUES (1, 12345678901234567890.123456789, 12.5, 42, 12345, 0.00123, 1.5)',
          'INSERT INTO SRC_NUMBERS VALUES (2, -0.001, -0.5, -7, -100, -0.00999, -0.25)',
          'INSERT INTO SRC_NUMBERS VALUES (3, 1E20, 0, 0, 0, 0, 0)',
          'INSERT INTO SRC_NUMBERS VALUES (4, NULL, NULL, NULL, NULL, NULL, NULL)',
          'INSERT INTO SRC_NUMBERS VALUES (5, 1E-20, 99999999.99, 1E30, 1234500, 0.001, 1E10)',
        );
        const plan = await planOf('SRC_NUMBERS');
        expect(sorted(await read(plan, everything, await now()))).toEqual(
          sorted([
            ['1', '12345678901234567890.123456789', '12.5', '42', '12300', '0.00123', '1.5'],
            ['2', '-0.001', '-0.5', '-7', '-100', '-0.00999', '-0.25'],
            ['3', '100000000000000000000', '0', '0', '0', '0', '0'],
            ['4', null, null, null, null, null, null],
            ['5', '0.00000000000000000001', '99999999.99', `1${'0'.repeat(30)}`, '1234500', '0.001', '10000000000'],
          ]),
        );
      });

      it('of floating-point numbers are the shortest text of the same double', async () => {
        await create(
          'CREATE TABLE SRC_DOUBLES (ID NUMBER(3) PRIMARY KEY, D BINARY_DOUBLE, F BINARY_FLOAT)',
          'INSERT INTO SRC_DOUBLES VALUES (1, 1.7320508075688772d, 0.1f)',
          "INSERT INTO SRC_DOUBLES VALUES (2, TO_BINARY_DOUBLE('NaN'), TO_BINARY_FLOAT('Inf'))",
          'INSERT INTO SRC_DOUBLES VALUES (3, 1e300d, -1.5f)',
          "INSERT INTO SRC_DOUBLES VALUES (4, TO_BINARY_DOUBLE('-Inf'), NULL)",
        );
        expect(sorted(await read(await planOf('SRC_DOUBLES'), everything, await now()))).toEqual(
          sorted([
            ['1', '1.7320508075688772', '0.10000000149011612'],
            ['2', 'NaN', 'Infinity'],
            ['3', '1e+300', '-1.5'],
            ['4', '-Infinity', null],
          ]),
        );
      });

      it('of texts keep every character; CHAR loses its padding, an empty text is NULL', async () => {
        await create(
          'CREATE TABLE SRC_TEXTS (ID NUMBER(3) PRIMARY KEY, V VARCHAR2(40 CHAR), C CHAR(6), NV NVARCHAR2(20), NC NCHAR(4), R RAW(10))',
          "INSERT INTO SRC_TEXTS VALUES (1, 'tab' || CHR(9) || 'nl' || CHR(10) || 'q''\"\\', 'ab', N'ä€', N'x', HEXTORAW('00FF7F'))",
          "INSERT INTO SRC_TEXTS VALUES (2, '', '   ', '', ' ', '')",
          "INSERT INTO SRC_TEXTS VALUES (3, 'ends in blanks  ', 'abcdef', UNISTR('\\D83D\\DE00'), N'abcd', HEXTORAW('0A'))",
        );
        await run('INSERT INTO SRC_TEXTS (ID, V) VALUES (4, :1)', '日本語 \u{1f600}');
        await run('COMMIT');
        const result = (await read(await planOf('SRC_TEXTS'), everything, await now())).toSorted((left, right) =>
          String(left[0]) < String(right[0]) ? -1 : 1,
        );
        expect(result).toEqual([
          ['1', 'tab\tnl\nq\'"\\', 'ab', 'ä€', 'x', Buffer.from('00ff7f', 'hex')],
          ['2', null, '', null, '', null],
          ['3', 'ends in blanks  ', 'abcdef', '\u{1f600}', 'abcd', Buffer.from('0a', 'hex')],
          ['4', '日本語 \u{1f600}', null, null, null, null],
        ]);
      });

      it('of dates and timestamps keep every digit, offset and century', async () => {
        await create(
          'CREATE TABLE SRC_TIMES (ID NUMBER(3) PRIMARY KEY, D DATE, T0 TIMESTAMP(0), T9 TIMESTAMP(9), TZ TIMESTAMP(3) WITH TIME ZONE, TL TIMESTAMP(6) WITH LOCAL TIME ZONE)',
          "INSERT INTO SRC_TIMES VALUES (1, DATE '2024-02-29', TIMESTAMP '2024-01-01 10:00:00', TIMESTAMP '2024-02-14 10:58:02.202617272', TIMESTAMP '2024-02-14 10:58:02.5 +05:30', TIMESTAMP '2024-02-14 10:58:02.5 +01:00')",
          "INSERT INTO SRC_TIMES VALUES (2, TO_DATE('0001-01-01 00:00:01', 'YYYY-MM-DD HH24:MI:SS'), NULL, TIMESTAMP '0099-12-31 23:59:59.999999999', TIMESTAMP '1999-12-31 23:59:59.001 -03:00', NULL)",
          "INSERT INTO SRC_TIMES VALUES (3, TO_DATE('-0044-03-15', 'SYYYY-MM-DD'), NULL, TIMESTAMP '9999-12-31 23:59:59', NULL, NULL)",
        );
        expect(sorted(await read(await planOf('SRC_TIMES'), everything, await now()))).toEqual(
          sorted([
            [
              '1',
              '2024-02-29 00:00:00',
              '2024-01-01 10:00:00',
              '2024-02-14 10:58:02.202617272',
              '2024-02-14 10:58:02.5 +05:30',
              '2024-02-14 09:58:02.5',
            ],
            ['2', '0001-01-01 00:00:01', null, '0099-12-31 23:59:59.999999999', '1999-12-31 23:59:59.001 -03:00', null],
            ['3', '-0044-03-15 00:00:00', null, '9999-12-31 23:59:59', null, null],
          ]),
        );
      });

      it('of intervals are text with a sign', async () => {
        await create(
          'CREATE TABLE SRC_INTERVALS (ID NUMBER(3) PRIMARY KEY, YM INTERVAL YEAR(4) TO MONTH, DS INTERVAL DAY(3) TO SECOND(6))',
          "INSERT INTO SRC_INTERVALS VALUES (1, INTERVAL '3-6' YEAR TO MONTH, INTERVAL '1 02:03:04.56' DAY TO SECOND)",
          "INSERT INTO SRC_INTERVALS VALUES (2, INTERVAL '-123-11' YEAR(3) TO MONTH, INTERVAL '-100 00:00:00' DAY(3) TO SECOND)",
        );
        expect(sorted(await read(await planOf('SRC_INTERVALS'), everything, await now()))).toEqual(
          sorted([
            ['1', '+03-06', '+1 02:03:04.56'],
            ['2', '-123-11', '-100 00:00:00'],
          ]),
        );
      });

      it('of large objects are whole, and an empty one is not NULL (V2)', async () => {
        const long = 'x\u{1f600}é'.repeat(60_000);
        const bytes = new Uint8Array(300_000).map((_, index) => index % 251);
        await create(
          'CREATE TABLE SRC_LOBS (ID NUMBER(3) PRIMARY KEY, C CLOB, N NCLOB, B BLOB)',
          'INSERT INTO SRC_LOBS VALUES (1, EMPTY_CLOB(), NULL, EMPTY_BLOB())',
          "INSERT INTO SRC_LOBS VALUES (2, 'short', N'ä', HEXTORAW('00FF'))",
        );
        await run('INSERT INTO SRC_LOBS (ID, C, B) VALUES (3, :1, :2)', long, bytes);
        await run('COMMIT');
        const plan = await planOf('SRC_LOBS');
        const result = (await read(plan, everything, await now())).toSorted((left, right) =>
          String(left[0]) < String(right[0]) ? -1 : 1,
        );
        expect(result[0]).toEqual(['1', '', null, Buffer.alloc(0)]);
        expect(result[1]).toEqual(['2', 'short', 'ä', Buffer.from([0, 255])]);
        expect(result[2]?.[1]).toBe(long);
        expect(Buffer.compare(Buffer.from(result[2]?.[3] ?? ''), Buffer.from(bytes))).toBe(0);
      });
    });

    describe('ranges', () => {
      it('by ROWID together hold every row exactly once', async () => {
        await create(
          'CREATE TABLE SRC_MANY (ID NUMBER(10) PRIMARY KEY, PAD VARCHAR2(200))',
          "INSERT INTO SRC_MANY SELECT LEVEL, RPAD('x', 150, 'y') FROM DUAL CONNECT BY LEVEL <= 5000",
        );
        const plan = await planOf('SRC_MANY');
        const [object] = await dataObjectsOf('SRC_MANY');
        if (object === undefined) throw new Error('no data object');
        expect(object.extents.length).toBeGreaterThan(1);
        const scn = await now();
        // A hundred rows a range: about forty ranges, cut inside and between extents.
        const ranges = cutByRowid({ ...plan, averageRowBytes: 160 }, object, 8_192, 100);
        expect(ranges.length).toBeGreaterThan(20);
        const ids: string[] = [];
        for (const { range } of ranges) for (const row of await read(plan, range, scn)) ids.push(String(row[0]));
        expect(ids.map(Number).toSorted((left, right) => left - right)).toEqual(
          Array.from({ length: 5_000 }, (_, index) => index + 1),
        );
      });

      it('show the rows as of the SCN, not later ones', async () => {
        await create('CREATE TABLE SRC_SNAPSHOT (ID NUMBER(3) PRIMARY KEY)', 'INSERT INTO SRC_SNAPSHOT VALUES (1)');
        const plan = await planOf('SRC_SNAPSHOT');
        const scn = await now();
        await run('INSERT INTO SRC_SNAPSHOT VALUES (2)');
        await run('DELETE FROM SRC_SNAPSHOT WHERE ID = 1');
        await run('COMMIT');
        expect(await read(plan, everything, scn)).toEqual([['1']]);
        expect(await read(plan, everything, await now())).toEqual([['2']]);
      });

      it('of partitions are read partition by partition', async () => {
        await create(
          'CREATE TABLE SRC_PARTS (ID NUMBER(5) NOT NULL, V VARCHAR2(10)) PARTITION BY RANGE (ID) (PARTITION P1 VALUES LESS THAN (100), PARTITION P2 VALUES LESS THAN (MAXVALUE))',
          "INSERT INTO SRC_PARTS VALUES (1, 'a')",
          "INSERT INTO SRC_PARTS VALUES (500, 'b')",
        );
        const plan = await planOf('SRC_PARTS');
        const objects = await dataObjectsOf('SRC_PARTS');
        expect(objects.map(({ partition, partitionKind }) => [partition, partitionKind]).toSorted()).toEqual([
          ['P1', 'partition'],
          ['P2', 'partition'],
        ]);
        const scn = await now();
        for (const object of objects) {
          const found = await read(
            plan,
            { ...everything, partition: object.partition, partitionKind: 'partition' },
            scn,
          );
          expect(found.map((row) => row.slice(0, 2))).toEqual([object.partition === 'P1' ? ['1', 'a'] : ['500', 'b']]);
          // A table without a key carries its ROWID: the first part is the data object.
          expect(found[0]?.[2]).toBe(object.dataObjectId);
        }
      });

      it('by key of an index-organized table hold every row exactly once', async () => {
        await create(
          'CREATE TABLE SRC_IOT (A NUMBER(5), B VARCHAR2(10), C DATE, V VARCHAR2(5), CONSTRAINT SRC_IOT_PK PRIMARY KEY (A, B, C)) ORGANIZATION INDEX',
          "INSERT INTO SRC_IOT SELECT MOD(LEVEL, 7), 'b' || MOD(LEVEL, 11), DATE '2024-01-01' + LEVEL, 'v' FROM DUAL CONNECT BY LEVEL <= 300",
        );
        const plan = await planOf('SRC_IOT');
        expect(plan.organization).toBe('index');
        const scn = await now();
        const samples = await collect(rows.sampleIdentities(plan, 40, scn, signal));
        expect(samples).toHaveLength(7);
        const bounds = samples.map(keyBound);
        const all: CanonicalRow[] = [];
        for (const { range } of cutByKey(plan, { partition: null, partitionKind: 'none' }, bounds, 40)) {
          all.push(...(await read(plan, range, scn)));
        }
        expect(all).toHaveLength(300);
        expect(new Set(sorted(all)).size).toBe(300);
      });
    });

    describe('rows by identity', () => {
      it('are found by keys of every kind', async () => {
        await create(
          'CREATE TABLE SRC_KEYS (N NUMBER(12,3), V VARCHAR2(10), C CHAR(5), NV NVARCHAR2(5), NC NCHAR(3), D DATE, T TIMESTAMP(6), TZ TIMESTAMP(3) WITH TIME ZONE, TL TIMESTAMP(3) WITH LOCAL TIME ZONE, YM INTERVAL YEAR TO MONTH, DS INTERVAL DAY TO SECOND, R RAW(4), CONSTRAINT SRC_KEYS_PK PRIMARY KEY (N, V, C, NV, NC, D, T, YM, DS, R), CONSTRAINT SRC_KEYS_UK UNIQUE (N))',
          "INSERT INTO SRC_KEYS VALUES (0.5, 'v ', 'ab', N'ä', N'x', DATE '2024-02-29', TIMESTAMP '2024-02-14 10:58:02.25', TIMESTAMP '2024-02-14 10:58:02.5 +05:30', TIMESTAMP '2024-02-14 10:58:02 +00:00', INTERVAL '3-6' YEAR TO MONTH, INTERVAL '1 02:03:04.5' DAY TO SECOND, HEXTORAW('0AFF'))",
          "INSERT INTO SRC_KEYS VALUES (-7, 'w', ' ', N'b', N' ', TO_DATE('-0044-03-15', 'SYYYY-MM-DD'), TIMESTAMP '2024-02-14 10:58:02', NULL, NULL, INTERVAL '-0-1' YEAR TO MONTH, INTERVAL '0 00:00:00' DAY TO SECOND, HEXTORAW('00'))",
        );
        const plan = await planOf('SRC_KEYS');
        const scn = await now();
        const all = await read(plan, everything, scn);
        expect(all).toHaveLength(2);
        const keys = all.map((row) => plan.identity.columns.map((position) => row[position] ?? null));
        for (const [index, identity] of keys.entries()) {
          expect(await rows.readByIdentity(plan, [identity], scn, signal)).toEqual([all[index]]);
        }
        const absent = keys.map((identity) => ['1', ...identity.slice(1)]);
        expect(await rows.readByIdentity(plan, absent, scn, signal)).toEqual([]);
        expect(sorted(await rows.readByIdentity(plan, [...keys, ...absent], scn, signal))).toEqual(sorted(all));
      });

      it('without a key are found by their ROWID', async () => {
        await create(
          'CREATE TABLE SRC_KEYLESS (V VARCHAR2(10))',
          "INSERT INTO SRC_KEYLESS VALUES ('a')",
          "INSERT INTO SRC_KEYLESS VALUES ('a')",
          'INSERT INTO SRC_KEYLESS VALUES (NULL)',
        );
        const plan = await planOf('SRC_KEYLESS');
        const scn = await now();
        const all = await read(plan, everything, scn);
        expect(new Set(sorted(all)).size).toBe(3);
        const [object] = await dataObjectsOf('SRC_KEYLESS');
        for (const row of all) {
          expect(row[1]).toBe(object?.dataObjectId);
          expect(await rows.readByIdentity(plan, [row.slice(1)], scn, signal)).toEqual([row]);
        }
      });
    });

    describe('the dictionary', () => {
      it('describes a table as it was declared', async () => {
        await create(
          'CREATE TABLE SRC_PARENT (ID NUMBER(5) CONSTRAINT SRC_PARENT_PK PRIMARY KEY, CODE VARCHAR2(5 CHAR) NOT NULL CONSTRAINT SRC_PARENT_UK UNIQUE)',
        );
        await create(
          `CREATE TABLE SRC_CHILD (
             "Mixed Case" NUMBER(9,2) DEFAULT 1.5 NOT NULL,
             "GROUP" VARCHAR2(20) DEFAULT 'it''s',
             PARENT_ID NUMBER(5) CONSTRAINT SRC_CHILD_FK REFERENCES SRC_PARENT ON DELETE CASCADE,
             AT DATE DEFAULT SYSDATE,
             TWICE NUMBER GENERATED ALWAYS AS (PARENT_ID * 2) VIRTUAL,
             F FLOAT(40), TS TIMESTAMP(3) WITH TIME ZONE, IV INTERVAL DAY(3) TO SECOND(4), NC NCHAR(7), L CLOB,
             CONSTRAINT SRC_CHILD_CK CHECK (PARENT_ID > 0))`,
        );
        await run('CREATE INDEX SRC_CHILD_IX ON SRC_CHILD (PARENT_ID, "GROUP" DESC)');
        await run('CREATE INDEX SRC_CHILD_FN ON SRC_CHILD (UPPER("GROUP"))');
        await run("COMMENT ON TABLE SRC_CHILD IS 'A child'");
        await run(`COMMENT ON COLUMN SRC_CHILD."GROUP" IS 'Its group'`);
        const table = await describeOne('SRC_CHILD');
        const columns = new Map(table.columns.filter(({ hidden }) => !hidden).map((column) => [column.name, column]));
        expect([...columns.keys()]).toEqual([
          'Mixed Case',
          'GROUP',
          'PARENT_ID',
          'AT',
          'TWICE',
          'F',
          'TS',
          'IV',
          'NC',
          'L',
        ]);
        expect(columns.get('Mixed Case')).toMatchObject({
          type: { kind: 'number', precision: 9, scale: 2 },
          nullable: false,
          virtual: false,
          identity: 'none',
        });
        expect(columns.get('Mixed Case')?.defaultText?.trim()).toBe('1.5');
        expect(columns.get('GROUP')).toMatchObject({
          type: { kind: 'varchar2', length: 20, unit: 'byte', bytes: 20 },
          comment: 'Its group',
        });
        expect(columns.get('GROUP')?.defaultText?.trim()).toBe("'it''s'");
        expect(columns.get('AT')?.defaultText?.trim()).toBe('SYSDATE');
        expect(columns.get('TWICE')?.virtual).toBe(true);
        expect(columns.get('F')?.type).toEqual({ kind: 'float', binaryPrecision: 40 });
        expect(columns.get('TS')?.type).toEqual({ kind: 'timestamp-zone', digits: 3 });
        expect(columns.get('IV')?.type).toEqual({ kind: 'interval-day-second', dayDigits: 3, secondDigits: 4 });
        expect(columns.get('NC')?.type).toEqual({ kind: 'nchar', length: 7, bytes: 14 });
        expect(table.comment).toBe('A child');
        expect(table.primaryKey).toBeNull();
        expect(table.foreignKeys).toEqual([
          {
            name: 'SRC_CHILD_FK',
            columns: ['PARENT_ID'],
            generatedName: false,
            references: { schema: source.schema, table: 'SRC_PARENT' },
            referencedColumns: ['ID'],
            onDelete: 'cascade',
            enabled: true,
          },
        ]);
        expect(table.checks).toEqual([
          { name: 'SRC_CHILD_CK', condition: 'PARENT_ID > 0', generatedName: false, enabled: true },
        ]);
        const indexes = new Map(table.indexes.map((index) => [index.name, index]));
        expect(indexes.get('SRC_CHILD_IX')).toMatchObject({
          unique: false,
          parts: [
            { column: 'PARENT_ID', expression: null, descending: false },
            { column: null, expression: '"GROUP"', descending: true },
          ],
        });
        expect(indexes.get('SRC_CHILD_FN')?.parts).toEqual([
          { column: null, expression: 'UPPER("GROUP")', descending: false },
        ]);
        const parent = await describeOne('SRC_PARENT');
        expect(parent.primaryKey).toEqual({ name: 'SRC_PARENT_PK', columns: ['ID'], generatedName: false });
        expect(parent.uniqueKeys).toEqual([{ name: 'SRC_PARENT_UK', columns: ['CODE'], generatedName: false }]);
        expect(parent.columns[1]?.type).toEqual({ kind: 'varchar2', length: 5, unit: 'char', bytes: 20 });
      });

      it('describes partitions in their order', async () => {
        await create(
          "CREATE TABLE SRC_LISTS (ID NUMBER(5), K VARCHAR2(5)) PARTITION BY LIST (K) (PARTITION PA VALUES ('A', 'B'), PARTITION PD VALUES (DEFAULT))",
        );
        const { partitioning } = await describeOne('SRC_LISTS');
        expect(partitioning).toMatchObject({ kind: 'list', subKind: 'none', interval: false, columns: ['K'] });
        expect(partitioning?.partitions.map(({ name, highValue }) => [name, highValue])).toEqual([
          ['PA', "'A', 'B'"],
          ['PD', 'DEFAULT'],
        ]);
      });

      it('lists tables and views, and says which are special', async () => {
        await create('CREATE TABLE SRC_PLAIN (ID NUMBER(3) PRIMARY KEY)');
        await run('CREATE GLOBAL TEMPORARY TABLE SRC_TEMPORARY (ID NUMBER(3)) ON COMMIT DELETE ROWS');
        await run('CREATE OR REPLACE VIEW SRC_VIEW AS SELECT ID FROM SRC_PLAIN');
        const listed = await collect(schema.listObjects([source.schema], signal));
        const of = (table: string): unknown => {
          const found = listed.filter((object) => object.name.table === table);
          return found.map(({ kind, variety }) => `${kind} ${variety}`);
        };
        expect(of('SRC_PLAIN')).toEqual(['table ordinary']);
        expect(of('SRC_TEMPORARY')).toEqual(['table temporary']);
        expect(of('SRC_VIEW')).toEqual(['view ordinary']);
        const [view] = await collect(schema.describeViews([{ schema: source.schema, table: 'SRC_VIEW' }], signal));
        expect(view).toMatchObject({ columns: ['ID'], dependsOn: [{ schema: source.schema, table: 'SRC_PLAIN' }] });
        await run('DROP VIEW SRC_VIEW');
      });

      it('describes hundreds of tables in a bounded number of round trips', async () => {
        const names = Array.from({ length: 250 }, (_, index) => ({ schema: source.schema, table: `SRC_N${index}` }));
        for (const { table } of names) await run(`CREATE TABLE ${table} (ID NUMBER(5) PRIMARY KEY, V VARCHAR2(10))`);
        let statements = 0;
        const counting = { ...source.owner, observe: () => (statements += 1) };
        await using counted = await openSchemaSource(counting, signal);
        statements = 0;
        expect(await collect(counted.describeTables(names, signal))).toHaveLength(250);
        expect(statements).toBeLessThanOrEqual(30);
        statements = 0;
        expect(await collect(counted.listDataObjects(names, signal))).toHaveLength(250);
        expect(statements).toBeLessThanOrEqual(10);
      });

      it('leaves unknown names out', async () => {
        const names = [
          { schema: source.schema, table: 'SRC_NOT_THERE' },
          { schema: 'NOBODY', table: 'T' },
        ];
        expect(await collect(schema.describeTables(names, signal))).toEqual([]);
        expect(await collect(schema.listDataObjects(names, signal))).toEqual([]);
      });
    });

    describe('faults', () => {
      it('of the login are told from those of the network', async () => {
        const wrong = { ...source.owner, password: 'certainly not this' };
        expect((await faultOf(async () => openRowSource(wrong, signal))).code).toBe('SOURCE_LOGIN');
        const elsewhere = { ...source.owner, host: '127.0.0.1', port: 1 };
        expect((await faultOf(async () => openRowSource(elsewhere, signal))).code).toBe('SOURCE_UNREACHABLE');
        const unknown = { ...source.owner, serviceName: 'NO_SUCH_SERVICE' };
        expect((await faultOf(async () => openRowSource(unknown, signal))).code).toBe('SOURCE_UNREACHABLE');
      });

      it('name the table that is gone or was changed after the SCN', async () => {
        await create(
          'CREATE TABLE SRC_GONE (ID NUMBER(3) PRIMARY KEY, V NUMBER(3))',
          'INSERT INTO SRC_GONE VALUES (1, 1)',
        );
        const plan = await planOf('SRC_GONE');
        const scn = await now();
        await run('ALTER TABLE SRC_GONE DROP COLUMN V');
        const changed = await faultOf(async () =>
          read({ ...plan, columns: plan.columns.slice(0, 1) }, everything, scn),
        );
        expect([changed.code, changed.record.subject]).toEqual(['TABLE_CHANGED', `${source.schema}.SRC_GONE`]);
        await run('DROP TABLE SRC_GONE PURGE');
        const gone = await faultOf(async () => read(plan, everything, scn));
        expect(gone.code).toBe('SOURCE_OBJECT_MISSING');
      });

      it('of a missing privilege are precheck items with their grant', async () => {
        const items = await schema.precheck(['schema', 'full'], signal);
        expect(items.filter(({ status }) => status !== 'passed')).toEqual([]);
        await create('CREATE TABLE SRC_PROBED (ID NUMBER(3) PRIMARY KEY)');
        const probed = { schema: source.schema, table: 'SRC_PROBED' };
        const absent = { schema: source.schema, table: 'SRC_ABSENT' };
        const tablesItem = async (tables: readonly TableName[]): Promise<PrecheckItem | undefined> =>
          (await schema.precheck(['full'], signal, tables)).find(({ id }) => id === 'source.privilege.tables');
        expect((await tablesItem([probed]))?.status).toBe('passed');
        const refused = await tablesItem([probed, absent]);
        expect(refused?.status).toBe('failed');
        expect(refused?.remedy).toBe(
          `GRANT SELECT, FLASHBACK ON "${source.schema}"."SRC_ABSENT" TO ${source.owner.user.toUpperCase()};`,
        );
        if (source.stranger === null) return;
        await using strange = await openSchemaSource(source.stranger, signal);
        const failed = (await strange.precheck(['schema', 'full'], signal)).filter(({ status }) => status === 'failed');
        expect(failed.map(({ id }) => id)).toEqual(['source.privilege.v$database', 'source.privilege.dba_extents']);
        expect(failed[0]?.remedy).toBe(`GRANT SELECT ON SYS.V_$DATABASE TO ${source.stranger.user};`);
      });

      it('of a large object over the limit name its column, and none of it is kept', async () => {
        await create('CREATE TABLE SRC_HUGE (ID NUMBER(3) PRIMARY KEY, B BLOB)');
        await run('INSERT INTO SRC_HUGE VALUES (1, :1)', new Uint8Array(limits.largeObjectBytesMax + 1));
        await run('COMMIT');
        const plan = await planOf('SRC_HUGE');
        const fault = await faultOf(async () => read(plan, everything, await now()));
        expect([fault.code, fault.record.subject]).toEqual(['LOB_TOO_LARGE', `${source.schema}.SRC_HUGE.B`]);
      });

      it('of values name their column', async () => {
        await create(
          'CREATE TABLE SRC_WRONG (ID NUMBER(3) PRIMARY KEY, T TIMESTAMP(6))',
          "INSERT INTO SRC_WRONG VALUES (1, TIMESTAMP '2024-01-01 00:00:00.123456')",
        );
        const plan = await planOf('SRC_WRONG');
        // The plan of a column that was altered after it was planned: nothing is cut in silence.
        const columns = plan.columns.map((column) =>
          column.form === 'timestamp'
            ? {
                ...column,
                origin: { kind: 'column' as const, name: 'T', type: { kind: 'timestamp' as const, digits: 3 } },
              }
            : column,
        );
        const fault = await faultOf(async () => read({ ...plan, columns }, everything, await now()));
        expect([fault.code, fault.record.subject]).toEqual(['VALUE_UNREADABLE', `${source.schema}.SRC_WRONG.T`]);
      });

      it('an aborted read ends', async () => {
        const plan = await planOf('SRC_MANY');
        const scn = await now();
        const abort = new AbortController();
        await using other = await openRowSource(source.owner, signal);
        const reading = (async () => {
          for await (const batch of other.readRange(
            { table: plan, range: everything, scn, rowsPerRead: 10 },
            abort.signal,
          )) {
            if (batch.rows.length > 0) abort.abort(new Error('stop'));
          }
        })();
        await expect(reading).rejects.toThrow('stop');
      });
    });
  });
}

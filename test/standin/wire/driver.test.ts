/** The checks of the wire with the real thin driver, in both wire personas. */
import oracledb from 'oracledb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lobBytes, lobText, nationalLobText, sqlNumber } from './toy-rows.ts';
import { PASSWORD, bothPersonas, numbersAsText, startToyServer } from './toy-server.ts';
import type { ToyServer } from './toy-server.ts';
import { expectedRow } from './expected-row.ts';
import { WIRE_PERSONAS } from '../../../lib/standin/wire/wire-settings.ts';

const ROWID = /^[A-Za-z0-9+/]{18}$/;

describe.each(bothPersonas)('the thin driver on the %s wire', (name, persona) => {
  let server: ToyServer;
  let connection: oracledb.Connection;

  beforeAll(async () => {
    server = await startToyServer(persona);
    connection = await server.logOn();
  });
  afterAll(async () => {
    await connection.close();
    await server.wire.close();
    expect(server.internalErrors).toEqual([]);
    expect(server.engine.sessions.size).toBe(0);
  });

  const rowsOf = async (sql: string, options: oracledb.ExecuteOptions = {}): Promise<unknown[][]> => {
    const { rows } = await connection.execute<unknown[]>(sql, [], options);
    return rows ?? [];
  };

  describe('logon', () => {
    it('is thin and tells the version of the persona', () => {
      expect(connection.thin).toBe(true);
      expect(connection.oracleServerVersionString).toMatch(name === '19c' ? /^19\.22\./ : /^23\.4\./);
    });

    it('takes an 11G verifier', async () => {
      const old = await server.logOn({ user: 'old', password: 'Old#1' });
      await old.ping();
      await old.close();
    });

    it.each([
      ['a wrong password', { password: 'nope' }],
      ['a wrong password with an 11G verifier', { user: 'old', password: 'nope' }],
      ['an unknown user', { user: 'who' }],
    ])('refuses %s with ORA-01017', async (_what, attributes) => {
      await expect(server.logOn(attributes)).rejects.toThrow(/ORA-01017/);
    });

    it('refuses a locked account with ORA-28000 after the password', async () => {
      await expect(server.logOn({ user: 'locked', password: 'x' })).rejects.toThrow(/ORA-28000/);
      await expect(server.logOn({ user: 'locked', password: 'y' })).rejects.toThrow(/ORA-01017/);
    });

    it('refuses an unknown service', async () => {
      const elsewhere = server.connectString.replace('FREEPDB1', 'NOPE');
      await expect(server.logOn({ connectString: elsewhere })).rejects.toThrow(/NJS-518|ORA-12514/);
      const sid = `(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${server.wire.port}))(CONNECT_DATA=(SID=NOPE)))`;
      await expect(server.logOn({ connectString: sid })).rejects.toThrow(/NJS-519|ORA-12505/);
    });

    it('answers ping', async () => connection.ping());
  });

  describe('errors', () => {
    it('carry code, text and offset', async () => {
      const error: unknown = await connection.execute('select * from missing_table').catch((raised: unknown) => raised);
      expect(error).toMatchObject({ errorNum: 942, offset: 14 });
      expect(String(error)).toContain('ORA-00942: table or view does not exist');
    });

    it('come for statements that are none', async () => {
      await expect(connection.execute('selekt')).rejects.toThrow(/ORA-00900/);
    });
  });

  describe.each([8192, 65_535])('queries with an SDU of %i', (sdu) => {
    let other: oracledb.Connection;
    beforeAll(async () => {
      other = await server.logOn({ connectString: `${server.connectString}?sdu=${sdu}` });
    });
    afterAll(async () => other.close());

    it('return 20,000 rows of all types through getRows', async () => {
      const { resultSet } = await other.execute<unknown[]>(
        'select * from all_types where id < :n',
        { n: 20_000 },
        { resultSet: true, fetchArraySize: 1000, fetchTypeHandler: numbersAsText },
      );
      if (resultSet === undefined) throw new Error('no result set');
      let count = 0;
      for (;;) {
        const rows: unknown[][] = await resultSet.getRows(1000);
        for (const row of rows) {
          expectSame(row, expectedRow(count));
          count += 1;
        }
        if (rows.length < 1000) break;
      }
      expect(count).toBe(20_000);
      await resultSet.close();
    });

    it('return 10,000 rows of all types through a stream', async () => {
      const stream = other.queryStream<unknown[]>('select * from all_types where id < 10000', [], {
        fetchArraySize: 500,
        fetchTypeHandler: numbersAsText,
      });
      let count = 0;
      for await (const item of stream) {
        const row: unknown = item;
        expectSame(row, expectedRow(count));
        count += 1;
      }
      expect(count).toBe(10_000);
    });
  });

  describe('queries', () => {
    it.each([0, 1, 2, 3, 100, 101, 205])('re-execute a cached cursor for %i rows', async (count) => {
      const { rows } = await connection.execute<unknown[]>('select * from all_types where id < :n', [count], {
        fetchTypeHandler: numbersAsText,
      });
      expect(rows).toEqual(Array.from({ length: count }, (_, index) => expectedRow(index)));
    });

    it.each([0, 50, 5000])('deliver all rows with a prefetch of %i', async (prefetchRows) => {
      const rows = await rowsOf('select * from all_types where id < 3000', { prefetchRows, fetchArraySize: 700 });
      expect(rows).toHaveLength(3000);
    });

    it('describe names, types, precision and scale', async () => {
      const { metaData } = await connection.execute('select * from all_types where id < 1');
      const shown = metaData?.map((column) => [column.name, column.dbTypeName, column.precision, column.scale]);
      expect(shown?.slice(0, 3)).toEqual([
        ['ID', 'NUMBER', 10, 0],
        ['AMOUNT', 'NUMBER', 38, 10],
        ['ANYNUM', 'NUMBER', 0, -127],
      ]);
      expect(metaData?.map((column) => column.dbTypeName).slice(3)).toEqual([
        'VARCHAR2',
        'CHAR',
        'NVARCHAR2',
        'NCHAR',
        'DATE',
        'TIMESTAMP',
        'TIMESTAMP',
        'TIMESTAMP WITH TIME ZONE',
        'TIMESTAMP WITH LOCAL TIME ZONE',
        'INTERVAL DAY TO SECOND',
        'INTERVAL YEAR TO MONTH',
        'RAW',
        'BINARY_FLOAT',
        'BINARY_DOUBLE',
        'ROWID',
        'UROWID',
      ]);
      expect(metaData?.map((column) => column.nullable).slice(0, 2)).toEqual([false, true]);
    });

    it('can be closed early and their cursor used again', async () => {
      const sql = 'select * from all_types where id < 99999';
      const { resultSet } = await connection.execute(sql, [], { resultSet: true });
      await resultSet?.getRows(10);
      await resultSet?.close();
      expect(await rowsOf(sql, { maxRows: 5 })).toHaveLength(5);
    });

    it('are described without being run', async () => {
      const info = await connection.getStatementInfo('select * from all_types where id < :n');
      expect(info.metaData).toHaveLength(19);
      expect(info.bindNames).toEqual(['N']);
      await expect(connection.getStatementInfo('select * from missing_table')).rejects.toThrow(/ORA-00942/);
    });

    it('return LONG columns', async () => {
      expect(await rowsOf('select * from longs')).toEqual([['x'.repeat(100_000)], [null], ['short']]);
    });
  });

  describe('changes', () => {
    it('insert with binds, commit and roll back', async () => {
      await connection.execute(
        'create table t (id number, s varchar2(100), d date, ts timestamp, r raw(10), n number)',
      );
      const date = new Date('2024-03-04T05:06:07Z');
      const stamp = new Date('2024-03-04T05:06:07.890Z');
      const sql = 'insert into t values (:1, :2, :3, :4, :5, :6)';
      const first = [0, 'zero é', date, stamp, Buffer.from('abc'), -12.5];
      const inserted = await connection.execute(sql, first);
      expect(inserted.rowsAffected).toBe(1);
      expect(inserted.lastRowid).toMatch(ROWID);
      const many = [1, 2, 3].map((id) => [id, `row ${id}`, date, stamp, Buffer.from([id]), id / 8]);
      expect((await connection.executeMany(sql, many)).rowsAffected).toBe(3);
      await connection.commit();
      await connection.execute(sql, [99, null, null, null, null, null]);
      await connection.rollback();
      const { rows } = server.engine.table('t');
      expect(rows).toHaveLength(4);
      const fields = { year: 2024, month: 3, day: 4, hour: 5, minute: 6, second: 7 };
      expect(rows[0]?.values).toEqual([
        sqlNumber('0'),
        'zero é',
        { kind: 'timestamp', ...fields, nanosecond: 0 },
        { kind: 'timestamp', ...fields, nanosecond: 890_000_000 },
        Buffer.from('abc'),
        sqlNumber('-12.5'),
      ]);
      expect((await connection.execute('delete from t', [], { autoCommit: true })).rowsAffected).toBe(4);
    });

    it('take 5,000 rows in one call over many packets', async () => {
      await connection.execute('create table big (id number, s varchar2(400))');
      const rows = Array.from({ length: 5000 }, (_, id) => ({ id, s: `row ${id} `.repeat(30) }));
      const result = await connection.executeMany('insert into big values (:id, :s)', rows, {
        autoCommit: true,
        bindDefs: { id: { type: oracledb.NUMBER }, s: { type: oracledb.STRING, maxSize: 1000 } },
      });
      expect(result.rowsAffected).toBe(5000);
      expect(server.engine.table('big').rows.map(({ values }) => values[1])).toEqual(rows.map(({ s }) => s));
    });

    it('list batch errors and row counts across slices', async () => {
      await connection.execute('create table pk (id number)');
      const ids = [[1], [2], [1], ...Array.from({ length: 600 }, (_, index) => [index + 3]), [2]];
      const result = await connection.executeMany('insert into pk values (:1)', ids, {
        batchErrors: true,
        dmlRowCounts: true,
        autoCommit: true,
      });
      expect(result.dmlRowCounts?.slice(0, 4)).toEqual([1, 1, 0, 1]);
      expect(result.batchErrors?.map((error) => [error.message.slice(0, 9), error.offset])).toEqual([
        ['ORA-00001', 2],
        ['ORA-00001', 603],
      ]);
    });

    it('return values', async () => {
      const returned = await connection.execute<{ rid: string[] }>(
        'insert into pk values (:id) returning rowid into :rid',
        {
          id: 5000,
          rid: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 20 },
        },
      );
      expect(returned.outBinds?.rid[0]).toMatch(ROWID);
      await connection.rollback();
    });

    it('return values for every row of an array', async () => {
      const returned = await connection.executeMany<[string[]][]>(
        'insert into pk values (:1) returning rowid into :2',
        [[6001], [6002], [6003]],
        { bindDefs: [{ type: oracledb.NUMBER }, { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 20 }] },
      );
      expect(returned.outBinds).toHaveLength(3);
      expect(new Set(JSON.stringify(returned.outBinds).match(/[A-Za-z0-9+/]{18}/g)).size).toBe(3);
      await connection.rollback();
    });

    it('raise ORA-00001', async () => {
      await expect(connection.execute('insert into pk values (:1)', [1])).rejects.toThrow(
        /ORA-00001: unique constraint \(SCOTT\.PK\) violated/,
      );
    });

    it('take long strings, which are sent behind the other binds', async () => {
      await connection.execute('create table late (id number, a clob, b number)');
      await connection.execute('insert into late values (:1, :2, :3)', [1, 'y'.repeat(60_000), 3]);
      expect(server.engine.table('late').rows[0]?.values).toEqual([sqlNumber('1'), 'y'.repeat(60_000), sqlNumber('3')]);
      await connection.commit();
    });
  });

  describe('blocks', () => {
    const lastBinds = (): unknown => Object.fromEntries(server.engine.blocks.at(-1)?.binds ?? []);

    it('get binds of every type', async () => {
      const long = 'text'.repeat(2000);
      await connection.execute('begin check_binds(:a, :b, :c, :d, :e); end;', {
        a: 123_456_789_012_345,
        b: -0.000123,
        c: long,
        d: new Date(Date.UTC(2020, 1, 29, 1, 2, 3, 4)),
        e: null,
      });
      expect(lastBinds()).toEqual({
        A: sqlNumber('123456789012345'),
        B: sqlNumber('-0.000123'),
        C: long,
        D: { kind: 'timestamp', year: 2020, month: 2, day: 29, hour: 1, minute: 2, second: 3, nanosecond: 4e6 },
        E: null,
      });
    });

    it('run again with other binds', async () => {
      const sql = 'BEGIN DBMS_LOGMNR.START_LOGMNR(STARTSCN => :s, ENDSCN => :e, OPTIONS => 18); END;';
      for (const start of [1000, 1001, 1002]) {
        await connection.execute(sql, { s: start, e: start + 1000 });
        expect(lastBinds()).toEqual({ S: sqlNumber(String(start)), E: sqlNumber(String(start + 1000)) });
      }
    });

    it('fill OUT binds, also when run again', async () => {
      for (const given of ['a', 'b', 'longer name']) {
        const { outBinds } = await connection.execute('begin :out := f(:name); :n := 1; end;', {
          out: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 200 },
          name: given,
          n: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER },
        });
        expect(outBinds).toEqual({ out: `hello ${given}`, n: 42.5 });
      }
    });

    it('hand out REF CURSORs', async () => {
      for (const round of [1, 2]) {
        const { outBinds } = await connection.execute<{ cur: oracledb.ResultSet<unknown[]> }>(
          'begin open_it(:cur); end;',
          { cur: { dir: oracledb.BIND_OUT, type: oracledb.CURSOR } },
          { prefetchRows: 100 * round, fetchTypeHandler: numbersAsText },
        );
        const rows = (await outBinds?.cur.getRows(1000)) ?? [];
        expect(rows).toHaveLength(250);
        for (const [index, row] of rows.entries()) expectSame(row.slice(3), expectedRow(index).slice(3));
        await outBinds?.cur.close();
      }
    });

    it('report errors of several lines', async () => {
      await expect(connection.execute('begin raise_it; end;')).rejects.toThrow(/ORA-06550[\s\S]*PLS-00201/);
    });

    it('take temporary LOBs as binds', async () => {
      const big = 'é'.repeat(50_000);
      const raw = Buffer.alloc(70_000, 7);
      await connection.execute('begin p(:c, :b); end;', {
        c: { type: oracledb.CLOB, val: big },
        b: { type: oracledb.BLOB, val: raw },
      });
      expect(lastBinds()).toEqual({ C: { kind: 'clob', text: big }, B: { kind: 'blob', bytes: raw } });
      const lob = await connection.createLob(oracledb.CLOB);
      lob.write('abc');
      await new Promise((resolve, reject) => {
        lob.on('error', reject);
        lob.end(resolve);
      });
      await connection.execute('begin q(:c); end;', { c: lob });
      expect(lastBinds()).toEqual({ C: { kind: 'clob', text: 'abc' } });
      lob.destroy();
    });
  });

  describe('LOBs', () => {
    const inline = (column: oracledb.Metadata<unknown>): oracledb.FetchTypeResponse | undefined => {
      if (column.dbType === oracledb.DB_TYPE_BLOB) return { type: oracledb.BUFFER };
      if (column.dbType === oracledb.DB_TYPE_CLOB || column.dbType === oracledb.DB_TYPE_NCLOB)
        return { type: oracledb.STRING };
      return undefined;
    };

    it.each(['first', 'second'])('come as values, the %s time', async () => {
      const rows = await rowsOf('select * from lobs', { fetchTypeHandler: inline });
      expect(rows).toHaveLength(5);
      for (const [id, ...values] of rows) {
        const n = Number(id);
        expect(values).toEqual(n === 2 ? [null, null, null] : [lobText(n), nationalLobText(n), lobBytes(n)]);
      }
    });

    it('come as locators of the same statement', async () => {
      for (const [id, text, national, bytes] of await rowsOf('select * from lobs')) {
        const n = Number(id);
        if (n === 2) {
          expect([text, national, bytes]).toEqual([null, null, null]);
          continue;
        }
        expect(await asLob(text).getData()).toBe(lobText(n));
        expect(await asLob(national).getData()).toBe(nationalLobText(n));
        expect(await asLob(bytes).getData()).toEqual(lobBytes(n));
      }
    });

    it('are read in pieces', async () => {
      const { rows } = await connection.execute<unknown[]>('select * from lobs where id = :id', [4]);
      const lob = asLob(rows?.[0]?.[1]);
      lob.setEncoding('utf8');
      let text = '';
      for await (const chunk of lob) text += String(chunk);
      expect(text).toBe(lobText(4));
    });
  });

  describe('the session', () => {
    const single = async (sql: string): Promise<unknown> => (await rowsOf(sql))[0]?.[0];

    it('sees ALTER SESSION, the time zone of the client, schema, module and program', async () => {
      await connection.execute("alter session set nls_date_format = 'YYYY-MM-DD' nls_numeric_characters = '.,'");
      expect(await single("select param('nls_date_format') from dual")).toBe('YYYY-MM-DD');
      expect(await single("select param('time_zone') from dual")).toMatch(/^[+-]\d\d?:\d/);
      connection.currentSchema = 'OTHER';
      connection.action = 'copy é';
      expect(await single("select sys_context('userenv','current_schema') from dual")).toBe('OTHER');
      expect(await single("select sys_context('userenv','action') from dual")).toBe('copy é');
      expect(await single("select sys_context('userenv','program') from dual")).not.toBe('');
    });

    it('survives a call timeout', async () => {
      connection.callTimeout = 200;
      await expect(connection.execute('select sleep from x')).rejects.toThrow(/NJS-123/);
      connection.callTimeout = 0;
      expect(await rowsOf('select * from all_types where id < 10')).toHaveLength(10);
    });

    it('survives break()', async () => {
      const refused = expect(connection.execute('select sleep from x')).rejects.toThrow(/ORA-01013/);
      setTimeout(() => void connection.break(), 50);
      await refused;
      await connection.ping();
    });

    it('survives 60 breaks while rows stream', async () => {
      for (let round = 0; round < 60; round += 1) {
        connection.callTimeout = 1 + round;
        try {
          await rowsOf('select * from all_types where id < 3000', { prefetchRows: 3000, fetchArraySize: 3000 });
        } catch (error) {
          expect(String(error)).toMatch(/NJS-123/);
        }
      }
      connection.callTimeout = 0;
      await connection.ping();
      expect(await rowsOf('select * from all_types where id < 10')).toHaveLength(10);
    });

    it('is one of several from a pool', async () => {
      const pool = await oracledb.createPool({
        user: 'scott',
        password: PASSWORD,
        connectString: server.connectString,
        poolMin: 0,
        poolMax: 4,
      });
      const counts = await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          await using pooled = await pool.getConnection();
          const { rows } = await pooled.execute('select * from all_types where id < :n', [index * 50]);
          return rows?.length;
        }),
      );
      expect(counts).toEqual(Array.from({ length: 12 }, (_, index) => index * 50));
      await pool.close(0);
    });

    it('closes the cursors that the driver evicts', async () => {
      const own = await server.logOn();
      for (let index = 0; index < 1200; index += 1) await own.execute(`select 'q${index}' from dual`);
      await own.close();
    });
  });
});

/** A thousand times faster than one expectation per value. */
function expectSame(actual: unknown, expected: unknown[]): void {
  if (!Array.isArray(actual)) throw new Error('a row is an array');
  for (const [index, value] of expected.entries()) {
    const found: unknown = actual[index];
    if (found === value) continue;
    if (found instanceof Date && value instanceof Date && found.getTime() === value.getTime()) continue;
    expect(found).toEqual(value);
  }
  expect(actual.length).toBe(expected.length);
}

function asLob(value: unknown): oracledb.Lob {
  if (!isLob(value)) throw new Error('not a LOB');
  return value;
}

function isLob(value: unknown): value is oracledb.Lob {
  return typeof value === 'object' && value !== null && 'getData' in value;
}

describe.each([
  ['12.2', /^12\.2\./],
  ['21c', /^21\.3\./],
] as const)('the thin driver on the %s wire', (name, version) => {
  it('logs on, queries, changes and calls', async () => {
    await using server = await startToyServer(WIRE_PERSONAS[name]);
    const connection = await server.logOn();
    expect(connection.oracleServerVersionString).toMatch(version);
    const { rows } = await connection.execute<unknown[]>('select * from all_types where id < 300', [], {
      fetchTypeHandler: numbersAsText,
    });
    expect(rows).toEqual(Array.from({ length: 300 }, (_, index) => expectedRow(index)));
    await connection.execute('create table t (id number, s varchar2(10))');
    const inserted = await connection.executeMany('insert into t values (:1, :2)', [
      [1, 'a'],
      [2, null],
      [3, 'c'],
    ]);
    expect(inserted.rowsAffected).toBe(3);
    const { outBinds } = await connection.execute('begin :out := f(:name); :n := 1; end;', {
      out: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 200 },
      name: 'x',
      n: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER },
    });
    expect(outBinds).toEqual({ out: 'hello x', n: 42.5 });
    await connection.close();
    expect(server.internalErrors).toEqual([]);
  });
});

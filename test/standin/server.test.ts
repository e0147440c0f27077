/** The whole stand-in, seen by the real driver: wire, SQL, store and dictionary together. */
import oracledb from 'oracledb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn } from '../../lib/standin/server.ts';
import type { StandIn } from '../../lib/standin/server.ts';

const INIT = `
-- everything a test below starts from
CREATE USER shop IDENTIFIED BY "Shop#1" DEFAULT TABLESPACE users QUOTA UNLIMITED ON users;
GRANT CREATE SESSION, CREATE TABLE, CREATE SEQUENCE TO shop;
CREATE USER guest IDENTIFIED BY guest;
GRANT CREATE SESSION TO guest;
CREATE TABLE shop.customer (
  id      NUMBER(10)    CONSTRAINT customer_pk PRIMARY KEY,
  name    VARCHAR2(40)  NOT NULL,
  balance NUMBER(12,2)  DEFAULT 0,
  since   DATE,
  seen    TIMESTAMP(6),
  note    CLOB,
  photo   BLOB
);
INSERT INTO shop.customer (id, name) VALUES (1, 'O''Hara');
`;

describe('a stand-in', () => {
  let standIn: StandIn;
  let shop: oracledb.Connection;
  const bugs: unknown[] = [];
  const opened: oracledb.Connection[] = [];

  const logOn = async (user: string, password: string): Promise<oracledb.Connection> => {
    const connection = await oracledb.getConnection({ user, password, connectString: standIn.connectString });
    opened.push(connection);
    return connection;
  };
  const rowsOf = async (
    connection: oracledb.Connection,
    sql: string,
    binds: oracledb.BindParameters = [],
  ): Promise<unknown[][]> => {
    const { rows } = await connection.execute<unknown[]>(sql, binds);
    return rows ?? [];
  };

  beforeAll(async () => {
    standIn = await startStandIn({
      systemPassword: 'Sys#1',
      users: { APP: 'App#1' },
      initScript: INIT,
      onInternalError: (error) => bugs.push(error),
    });
    shop = await logOn('shop', 'Shop#1');
  });
  afterEach(async () => {
    standIn.faults.clear();
    if (shop.isHealthy()) await shop.rollback();
    else shop = await logOn('shop', 'Shop#1');
    expect(bugs).toEqual([]);
  });
  afterAll(async () => {
    for (const connection of opened) if (connection.isHealthy()) await connection.close();
    await standIn.close();
    expect(standIn.database.sessions.size).toBe(0);
  });

  describe('logon', () => {
    it.each([
      ['SYSTEM', 'system', 'Sys#1'],
      ['a user of the options', 'app', 'App#1'],
      ['a user of the script', 'guest', 'guest'],
    ])('lets %s in', async (_who, user, password) => {
      const connection = await logOn(user, password);
      expect(await rowsOf(connection, 'select user from dual')).toEqual([[user.toUpperCase()]]);
    });

    it('refuses a wrong password, a locked account and a user without CREATE SESSION', async () => {
      await standIn.runScript(`
        CREATE USER locked IDENTIFIED BY "x" ACCOUNT LOCK;
        GRANT CREATE SESSION TO locked;
        CREATE USER outsider IDENTIFIED BY "x";
      `);
      await expect(logOn('shop', 'shop')).rejects.toThrow(/ORA-01017/);
      await expect(logOn('locked', 'x')).rejects.toThrow(/ORA-28000/);
      await expect(logOn('outsider', 'x')).rejects.toThrow(/ORA-01045/);
    });

    it('follows ALTER USER', async () => {
      await standIn.runScript('ALTER USER guest IDENTIFIED BY "other";');
      await expect(logOn('guest', 'guest')).rejects.toThrow(/ORA-01017/);
      await logOn('guest', 'other');
      await standIn.runScript('ALTER USER guest IDENTIFIED BY guest;');
    });
  });

  describe('statements', () => {
    it('see what the script made', async () => {
      expect(await rowsOf(shop, 'select id, name, balance, since from customer')).toEqual([[1, "O'Hara", 0, null]]);
    });

    it('are as strict as Oracle', async () => {
      await expect(shop.execute('select nme from customer')).rejects.toMatchObject({ errorNum: 904, offset: 7 });
      await expect(shop.execute('select * from missing')).rejects.toMatchObject({ errorNum: 942, offset: 14 });
      await expect(shop.execute('selekt')).rejects.toMatchObject({ errorNum: 900 });
      const guest = await logOn('guest', 'guest');
      await expect(guest.execute('select * from shop.customer')).rejects.toThrow(/ORA-00942/);
    });

    it('convert values of every type both ways', async () => {
      await shop.execute(`create table every_type (
        n number, i number(10), v varchar2(20), c char(5), nv nvarchar2(10), d date, t timestamp(9),
        z timestamp with time zone, l timestamp with local time zone, r raw(4), f binary_float, b binary_double,
        ym interval year to month, ds interval day to second)`);
      const instant = new Date('2024-02-29T23:59:58.123Z');
      await shop.execute(
        'insert into every_type values (:1, :2, :3, :4, :5, :6, :7, :8, :9, :10, :11, :12, :13, :14)',
        [
          -0.5,
          42,
          'é漢',
          'ab',
          { val: 'ñ🙂', type: oracledb.DB_TYPE_NVARCHAR },
          instant,
          instant,
          { val: instant, type: oracledb.DB_TYPE_TIMESTAMP_TZ },
          { val: instant, type: oracledb.DB_TYPE_TIMESTAMP_LTZ },
          Buffer.from([1, 2, 255]),
          { val: 1.5, type: oracledb.DB_TYPE_BINARY_FLOAT },
          { val: 1e300, type: oracledb.DB_TYPE_BINARY_DOUBLE },
          null,
          null,
        ],
      );
      await shop.execute(
        "update every_type set ym = interval '1-2' year to month, ds = interval '-3 04:05:06.7' day to second",
      );
      const [row] = await rowsOf(shop, 'select * from every_type');
      expect(row?.slice(0, 5)).toEqual([-0.5, 42, 'é漢', 'ab   ', 'ñ🙂']);
      expect(row?.slice(5, 9)).toEqual([new Date('2024-02-29T23:59:58Z'), instant, instant, instant]);
      expect(row?.slice(9, 12)).toEqual([Buffer.from([1, 2, 255]), 1.5, 1e300]);
      expect(row?.slice(12)).toEqual([
        { years: 1, months: 2 },
        { days: -3, hours: -4, minutes: -5, seconds: -6, fseconds: -700_000_000 },
      ]);
      expect(await rowsOf(shop, "select to_char(d, 'SYYYY-MM-DD HH24:MI:SS'), to_char(n) from every_type")).toEqual([
        [' 2024-02-29 23:59:58', '-.5'],
      ]);
    });

    it('return a column that is only NULL', async () => {
      expect(await rowsOf(shop, "select null, 'x', '' from dual")).toEqual([[null, 'x', null]]);
    });

    it('insert 10,000 rows at once and read them in batches', async () => {
      await shop.execute('create table many (id number, v varchar2(20))');
      const rows = Array.from({ length: 10_000 }, (_, id) => [id, `row ${id}`]);
      expect((await shop.executeMany('insert into many values (:1, :2)', rows)).rowsAffected).toBe(10_000);
      await shop.commit();
      const { resultSet } = await shop.execute('select * from many order by id', [], { resultSet: true });
      const read: unknown[] = [];
      for (;;) {
        const batch: unknown[] = (await resultSet?.getRows(999)) ?? [];
        read.push(...batch);
        if (batch.length < 999) break;
      }
      expect(read).toEqual(rows);
    });

    it('list the rows of a batch that fail', async () => {
      const rows = [
        [10, 'a'],
        [10, 'b'],
        [11, null],
        [12, 'c'],
      ];
      const result = await shop.executeMany('insert into customer (id, name) values (:1, :2)', rows, {
        batchErrors: true,
        dmlRowCounts: true,
        bindDefs: [{ type: oracledb.NUMBER }, { type: oracledb.STRING, maxSize: 40 }],
      });
      expect(result.dmlRowCounts).toEqual([1, 0, 0, 1]);
      expect(result.batchErrors?.map(({ offset, message }) => [offset, message.slice(0, 60)])).toEqual([
        [1, 'ORA-00001: unique constraint (SHOP.CUSTOMER_PK) violated'],
        [2, 'ORA-01400: cannot insert NULL into ("SHOP"."CUSTOMER"."NAME"'],
      ]);
    });

    it('return values of the rows they change', async () => {
      const { outBinds } = await shop.execute<{ out: string[]; rid: string[] }>(
        'update customer set name = upper(name) where id = :id returning name, rowid into :out, :rid',
        {
          id: 1,
          out: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 40 },
          rid: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 18 },
        },
      );
      expect(outBinds?.out).toEqual(["O'HARA"]);
      expect(await rowsOf(shop, 'select name from customer where rowid = :1', [outBinds?.rid[0]])).toEqual([
        ["O'HARA"],
      ]);
    });
  });

  describe('LOBs', () => {
    it('go in and come out, as values and as locators', async () => {
      const text = 'Grüße 漢字 '.repeat(20_000);
      const bytes = Buffer.alloc(300_000, 9);
      await shop.execute('insert into customer (id, name, note, photo) values (2, :n, :t, :b)', {
        n: 'lob',
        t: { val: text, type: oracledb.CLOB },
        b: { val: bytes, type: oracledb.BLOB },
      });
      const options = { fetchInfo: { NOTE: { type: oracledb.STRING }, PHOTO: { type: oracledb.BUFFER } } };
      const { rows } = await shop.execute('select note, photo from customer where id = 2', [], options);
      expect(rows).toEqual([[text, bytes]]);
      const [located] = await rowsOf(shop, 'select note, photo, length(note) l from customer where id = 2');
      expect(await dataOf(located?.[0])).toBe(text);
      expect(await dataOf(located?.[1])).toEqual(bytes);
      expect(located?.[2]).toBe(text.length);
    });

    it('that are empty are not NULL', async () => {
      await shop.execute("insert into customer (id, name, note, photo) values (3, 'e', empty_clob(), empty_blob())");
      const [row] = await rowsOf(shop, 'select note, photo from customer where id = 3 and note is not null');
      expect(row).toHaveLength(2);
      expect(await dataOf(row?.[0])).toBeNull();
      expect(await rowsOf(shop, 'select count(*) from customer where id = 3 and note is null')).toEqual([[0]]);
    });
  });

  describe('transactions', () => {
    it('are invisible to others until they commit, and gone when the client is', async () => {
      const other = await logOn('shop', 'Shop#1');
      const count = 'select count(*) from customer where id = 20';
      await other.execute("insert into customer (id, name) values (20, 'x')");
      expect(await rowsOf(shop, count)).toEqual([[0]]);
      expect(await rowsOf(other, count)).toEqual([[1]]);
      standIn.dropConnections();
      await expect.poll(() => standIn.database.sessions.size).toBe(0);
      shop = await logOn('shop', 'Shop#1');
      expect(await rowsOf(shop, count)).toEqual([[0]]);
    });

    it('wait for each other, and a break ends the wait', async () => {
      const other = await logOn('shop', 'Shop#1');
      await other.execute('update customer set balance = 5 where id = 1');
      await expect(shop.execute('select * from customer where id = 1 for update nowait')).rejects.toThrow(/ORA-00054/);
      shop.callTimeout = 100;
      await expect(shop.execute('update customer set balance = 6 where id = 1')).rejects.toThrow(/NJS-123/);
      shop.callTimeout = 0;
      const waiting = shop.execute('update customer set balance = balance + 1 where id = 1');
      await other.commit();
      expect((await waiting).rowsAffected).toBe(1);
      expect(await rowsOf(shop, 'select balance from customer where id = 1')).toEqual([[6]]);
      await shop.execute('update customer set balance = 0 where id = 1');
      await shop.commit();
    });

    it('can be looked at as of a SCN', async () => {
      const system = await logOn('system', 'Sys#1');
      const scn = async (): Promise<string> => {
        const { rows } = await system.execute<[string]>('select current_scn from v$database', [], {
          fetchTypeHandler: () => ({ type: oracledb.STRING }),
        });
        return rows?.[0]?.[0] ?? '';
      };
      const before = await scn();
      await shop.execute("insert into customer (id, name) values (30, 'later')");
      await shop.commit();
      const after = await scn();
      const sql = (at: string): string => `select to_char(id), name from customer as of scn ${at} where id = 30`;
      expect(await rowsOf(shop, sql(before))).toEqual([]);
      expect(await rowsOf(shop, sql(after))).toEqual([['30', 'later']]);
      await shop.execute('delete from customer where id = 30');
      await shop.commit();
      expect(await rowsOf(shop, sql(after))).toEqual([['30', 'later']]);
    });

    it('are reported to the driver while they are open', async () => {
      await shop.execute("insert into customer (id, name) values (40, 'x')");
      expect(shop.transactionInProgress).toBe(true);
      await shop.rollback();
      expect(shop.transactionInProgress).toBe(false);
    });
  });

  describe('sessions', () => {
    it('show who is connected, and can be killed', async () => {
      const system = await logOn('system', 'Sys#1');
      const other = await logOn('shop', 'Shop#1');
      other.module = 'till';
      await other.execute("insert into customer (id, name) values (50, 'x')");
      const found = await rowsOf(system, "select sid || ',' || serial#, username from v$session where module = 'till'");
      expect(found).toEqual([[expect.stringMatching(/^\d+,\d+$/), 'SHOP']]);
      await system.execute(`alter system kill session '${String(found[0]?.[0])}'`);
      await expect(other.execute('select 1 from dual')).rejects.toThrow(/NJS-500|NJS-003|ORA-00028/);
      await expect.poll(async () => rowsOf(system, "select 1 from v$session where module = 'till'")).toEqual([]);
      expect(await rowsOf(shop, 'select count(*) from customer where id = 50')).toEqual([[0]]);
    });

    it('follow the schema and the NLS settings they are given', async () => {
      const system = await logOn('system', 'Sys#1');
      system.currentSchema = 'SHOP';
      expect(await rowsOf(system, "select name, sys_context('userenv', 'current_schema') from customer")).toEqual([
        ["O'Hara", 'SHOP'],
      ]);
      await system.execute("alter session set nls_date_format = 'YYYY-MM-DD' nls_numeric_characters = ',.'");
      expect(await rowsOf(system, "select to_char(date '2024-02-29'), to_char(1.5) from dual")).toEqual([
        ['2024-02-29', '1,5'],
      ]);
    });
  });

  describe('faults', () => {
    it('are set by a block', async () => {
      const system = await logOn('system', 'Sys#1');
      await system.execute(
        "BEGIN STANDIN.FAULT(point => 'ROW', action => 'ERROR', code => 1555, after_rows => 500, containing => 'many'); END;",
      );
      await expect(rowsOf(shop, 'select * from many')).rejects.toThrow(/ORA-01555/);
      expect(await rowsOf(shop, 'select * from many')).toHaveLength(10_000);
      await system.execute("BEGIN STANDIN.FAULT(action => 'DISCONNECT', username => 'SHOP', times => 9); END;");
      await system.execute('BEGIN STANDIN.CLEAR_FAULTS; END;');
      expect(standIn.faults.size).toBe(0);
    });
  });
});

describe('a stand-in that is asked for the impossible', () => {
  it('tells the line of the script where it fails, and listens nowhere', async () => {
    const starting = startStandIn({ initScript: 'CREATE TABLE t (a NUMBER);\n\nCREATE TABLE\n  t (b NUMBER);\n' });
    await expect(starting).rejects.toThrow(/^line [34]: ORA-00955: name is already used by an existing object/);
  });

  it.each(['12.2', '19c', '21c', '23ai'] as const)('is a %s when asked', async (persona) => {
    await using standIn = await startStandIn({ persona, services: ['ONE', 'TWO'] });
    const connectString = standIn.connectString.replace('/ONE', '/two');
    const connection = await oracledb.getConnection({ user: 'system', password: 'oracle', connectString });
    const { rows } = await connection.execute<[string]>('select version from v$instance');
    expect(rows?.[0]?.[0].split('.')[0]).toBe(connection.oracleServerVersionString.split('.')[0]);
    await connection.close();
  });
});

async function dataOf(value: unknown): Promise<unknown> {
  if (!isLob(value)) throw new Error('not a LOB');
  return value.getData();
}

function isLob(value: unknown): value is oracledb.Lob {
  return typeof value === 'object' && value !== null && 'getData' in value;
}

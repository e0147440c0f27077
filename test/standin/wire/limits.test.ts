/** Nothing grows without bound: rows, requests, cursors, sessions, LOBs. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type oracledb from 'oracledb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LobTable } from '../../../lib/standin/wire/lob-table.ts';
import type { LobLimits } from '../../../lib/standin/wire/lob-table.ts';
import { WIRE_LIMITS, WIRE_PERSONAS } from '../../../lib/standin/wire/wire-settings.ts';
import { bothPersonas, startToyServer } from './toy-server.ts';

const persona = WIRE_PERSONAS['19c'];

describe.each(bothPersonas)('flow control on the %s wire', (_name, each) => {
  it('makes few rows ahead of a client that does not read, and goes on when it does', async () => {
    await using server = await startToyServer(each);
    const connection = await server.logOn();
    const { resultSet } = await connection.execute('select wide from rows_100000', [], {
      resultSet: true,
      prefetchRows: 2,
      fetchArraySize: 20_000,
    });
    const rowsAhead = server.engine.rowsMade;
    expect(rowsAhead).toBeLessThan(10);
    const fetching = resultSet?.getRows(20_000);
    // The client is this process: while it is busy here it does not read.
    const until = performance.now() + 300;
    while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve));
    // 78 MB are wanted; the sockets hold a few MB at most.
    expect(server.engine.rowsMade).toBeLessThan(8000);
    const rows: unknown[] = (await fetching) ?? [];
    expect(rows).toHaveLength(20_000);
    await connection.close();
  });

  it('lets others work and a break through while one long fetch runs', async () => {
    await using server = await startToyServer(each);
    const connection = await server.logOn();
    const other = await server.logOn();
    connection.callTimeout = 150;
    const fetching = connection
      .execute('select wide from rows_90000', [], { prefetchRows: 90_000, fetchArraySize: 90_000 })
      .then(() => 'finished', String);
    await other.ping();
    expect(await fetching).toMatch(/NJS-123/);
    expect(server.engine.rowsMade).toBeLessThan(90_000);
    connection.callTimeout = 0;
    await connection.ping();
    await other.close();
    await connection.close();
  });
});

describe('a query whose rows take long to make', () => {
  it('leaves others their turn, and can be broken', async () => {
    await using server = await startToyServer(persona);
    const connection = await server.logOn();
    const other = await server.logOn();
    const order: string[] = [];
    const sql = 'select busy from rows_600';
    const fetching = connection
      .execute(sql, [], { prefetchRows: 600, fetchArraySize: 600 })
      .then(({ rows }) => order.push(`${rows?.length} rows`));
    await expect.poll(() => server.engine.rowsMade).toBeGreaterThan(0);
    await other.ping();
    order.push('ping');
    await fetching;
    expect(order).toEqual(['ping', '600 rows']);
    connection.callTimeout = 60;
    await expect(connection.execute(sql, [], { prefetchRows: 600 })).rejects.toThrow(/NJS-123/);
    expect(server.engine.rowsMade).toBeLessThan(1200);
    await other.close();
    await connection.close();
  });
});

describe('limits', () => {
  it('a request that is too long ends the connection with ORA-03146', async () => {
    await using server = await startToyServer(persona, { requestBytesMax: 200_000 });
    const connection = await server.logOn();
    const rows = Array.from({ length: 1000 }, (_, id) => [id, 'x'.repeat(1000)]);
    await expect(connection.executeMany('insert into t values (:1, :2)', rows)).rejects.toThrow(/ORA-03146|NJS-500/);
    await expect.poll(() => server.wire.connectionCount).toBe(0);
  });

  it('more open cursors than allowed raise ORA-01000', async () => {
    await using server = await startToyServer(persona, { cursorsMax: 5 });
    const connection = await server.logOn();
    const open: oracledb.ResultSet<unknown>[] = [];
    const openOne = async (index: number): Promise<void> => {
      const sql = `select * from all_types where id < ${index + 100}`;
      const { resultSet } = await connection.execute(sql, [], { resultSet: true });
      if (resultSet !== undefined) open.push(resultSet);
    };
    for (let index = 0; index < 5; index += 1) await openOne(index);
    await expect(openOne(5)).rejects.toThrow(/ORA-01000/);
    for (const resultSet of open) await resultSet.close();
    await connection.close();
  });

  it('more sessions than allowed raise ORA-00018, and a logoff makes room', async () => {
    await using server = await startToyServer(persona, { sessionsMax: 2 });
    const first = await server.logOn();
    const second = await server.logOn();
    await expect(server.logOn()).rejects.toThrow(/ORA-00018/);
    await second.close();
    const third = await server.logOn();
    await third.close();
    await first.close();
  });

  it('a client that never logs on is dropped', async () => {
    await using server = await startToyServer(persona, { logonTimeoutMs: 30 });
    const socket = connect(server.wire.port, server.wire.host);
    socket.on('error', () => undefined);
    await once(socket, 'close');
    await expect.poll(() => server.wire.connectionCount).toBe(0);
  });

  it('noise instead of packets is dropped', async () => {
    await using server = await startToyServer(persona, { logonTimeoutMs: 200 });
    for (const noise of [
      'GET / HTTP/1.1\r\n\r\n',
      '\0\0\0\0\0\0\0\0\0\0',
      '\0\x0c\0\0\x06\0\0\0\0\0zz',
      '\0\x0b\0\0\x01\0\0\0\0\0\0',
    ]) {
      const socket = connect(server.wire.port, server.wire.host);
      socket.on('error', () => undefined);
      socket.write(noise);
      await once(socket, 'close');
    }
    expect(server.internalErrors).toEqual([]);
  });

  it('closing the server drops every client and rolls back', async () => {
    const server = await startToyServer();
    const connection = await server.logOn();
    await connection.execute('create table t (id number, s varchar2(10))');
    await connection.execute('insert into t values (:1, :2)', [1, 'x']);
    await server.wire.close();
    expect(server.engine.sessions.size).toBe(0);
    expect(server.engine.table('t').rows).toEqual([]);
    await expect.poll(() => connection.isHealthy()).toBe(false);
  });
});

describe('the LOB table', () => {
  const limits = { fetchedMax: 3, fetchedBytesMax: 1000, spilledBytesMax: 100 * 1024 * 1024, temporaryBytesMax: 500 };
  const openTable = (own: Partial<LobLimits> = {}): LobTable => {
    const table = new LobTable({ ...limits, ...own });
    onTestFinished(() => table.clear());
    return table;
  };

  it('forgets the oldest fetched LOB beyond its count, and says so', () => {
    const table = openTable();
    const locators = ['a', 'b', 'c', 'd'].map((text) => table.locate({ kind: 'clob', text }));
    expect(table.size).toBe(3);
    expect(() => table.contents(locators[0] ?? Buffer.alloc(0))).toThrow(/ORA-22922/);
    expect(table.contents(locators[3] ?? Buffer.alloc(0))).toEqual({ kind: 'clob', text: 'd' });
  });

  it('reads contents that went to a file as if they were in memory', () => {
    const table = openTable();
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 251));
    const text = 'é漢🙂'.repeat(1000);
    const blob = table.locate({ kind: 'blob', bytes });
    const clob = table.locate({ kind: 'clob', text });
    expect([table.length(blob), table.length(clob)]).toEqual([5000, 4000]);
    expect(table.contents(blob)).toEqual({ kind: 'blob', bytes });
    expect(table.contents(clob)).toEqual({ kind: 'clob', text });
    expect(table.read(blob, 4991, 100)).toEqual({ bytes: bytes.subarray(4990), amount: 10 });
    expect(table.read(clob, 2, 1)).toEqual({ bytes: Buffer.from([0x6f, 0x22]), amount: 1 });
    expect(table.read(clob, 4001, 5).amount).toBe(0);
    expect(() => table.write(clob, 1, Buffer.alloc(2))).toThrow(/ORA-22920/);
  });

  it('forgets the oldest file beyond its bytes, never the newest', () => {
    const table = openTable({ fetchedMax: 100 });
    const large = { kind: 'blob', bytes: Buffer.alloc(40 * 1024 * 1024, 1) } as const;
    const locators = [1, 2, 3].map(() => table.locate(large));
    const [first = Buffer.alloc(0), , third = Buffer.alloc(0)] = locators;
    expect(() => table.read(first, 1, 1)).toThrow(/ORA-22922/);
    expect(table.read(third, 40 * 1024 * 1024, 2).amount).toBe(1);
  });

  it('refuses a temporary LOB beyond the limit and gives room back when one is freed', () => {
    const table = openTable();
    const locator = table.create(0);
    table.write(locator, 1, Buffer.alloc(400));
    const second = table.create(0);
    expect(() => table.write(second, 1, Buffer.alloc(200))).toThrow(/ORA-01652/);
    table.free(locator);
    table.write(second, 1, Buffer.alloc(200));
    expect(table.length(second)).toBe(200);
    expect(() => table.length(locator)).toThrow(/ORA-22922/);
    expect(() => table.length(Buffer.alloc(40))).toThrow(/ORA-22275/);
  });

  it('has sane limits by default', () => {
    expect(WIRE_LIMITS.lobs.fetchedBytesMax + WIRE_LIMITS.lobs.temporaryBytesMax).toBeLessThan(512 * 1024 * 1024);
  });
});

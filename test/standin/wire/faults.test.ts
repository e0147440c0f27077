/** Faults that a tool must survive, injected while the server runs. */
import type oracledb from 'oracledb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultPlan, faultFromArguments } from '../../../lib/standin/wire/fault-plan.ts';
import { bothPersonas, startToyServer } from './toy-server.ts';
import type { ToyServer } from './toy-server.ts';

const ROWS = 'select * from all_types where id < 5000';

describe.each(bothPersonas)('faults on the %s wire', (_name, persona) => {
  let server: ToyServer;
  let connection: oracledb.Connection;

  beforeEach(async () => {
    server = await startToyServer(persona);
    connection = await server.logOn();
  });
  afterEach(async () => {
    if (connection.isHealthy()) await connection.close();
    await server.wire.close();
    expect(server.internalErrors).toEqual([]);
    expect(server.engine.sessions.size).toBe(0);
  });

  /** Rows until the end or until an error, which comes second. */
  async function drain(sql: string, batch: number): Promise<readonly [number, unknown]> {
    let count = 0;
    try {
      const { resultSet } = await connection.execute(sql, [], {
        resultSet: true,
        prefetchRows: batch,
        fetchArraySize: batch,
      });
      for (;;) {
        const rows: unknown[] = (await resultSet?.getRows(batch)) ?? [];
        count += rows.length;
        if (rows.length < batch) return [count, null];
      }
    } catch (error) {
      return [count, error];
    }
  }

  it('ORA-01555 strikes in mid fetch, and the connection goes on', async () => {
    server.faults.add({ at: 'row', afterRows: 2500, action: { kind: 'error', code: 1555 } });
    const [count, error] = await drain(ROWS, 1000);
    expect(count).toBe(2000);
    expect(String(error)).toMatch(/ORA-01555: snapshot too old: rollback segment number 9 with name "_SYSSMU9_/);
    expect(await drain(ROWS, 1000)).toEqual([5000, null]);
  });

  it('an error behind rows that are already on the wire is still an error', async () => {
    server.faults.add({ at: 'row', afterRows: 4999, action: { kind: 'error', code: 1555 } });
    const [count, error] = await drain('select wide from rows_5000', 5000);
    expect(count).toBe(0);
    expect(String(error)).toMatch(/ORA-01555/);
    expect(await drain('select wide from rows_5000', 5000)).toEqual([5000, null]);
  });

  it('after ORA-00600 the driver gives the connection up', async () => {
    server.faults.add({ at: 'execute', action: { kind: 'error', code: 600 } });
    await expect(connection.execute(ROWS)).rejects.toThrow(/ORA-00600: internal error code, arguments: \[kcbgtcr_13\]/);
    expect(connection.isHealthy()).toBe(false);
  });

  it('the socket is lost in mid fetch', async () => {
    server.faults.add({ at: 'row', afterRows: 2500, action: { kind: 'disconnect' } });
    const [count, error] = await drain(ROWS, 1000);
    expect(count).toBe(2000);
    expect(error).toMatchObject({ code: 'NJS-500', isRecoverable: true });
    expect(connection.isHealthy()).toBe(false);
  });

  it('the socket is lost while idle', async () => {
    server.wire.dropConnections();
    await expect.poll(() => connection.isHealthy()).toBe(false);
    await expect(connection.execute(ROWS)).rejects.toThrow(/NJS-500|NJS-003/);
  });

  it('a delay holds a statement up', async () => {
    server.faults.add({ at: 'execute', containing: 'RAISE', action: { kind: 'delay', ms: 60_000 } });
    server.faults.add({ at: 'execute', containing: 'from DUAL', action: { kind: 'delay', ms: 120 } });
    const before = performance.now();
    await connection.execute("select 'x' from dual");
    expect(performance.now() - before).toBeGreaterThan(110);
    expect(server.faults.size).toBe(1);
  });

  it('a delay ends with a break, and with the connection', async () => {
    server.faults.add({ at: 'execute', times: 2, action: { kind: 'delay', ms: 600_000 } });
    connection.callTimeout = 50;
    await expect(connection.execute("select 'x' from dual")).rejects.toThrow(/NJS-123/);
    connection.callTimeout = 0;
    const cut = expect(connection.execute("select 'x' from dual")).rejects.toThrow(/NJS-500/);
    await expect.poll(() => server.faults.size).toBe(0);
    await server.wire.close();
    await cut;
  });

  it('an array insert is cut off after so many rows, and nothing of it stays', async () => {
    await connection.execute('create table t (id number, s varchar2(10))');
    server.faults.add({ at: 'row', afterRows: 700, containing: 'insert', action: { kind: 'disconnect' } });
    const rows = Array.from({ length: 1500 }, (_, id) => [id, 'x']);
    await expect(connection.executeMany('insert into t values (:1, :2)', rows)).rejects.toThrow(/NJS-500/);
    await expect.poll(() => server.engine.sessions.size).toBe(0);
    expect(server.engine.table('t').rows).toEqual([]);
  });

  it.each([
    ['commit', 0],
    ['committed', 1],
  ] as const)('a connection lost at "%s" leaves %i rows', async (at, left) => {
    await connection.execute('create table t (id number, s varchar2(10))');
    await connection.execute('insert into t values (:1, :2)', [1, 'x']);
    server.faults.add({ at, action: { kind: 'disconnect' } });
    await expect(connection.commit()).rejects.toThrow(/NJS-500/);
    await expect.poll(() => server.engine.sessions.size).toBe(0);
    expect(server.engine.table('t').rows).toHaveLength(left);
  });

  it('strikes only at the user it is meant for, and so many times', async () => {
    server.faults.add({ at: 'execute', user: 'OLD', action: { kind: 'error', code: 1555 } });
    server.faults.add({ at: 'execute', user: 'SCOTT', times: 2, action: { kind: 'error', code: 4036 } });
    await expect(connection.execute("select 'x' from dual")).rejects.toThrow(/ORA-04036/);
    await expect(connection.execute("select 'x' from dual")).rejects.toThrow(/ORA-04036/);
    await connection.execute("select 'x' from dual");
    server.faults.clear();
    expect(server.faults.size).toBe(0);
  });

  it('refuses a logon', async () => {
    server.faults.add({ at: 'logon', action: { kind: 'error', code: 1033 } });
    await expect(server.logOn()).rejects.toThrow(/ORA-01033/);
    await (await server.logOn()).close();
  });
});

describe('a fault from the arguments of the control package', () => {
  it('is read with defaults', () => {
    const values = new Map([
      ['POINT', 'ROW'],
      ['ACTION', 'error'],
      ['CODE', '1555'],
      ['AFTER_ROWS', '2500'],
      ['USERNAME', 'app'],
    ]);
    expect(faultFromArguments(values)).toEqual({
      at: 'row',
      action: { kind: 'error', code: 1555 },
      afterRows: 2500,
      times: 1,
      user: 'APP',
    });
    expect(
      faultFromArguments(
        new Map([
          ['ACTION', 'DELAY'],
          ['MS', '5'],
        ]),
      ),
    ).toMatchObject({
      at: 'execute',
      action: { kind: 'delay', ms: 5 },
    });
  });

  it.each([
    [[['ACTION', 'EXPLODE']]],
    [
      [
        ['ACTION', 'ERROR'],
        ['CODE', '-1'],
      ],
    ],
    [
      [
        ['ACTION', 'ERROR'],
        ['POINT', 'NOWHERE'],
      ],
    ],
    [
      [
        ['ACTION', 'ERROR'],
        ['KODE', '1'],
      ],
    ],
  ] as const)('is refused: %j', (entries) => {
    expect(() => faultFromArguments(new Map<string, string>(entries))).toThrow(/ORA-20000/);
  });

  it('with a code that has no text is refused when it is set', () => {
    expect(() => new FaultPlan([{ at: 'execute', action: { kind: 'error', code: 99_999 } }])).toThrow(/no text/);
  });
});

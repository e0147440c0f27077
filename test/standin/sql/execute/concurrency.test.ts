import { beforeEach, describe, expect, test } from 'vitest';
import type { RedoLog } from '../../../../lib/standin/redo/redo-log.ts';
import { OracleError } from '../../../../lib/standin/oracle-error.ts';
import { Database } from '../../../../lib/standin/sql/database.ts';
import type { SqlSession } from '../../../../lib/standin/sql/session.ts';
import { valueText } from '../value-text.ts';

let database: Database;
let nowMs: number;
let a: SqlSession;
let b: SqlSession;

beforeEach(async () => {
  nowMs = Date.UTC(2024, 0, 1);
  database = new Database({ clock: { nowMs: () => nowMs } });
  a = database.openSession('SYSTEM');
  b = database.openSession('SYSTEM');
  await a.execute('create table t (id number primary key, v varchar2(10))');
  await a.execute(`insert into t select level, 'v' || level from dual connect by level <= 3`);
  await a.commit();
});

async function rows(session: SqlSession, text: string): Promise<string> {
  const result = await session.execute(text);
  if (result.kind !== 'query') throw new Error('no query');
  return [...result.rows].map((row) => row.map(valueText).join('|')).join(';');
}

async function code(run: Promise<unknown>): Promise<number> {
  try {
    await run;
    return 0;
  } catch (error) {
    if (error instanceof OracleError) return error.code;
    throw error;
  }
}

/** Lets promises that can go on go on. */
async function turn(): Promise<void> {
  await new Promise((done) => {
    setImmediate(done);
  });
}

describe('read consistency', () => {
  test('what is not committed is seen by its own session only', async () => {
    await a.execute(`update t set v = 'new' where id = 1`);
    expect(await rows(a, 'select v from t where id = 1')).toBe('new');
    expect(await rows(b, 'select v from t where id = 1')).toBe('v1');
    await a.commit();
    expect(await rows(b, 'select v from t where id = 1')).toBe('new');
  });

  test('a query that is being read does not see commits after its start', async () => {
    const result = await b.execute('select id, v from t order by id');
    const lazy = await b.execute('select id from t');
    if (result.kind !== 'query' || lazy.kind !== 'query') throw new Error('no query');
    const reading = lazy.rows[Symbol.iterator]();
    reading.next();
    await a.execute('delete from t where id = 3');
    await a.execute(`insert into t values (4, 'late')`);
    await a.commit();
    expect([reading.next(), reading.next(), reading.next()].map((step) => step.done)).toEqual([false, false, true]);
  });

  test('a statement does not see its own changes', async () => {
    await a.execute('insert into t select id + 10, v from t');
    expect(await rows(a, 'select count(*) from t')).toBe('6');
    await a.execute('update t set id = id + 1');
    expect(await rows(a, 'select min(id), max(id) from t')).toBe('2|14');
  });

  test('AS OF SCN reads the past by full scan, key and ROWID', async () => {
    const scn = database.currentScn();
    const rowid = await rows(a, 'select rowid from t where id = 2');
    await a.execute(`update t set v = 'changed' where id = 2`);
    await a.execute('delete from t where id = 1');
    await a.execute('update t set id = 30 where id = 3');
    await a.commit();
    expect(await rows(b, `select id, v from t as of scn ${scn} order by id`)).toBe('1|v1;2|v2;3|v3');
    expect(await rows(b, `select v from t as of scn ${scn} where id = 3`)).toBe('v3');
    expect(await rows(b, `select id from t as of scn ${scn} where id between 1 and 5 order by id`)).toBe('1;2;3');
    expect(await rows(b, `select v from t as of scn ${scn} where rowid = '${rowid}'`)).toBe('v2');
    expect(await rows(b, 'select id, v from t order by id')).toBe('2|changed;30|v3');
  });

  test('AS OF TIMESTAMP finds the SCN of that time', async () => {
    nowMs += 60_000;
    await a.execute('delete from t');
    await a.commit();
    nowMs += 60_000;
    expect(await rows(b, `select count(*) from t as of timestamp timestamp '2024-01-01 00:00:30'`)).toBe('3');
    expect(await rows(b, `select count(*) from t as of timestamp timestamp '2024-01-01 00:01:30'`)).toBe('0');
    expect(
      await code(
        b
          .execute(`select count(*) from t as of timestamp timestamp '1999-01-01 00:00:00'`)
          .then((r) => r.kind === 'query' && [...r.rows]),
      ),
    ).toBe(8180);
  });

  test('a SCN that never was is ORA-08181, one before the definition changed ORA-01466', async () => {
    const before = database.currentScn();
    const read = async (scn: bigint): Promise<string> => rows(b, `select count(*) from t as of scn ${scn}`);
    expect(await code(read(before + 1_000_000n))).toBe(8181);
    await a.execute('alter table t add x number');
    expect(await code(read(before))).toBe(1466);
    expect(await read(database.currentScn())).toBe('3');
  });

  test('undo that is gone is ORA-01555, and rows nobody changed are still read', async () => {
    await a.execute('create table quiet (id number)');
    await a.execute('insert into quiet values (1)');
    await a.commit();
    database.exhaustUndo();
    const scn = database.currentScn();
    await a.execute(`update t set v = 'x'`);
    await a.commit();
    database.exhaustUndo();
    expect(await code(rows(b, `select * from t as of scn ${scn}`))).toBe(1555);
    expect(await rows(b, `select * from quiet as of scn ${scn}`)).toBe('1');
    expect(await rows(b, 'select count(*) from t')).toBe('3');
  });

  test('undo is kept for its time and its bytes', async () => {
    const scn = database.currentScn();
    await a.execute(`update t set v = 'x'`);
    await a.commit();
    nowMs += 899_000;
    expect(await rows(b, `select v from t as of scn ${scn} where id = 1`)).toBe('v1');
    nowMs += 2000;
    expect(await code(rows(b, `select v from t as of scn ${scn} where id = 1`))).toBe(1555);
  });
});

describe('a small undo tablespace', () => {
  test('forgets the oldest commits first', async () => {
    const small = new Database({ undo: { retentionMs: 3_600_000, bytesMax: 2000 } });
    const session = small.openSession('SYSTEM');
    await session.execute('create table old (id number)');
    await session.execute('create table young (id number)');
    await session.execute('insert into old values (1)');
    await session.execute('insert into young values (1)');
    await session.commit();
    small.exhaustUndo();
    const scn = small.currentScn();
    await session.execute('update old set id = 2');
    await session.commit();
    for (let change = 0; change < 30; change += 1) {
      await session.execute('update young set id = id + 1');
      await session.commit();
    }
    const late = small.currentScn();
    await session.execute('update young set id = 0');
    await session.commit();
    expect(await code(rows(session, `select id from old as of scn ${scn}`))).toBe(1555);
    expect(await rows(session, `select id from young as of scn ${late}`)).toBe('31');
  });
});

describe('locks', () => {
  test('a second writer waits for the first and then sees what it wrote', async () => {
    await a.execute(`update t set v = v || 'a' where id = 1`);
    let done = false;
    const waiting = b.execute(`update t set v = v || 'b' where id = 1`).then(() => {
      done = true;
    });
    await turn();
    expect(done).toBe(false);
    await a.commit();
    await waiting;
    await b.commit();
    expect(await rows(a, 'select v from t where id = 1')).toBe('v1ab');
  });

  test('a writer that waited goes on with the old row after a rollback', async () => {
    await a.execute('delete from t where id = 2');
    const waiting = b.execute(`update t set v = 'b' where id = 2`);
    await turn();
    await a.rollback();
    expect(await waiting).toMatchObject({ kind: 'dml', rowsAffected: 1 });
  });

  test('inserting a key that another session has not committed waits', async () => {
    await a.execute(`insert into t values (9, 'a')`);
    const waiting = code(b.execute(`insert into t values (9, 'b')`));
    await turn();
    await a.commit();
    expect(await waiting).toBe(1);
  });

  test('two sessions that wait for each other are told: ORA-00060', async () => {
    await a.execute(`update t set v = 'a' where id = 1`);
    await b.execute(`update t set v = 'b' where id = 2`);
    const first = code(a.execute(`update t set v = 'a' where id = 2`));
    await turn();
    expect(await code(b.execute(`update t set v = 'b' where id = 1`))).toBe(60);
    await b.rollback();
    expect(await first).toBe(0);
  });

  test('NOWAIT, WAIT n and SKIP LOCKED do not wait for ever', async () => {
    await a.execute('select * from t where id = 1 for update');
    expect(await code(b.execute('select * from t for update nowait'))).toBe(54);
    expect(await code(b.execute('select * from t where id = 1 for update wait 0'))).not.toBe(0);
    expect(await rows(b, 'select id from t for update skip locked')).toBe('2;3');
  });

  test('DDL does not wait for a transaction: ORA-00054', async () => {
    await a.execute(`update t set v = 'a'`);
    expect(await code(b.execute('drop table t'))).toBe(54);
    expect(await code(b.execute('alter table t add z number'))).toBe(54);
  });

  test('a cancelled wait is ORA-01013', async () => {
    await a.execute(`update t set v = 'a'`);
    const waiting = code(b.execute(`update t set v = 'b'`));
    await turn();
    b.cancel();
    expect(await waiting).toBe(1013);
  });

  test('SERIALIZABLE refuses a row that was changed after its start', async () => {
    await b.execute('set transaction isolation level serializable');
    await a.execute(`update t set v = 'a' where id = 1`);
    await a.commit();
    expect(await rows(b, 'select v from t where id = 1')).toBe('v1');
    expect(await code(b.execute(`update t set v = 'b' where id = 1`))).toBe(8177);
  });

  test('rows of an in-doubt transaction are ORA-01591 until it is decided', async () => {
    await a.execute(`update t set v = 'a' where id = 1`);
    const transaction = database.prepareInDoubt(a);
    expect(await code(rows(b, 'select v from t where id = 1'))).toBe(1591);
    expect(await code(b.execute(`update t set v = 'b' where id = 1`))).toBe(1591);
    expect(await rows(b, 'select local_tran_id, state from dba_2pc_pending')).toBe(`${transaction.text}|prepared`);
    database.resolveInDoubt(transaction.text, true);
    expect(await rows(b, 'select v from t where id = 1')).toBe('a');
  });
});

describe('constraints', () => {
  test('deferred ones are judged at commit: ORA-02091', async () => {
    await a.execute('create table p (id number primary key)');
    await a.execute('create table c (id number references p deferrable initially deferred)');
    await a.execute('insert into c values (1)');
    expect(await code(a.commit())).toBe(2091);
    expect(await rows(a, 'select count(*) from c')).toBe('0');
    await a.execute('insert into c values (1)');
    await a.execute('insert into p values (1)');
    await a.commit();
    expect(await rows(a, 'select count(*) from c')).toBe('1');
  });

  test('a parent row with children stays: ORA-02292', async () => {
    await a.execute('create table c (id number references t)');
    await a.execute('insert into c values (1)');
    expect(await code(a.execute('delete from t where id = 1'))).toBe(2292);
    expect(await code(a.execute('update t set id = 8 where id = 1'))).toBe(2292);
    expect(await code(a.execute('delete from t where id = 2'))).toBe(0);
  });

  test('a failed statement leaves nothing behind, what came before stays', async () => {
    await a.execute(`insert into t values (7, 'kept')`);
    expect(await code(a.execute('insert into t select id + 5, v from t union all select 1, v from t'))).toBe(1);
    expect(await rows(a, 'select count(*) from t')).toBe('4');
  });

  test('a batch goes on after failing rows when asked to', async () => {
    const bind = (id: number) => [
      { value: { kind: 'number', coefficient: id, exponent: 0 } as const, direction: 'in' as const },
    ];
    const result = await a.executeBatch('insert into t (id) values (:1)', [bind(4), bind(1), bind(5)], {
      batchErrors: true,
    });
    expect(result.rowsAffected).toBe(2);
    expect(result.errors.map(({ index, code: number }) => [index, number])).toEqual([[1, 1]]);
    expect(await rows(a, 'select id from t order by id')).toBe('1;2;3;4;5');
    expect(await rows(b, 'select id from t order by id')).toBe('1;2;3');
    await a.execute('savepoint s');
    await a.executeBatch('insert into t (id) values (:1)', [bind(6), bind(7)]);
    await a.execute('rollback to s');
    expect(await rows(a, 'select id from t order by id')).toBe('1;2;3;4;5');
    await a.rollback();
    expect(await rows(a, 'select id from t where id >= 1 order by id')).toBe('1;2;3');
  });
});

describe('privileges', () => {
  beforeEach(async () => {
    await a.execute('create user joe identified by pw');
    await a.execute('grant create session to joe');
  });

  test('an unknown table and one without a grant look the same', async () => {
    const joe = database.logOn('JOE', 'pw');
    expect(await code(joe.execute('select * from system.t'))).toBe(942);
    await a.execute('grant insert on t to joe');
    expect(await code(joe.execute('select * from system.t'))).toBe(1031);
    await a.execute('grant select on t to joe');
    expect(await rows(joe, 'select count(*) from system.t')).toBe('3');
    expect(await code(joe.execute('delete from system.t'))).toBe(1031);
    expect(await code(rows(joe, `select * from system.t as of scn ${database.currentScn()}`))).toBe(1031);
    await a.execute('grant flashback on t to joe');
    expect(await code(rows(joe, `select * from system.t as of scn ${database.currentScn()}`))).toBe(0);
    await a.execute('revoke select on t from joe');
    expect(await code(joe.execute('select * from system.t'))).toBe(1031);
  });

  test('log-on is refused as Oracle refuses it', async () => {
    expect(() => database.logOn('JOE', 'wrong')).toThrow('ORA-01017');
    await a.execute('alter user joe account lock');
    expect(() => database.logOn('JOE', 'pw')).toThrow('ORA-28000');
    await a.execute('create user no_session identified by x');
    expect(() => database.logOn('NO_SESSION', 'x')).toThrow('ORA-01045');
  });

  test('DDL needs privileges, dictionary views of the DBA too', async () => {
    const joe = database.logOn('JOE', 'pw');
    expect(await code(joe.execute('create table mine (x number)'))).toBe(1031);
    expect(await code(joe.execute('select * from dba_tables'))).toBe(942);
    await a.execute('grant select_catalog_role to joe');
    expect(await code(joe.execute('select count(*) from dba_tables'))).toBe(0);
    expect(await code(joe.execute('begin dbms_lock.sleep(0); end;'))).toBe(6550);
  });
});

describe('redo', () => {
  test('hears of every change in order, rollbacks as compensating changes', async () => {
    const heard: string[] = [];
    const log: RedoLog = {
      begin: () => void heard.push('begin'),
      change: ({ operation, rollback }) => void heard.push(rollback ? `undo ${operation}` : operation),
      rollbackToSavepoint: () => void heard.push('to savepoint'),
      commit: () => void heard.push('commit'),
      rollback: () => void heard.push('rollback'),
      ddl: ({ text }) => void heard.push(text),
    };
    const session = new Database({ redo: log }).openSession('SYSTEM');
    heard.length = 0;
    await session.execute('create table r (x number)');
    await session.execute('insert into r values (1)');
    await session.execute('savepoint s');
    await session.execute('update r set x = 2');
    await session.execute('rollback to s');
    await session.commit();
    await session.execute('delete from r');
    await session.rollback();
    await session.execute('select * from r');
    await session.commit();
    expect(heard).toEqual([
      'create table r (x number)',
      'begin', 'insert', 'update', 'undo update', 'to savepoint', 'commit',
      'begin', 'delete', 'undo insert', 'rollback',
    ]); // prettier-ignore
  });
});

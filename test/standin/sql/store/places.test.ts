import { beforeEach, describe, expect, test } from 'vitest';
import { Database } from '../../../../lib/standin/sql/database.ts';
import type { SqlSession } from '../../../../lib/standin/sql/session.ts';
import { valueText } from '../value-text.ts';

let database: Database;
let session: SqlSession;

beforeEach(() => {
  database = new Database();
  session = database.openSession('SYSTEM');
});

async function rows(text: string): Promise<string> {
  const result = await session.execute(text);
  if (result.kind !== 'query') throw new Error('no query');
  return [...result.rows].map((row) => row.map(valueText).join('|')).join(';');
}

async function fill(count: number): Promise<void> {
  await session.execute('create table t (id number primary key, pad varchar2(200))');
  await session.execute(`insert into t select level, rpad('x', 200, 'x') from dual connect by level <= ${count}`);
  await session.commit();
}

describe('where rows are', () => {
  test('a table without rows has no extent; extents are 64 KiB sixteen times, then 1 MiB', async () => {
    await session.execute('create table t (id number, pad varchar2(200))');
    expect(database.catalog.table('SYSTEM', 'T')?.segment).toBeNull();
    await session.execute(`insert into t select level, rpad('x', 200, 'x') from dual connect by level <= 6000`);
    const extents = database.catalog.table('SYSTEM', 'T')?.segment?.extents ?? [];
    expect(extents.slice(0, 16).every((extent) => extent.blocks === 8)).toBe(true);
    expect(extents.slice(16).every((extent) => extent.blocks === 128)).toBe(true);
    expect(await rows(`select count(*), sum(blocks) from dba_extents where segment_name = 'T'`)).toBe(
      `${extents.length}|${extents.reduce((sum, extent) => sum + extent.blocks, 0)}`,
    );
  });

  test('every ROWID lies in an extent of its data object', async () => {
    await fill(3000);
    const outside = await rows(`
      select count(*) from t where not exists (
        select 1 from dba_extents e where e.segment_name = 'T' and e.relative_fno = dbms_rowid.rowid_relative_fno(t.rowid)
        and dbms_rowid.rowid_block_number(t.rowid) between e.block_id and e.block_id + e.blocks - 1)`);
    expect(outside).toBe('0');
    expect(
      await rows(
        `select distinct dbms_rowid.rowid_object(t.rowid) - o.data_object_id from t, user_objects o where o.object_name = 'T'`,
      ),
    ).toBe('0');
  });

  test('ROWID ranges cut a table into parts that together are all of it', async () => {
    await fill(3000);
    const cuts = (await rows(`select min(rowid) from t where mod(id, 700) = 0 group by id order by 1`)).split(';');
    expect(cuts).toHaveLength(4);
    const bounds = [null, ...cuts, null];
    let total = 0;
    for (let at = 0; at + 1 < bounds.length; at += 1) {
      const [low, high] = [bounds[at], bounds[at + 1]];
      const conditions = [low === null ? '1 = 1' : `rowid >= '${low}'`, high === null ? '1 = 1' : `rowid < '${high}'`];
      total += Number(await rows(`select count(*) from t where ${conditions.join(' and ')}`));
    }
    expect(total).toBe(3000);
  });

  test('the place of a deleted row is given to another once the delete is committed', async () => {
    await fill(10);
    const before = await rows('select rowid from t where id = 5');
    await session.execute('delete from t where id = 5');
    await session.execute(`insert into t values (50, 'while the delete is open')`);
    expect(await rows('select rowid from t where id = 50')).not.toBe(before);
    await session.commit();
    const scn = database.store.scn.current;
    await session.execute(`insert into t values (51, 'after')`);
    await session.commit();
    expect(await rows('select rowid from t where id = 51')).toBe(before);
    expect(await rows(`select count(*) from t as of scn ${scn} where rowid = '${before}'`)).toBe('0');
  });

  test('an update that grows a row keeps its ROWID', async () => {
    await session.execute('create table g (id number, v varchar2(4000), c clob)');
    await session.execute(`insert into g (id) select level from dual connect by level <= 500`);
    const before = await rows('select id, rowid from g order by id');
    await session.execute(`update g set v = rpad('y', 3000, 'y'), c = rpad('z', 4000, 'z')`);
    expect(await rows('select id, rowid from g order by id')).toBe(before);
    expect(await rows('select min(length(v)), max(length(c)) from g')).toBe('3000|4000');
  });

  test('TRUNCATE and MOVE make a new data object, DELETE does not', async () => {
    await fill(10);
    const objects = async (): Promise<string> =>
      rows(`select object_id, data_object_id from user_objects where object_name = 'T'`);
    const first = await objects();
    await session.execute('delete from t');
    expect(await objects()).toBe(first);
    await session.rollback();
    await session.execute('alter table t move');
    const moved = await objects();
    expect(moved.split('|')[0]).toBe(first.split('|')[0]);
    expect(moved).not.toBe(first);
    expect(await rows('select count(*) from t where id between 1 and 10')).toBe('10');
    await session.execute('truncate table t');
    expect(await objects()).not.toBe(moved);
  });

  test('a query over a table that is truncated meanwhile is ORA-08103', async () => {
    await fill(3000);
    const result = await database.openSession('SYSTEM').execute('select id from t');
    if (result.kind !== 'query') throw new Error('no query');
    const reading = result.rows[Symbol.iterator]();
    reading.next();
    await session.execute('truncate table t');
    expect(() => [...result.rows]).toThrow('ORA-08103');
  });

  test('a row whose partition key changes moves to the other segment', async () => {
    await session.execute(
      `create table p (k number, v number) partition by range (k) (partition a values less than (10), partition b values less than (20)) enable row movement`,
    );
    await session.execute('insert into p values (1, 1)');
    const before = await rows('select rowid from p');
    await session.execute('update p set k = 15');
    expect(await rows('select count(*) from p partition (b)')).toBe('1');
    expect(await rows('select rowid from p')).not.toBe(before);
    await session.rollback();
  });

  test('extents can grow beyond the high-water mark after planning', async () => {
    await fill(10);
    const table = database.catalog.table('SYSTEM', 'T');
    if (table === undefined) throw new Error('no table');
    const before = Number(await rows(`select count(*) from dba_extents where segment_name = 'T'`));
    database.growSegments(table, 2);
    expect(Number(await rows(`select count(*) from dba_extents where segment_name = 'T'`))).toBe(before + 2);
    expect(await rows('select count(*) from t')).toBe('10');
  });

  test('rows with many and long columns come back byte for byte', async () => {
    await session.execute(
      'create table w (a raw(300), b varchar2(4000), c blob, d nvarchar2(20), e binary_double, f timestamp(9) with time zone, g interval day to second, h char(3))',
    );
    await session.execute(
      `insert into w values (hextoraw('00ff01'), rpad('é', 2000, 'é'), to_blob(hextoraw('0000')), n'日本', -1.5e300d, timestamp '2024-02-29 23:59:59.123456789 +05:30', interval '-3 04:05:06.7' day to second, 'a')`,
    );
    expect(await rows('select a, length(b), c, d, e, h from w')).toBe('00ff01|2000|0000|日本|-1.5e+300|a  ');
    expect(await rows(`select to_char(f, 'YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM'), extract(day from g) from w`)).toBe(
      '2024-02-29 23:59:59.123456789 +05:30|-3',
    );
  });
});

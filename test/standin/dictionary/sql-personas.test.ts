import { expect, test } from 'vitest';
import { SqlReading } from './sql-reading.ts';

test('the columns of a release are those its queries may name', async () => {
  const old = new SqlReading({ release: '12.2' });
  await expect(old.query('SYS', 'select banner_full from v$version')).rejects.toThrow('ORA-00904');
  await expect(old.query('SYS', 'select supplemental_log_data_sr from v$database')).rejects.toThrow('ORA-00904');
  await expect(old.query('SYS', "select count(*) from v$version where banner like '%12.2.0.1%'")).resolves.toEqual([
    ['5'],
  ]);
  const recent = new SqlReading({ release: '23ai' });
  await expect(recent.query('SYS', 'select count(staging) from dba_tables')).resolves.toHaveLength(1);
  await expect(old.query('SYS', 'select count(staging) from dba_tables')).rejects.toThrow('ORA-00904');
});

test('a PDB knows its name, a non-CDB has none', async () => {
  const pluggable = new SqlReading({ cdb: true });
  expect(await pluggable.query('SYS', 'select p.con_id, p.name, d.cdb from v$pdbs p cross join v$database d')).toEqual([
    ['3', 'ORCLPDB1', 'YES'],
  ]);
  const plain = new SqlReading();
  expect(await plain.query('SYS', 'select count(*) from v$pdbs')).toEqual([['0']]);
});

test('GV$ views tell of both instances of a cluster', async () => {
  const cluster = new SqlReading({ threads: 2 });
  const query = `select i.inst_id, i.instance_name, t.status from gv$instance i
                   join v$thread t on t.thread# = i.thread# order by i.inst_id`;
  expect(await cluster.query('SYS', query)).toEqual([
    ['1', 'orcl1', 'OPEN'],
    ['2', 'orcl2', 'OPEN'],
  ]);
});

test('SELECT * of a view gives the columns of the release in their order', async () => {
  const session = new SqlReading({ release: '12.2' }).session('SYS');
  const result = await session.execute('select * from v$version');
  expect(result.kind === 'query' ? result.columns.map((column) => column.name) : []).toEqual(['BANNER', 'CON_ID']);
});

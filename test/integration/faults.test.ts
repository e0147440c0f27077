import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BothSides, type ProjectPlace, startBothSides, writeSecret } from './support/both-sides.ts';
import { readReport, tablesOf } from './support/project-state.ts';
import { seawardEnds } from './support/seaward-process.ts';

/* What can be wrong is said with its side and its remedy, the state is kept, and the same command goes on. */
describe('faults and gates of a run', { timeout: 90_000 }, () => {
  let sides: BothSides;
  beforeAll(async () => {
    sides = await startBothSides();
  });
  afterAll(async () => sides[Symbol.asyncDispose]());

  const run = async (code: number, { file, state, report }: ProjectPlace, ...more: readonly string[]) =>
    seawardEnds(code, ['run', file, '--local', '--state', state, '--report', report, ...more]);
  const answer = async (place: ProjectPlace, gate: string, choice: string, ...more: readonly string[]) =>
    seawardEnds(0, ['answer', gate, choice, ...more, '--local', place.state]);

  it('refuses a bad project file with the path of every problem, before anything is touched', async () => {
    const file = path.join(sides.directory, 'bad.json');
    const state = path.join(sides.directory, 'bad-state');
    const bad = { name: 'not good!', source: { mode: 'nowhere' }, target: { port: 'x' }, types: [], surprise: 1 };
    await writeFile(file, JSON.stringify({ ...bad, objects: { rules: { include: ['HR.*'] } } }));
    for (const args of [
      ['validate', file],
      ['run', file, '--local', '--state', state],
    ]) {
      const said = await seawardEnds(2, args);
      for (const where of ['name', 'source.mode', 'target.host', 'target.port', 'target.secret', 'types', 'surprise']) {
        expect(said).toMatch(new RegExp(`^${where.replace('.', '\\.')}: .+; .+$`, 'mu'));
      }
    }
    await expect(readFile(path.join(state, 'endpoints.json'))).rejects.toThrow('ENOENT');
  });

  it('names every object of a project that cannot go on, and goes on as each is corrected or skipped', async () => {
    await sides.onSource(...oddSchema);
    const specified = ['FINE', 'HAS_LONG', longName, 'THERE', 'NOPE'].map((table) => ({ schema: 'ODD', table }));
    const place = await sides.project('odd', 'ODD', { objects: { specified } });
    await sides.onTarget(
      'CREATE TABLE odd.there (id INT PRIMARY KEY, other INT)',
      'INSERT INTO odd.there VALUES (5, 6)',
    );

    await writeSecret(sides.directory, 'source.json', 'mig', 'wrong');
    await writeSecret(sides.directory, 'target.json', sides.target.user, 'wrong');
    const locked = await run(3, place);
    expect(locked).toMatch(/\(source\) source\.connect: .*ORA-01017.*\n.*remedy: .*password in the secret/u);
    expect(locked).toMatch(/\(target\) target\.connect: .*1045.*\n.*remedy: .*password in the secret/u);
    await writeSecret(sides.directory, 'source.json', 'mig', 'mig-secret');
    await writeSecret(sides.directory, 'target.json', sides.target.user, sides.target.password);
    await answer(place, 'PrecheckDecision', 'retry');

    const checked = await run(3, place);
    expect(checked).toMatch(/Gate PrecheckDecision \(round 2\): 4 of \d+ precheck items failed/u);
    expect(checked).toMatch(/source\.objects: .*ODD\.NOPE/u);
    expect(checked).toMatch(/objects\.names: ODD\.T{128}: .*128 characters.*\n.*remedy: .*`rename`/u);
    expect(checked).toMatch(/objects\.types: ODD\.HAS_LONG\.TXT: LONG .*\n.*remedy: /u);
    expect(checked).toMatch(/target\.tables: odd\.there\n.*remedy: /u);

    const renamed = specified.map((one) =>
      one.table === longName ? { ...one, rename: { table: 'short_name' } } : one,
    );
    await sides.project('odd', 'ODD', { objects: { specified: renamed } });
    await answer(place, 'PrecheckDecision', 'skip', '--detail', 'source.objects,objects.types,target.tables');
    const unknown = await run(3, place);
    expect(unknown).toMatch(/Gate SchemaDecision \(round 1\): .*\n *UNKNOWN_OBJECT .*ODD\.NOPE.*\n.*remedy: /u);

    await answer(place, 'SchemaDecision', 'skip');
    const made = await run(3, place);
    expect(made).toMatch(/TYPE_REFUSED \(source\) ODD\.HAS_LONG\.TXT: .*\n.*remedy: /u);
    expect(made).toMatch(/TARGET_OBJECT_EXISTS \(target\) TABLE ODD\.THERE: .*\n.*remedy: Drop or rename/u);
    expect(await sides.targetRows('SELECT * FROM odd.there')).toEqual([['5', '6']]);

    await sides.onTarget('DROP TABLE odd.there');
    await answer(place, 'SchemaDecision', 'retry');
    expect(await run(3, place)).toMatch(/1 of \d objects could not be made: TABLE ODD\.HAS_LONG\./u);
    await answer(place, 'SchemaDecision', 'skip');
    await run(0, place);
    const report = await readReport(place.report);
    expect(tablesOf(report)).toEqual({ FINE: 'fine', THERE: 'there', [longName]: 'short_name' });
    expect(await sides.compare('ODD', 'odd', tablesOf(report))).toMatchObject({ differences: 0, rows: 5 });
    expect(report.gates.map(({ name, answer: given }) => [name, given])).toEqual([
      ['PrecheckDecision', 'retry'],
      ['PrecheckDecision', 'skip'],
      ['SchemaDecision', 'skip'],
      ['SchemaDecision', 'retry'],
      ['SchemaDecision', 'skip'],
    ]);
  });

  it('says which privilege is missing on the source, and how to grant it', async () => {
    await sides.onSource(
      'CREATE USER poor_data IDENTIFIED BY "p" QUOTA UNLIMITED ON users',
      'CREATE TABLE poor_data.a (id NUMBER(5) PRIMARY KEY)',
      'CREATE TABLE poor_data.b (id NUMBER(5) PRIMARY KEY)',
      'INSERT INTO poor_data.a VALUES (1)',
      'CREATE USER poor IDENTIFIED BY "poor"',
      'GRANT CREATE SESSION, SELECT_CATALOG_ROLE TO poor',
      'GRANT SELECT ON poor_data.a TO poor',
    );
    await writeSecret(sides.directory, 'poor-secret.json', 'poor', 'poor');
    const secret = { file: path.join(sides.directory, 'poor-secret.json') };
    const specified = ['A', 'B'].map((table) => ({ schema: 'POOR_DATA', table }));
    const place = await sides.project('poor', 'POOR_DATA', {
      source: { primary: { ...sides.source, secret } },
      objects: { specified },
    });
    const without = await seawardEnds(1, ['precheck', place.file]);
    expect(without).toMatch(
      /failed +source\.privilege\.tables: POOR_DATA\.A.*\n.*remedy: GRANT SELECT, FLASHBACK ON "POOR_DATA"\."A" TO POOR/u,
    );
    expect(without).toMatch(/failed +source\.objects: .*POOR_DATA\.B\n.*remedy: .*grant SELECT/u);
    await sides.onSource('GRANT FLASHBACK ON poor_data.a TO poor', 'GRANT SELECT, FLASHBACK ON poor_data.b TO poor');
    await seawardEnds(0, ['precheck', place.file]);
  });

  it('loses nothing where keys collide or a value does not fit: the load waits until they are corrected', async () => {
    await sides.onSource(...collidingSchema);
    const place = await sides.project('coll', 'COLL');
    const collided = await run(3, place);
    expect(collided).toMatch(/KEY_COLLISION \(target\) COLL\.PAD: .*\n.*1062.*\n.*remedy: /u);
    expect(await sides.targetRows('SELECT * FROM coll.pad')).toEqual([]);

    await sides.onSource("DELETE FROM coll.pad WHERE k = 'a '");
    await answer(place, 'LoadDecision', 'reload');
    const refused = await run(3, place);
    expect(refused).toMatch(/VALUE_REFUSED \(source\) COLL\.THIRD.*\n[^]*remedy: /u);
    expect(await sides.targetRows('SELECT * FROM coll.third')).toEqual([]);

    await sides.onSource('UPDATE coll.third SET n = 0.25 WHERE id = 1');
    await answer(place, 'LoadDecision', 'reload');
    await run(0, place);
    const report = await readReport(place.report);
    expect(report.tables.map(({ source, rowsLoaded }) => [source, rowsLoaded])).toEqual([
      ['COLL.FINE', 1],
      ['COLL.PAD', 2],
      ['COLL.THIRD', 2],
    ]);
    expect(await sides.compare('COLL', 'coll', tablesOf(report))).toMatchObject({ differences: 0, rows: 5 });
  });

  it('does not load into a table that holds rows, and loads once it is empty', async () => {
    await sides.onSource(
      'CREATE USER full_only IDENTIFIED BY "f" QUOTA UNLIMITED ON users',
      'CREATE TABLE full_only.t (id NUMBER(5) PRIMARY KEY)',
      'INSERT INTO full_only.t SELECT LEVEL FROM dual CONNECT BY LEVEL <= 10',
    );
    const place = await sides.project('full-only', 'FULL_ONLY');
    await run(0, place, '--until', 'schema');
    await sides.onTarget('INSERT INTO full_only.t VALUES (77)');
    const stopped = await run(3, place);
    expect(stopped).toMatch(/Gate LoadDecision[^]*TARGET_NOT_EMPTY \(target\) FULL_ONLY\.T: .*\n.*remedy: /u);
    expect(await sides.targetRows('SELECT * FROM full_only.t')).toEqual([['77']]);
    await sides.onTarget('DELETE FROM full_only.t');
    await answer(place, 'LoadDecision', 'retry');
    await run(0, place);
    expect(await sides.compare('FULL_ONLY', 'full_only', { T: 't' })).toMatchObject({ differences: 0, rows: 10 });
  });
});

/** Oracle holds 128 bytes since 12.2; the target 64 characters. */
const longName = 'T'.repeat(128);

const oddSchema: readonly string[] = [
  'CREATE USER odd IDENTIFIED BY "odd" QUOTA UNLIMITED ON users',
  'CREATE TABLE odd.fine (id NUMBER(5) PRIMARY KEY, v VARCHAR2(10))',
  "INSERT INTO odd.fine SELECT LEVEL, 'v' || LEVEL FROM dual CONNECT BY LEVEL <= 3",
  'CREATE TABLE odd.has_long (id NUMBER(5) PRIMARY KEY, txt LONG)',
  `CREATE TABLE odd.${longName} (id NUMBER(5) PRIMARY KEY)`,
  `INSERT INTO odd.${longName} VALUES (1)`,
  'CREATE TABLE odd.there (id NUMBER(5) PRIMARY KEY)',
  'INSERT INTO odd.there VALUES (7)',
];

/** The target compares padded text as equal, and its decimals end after thirty digits. */
const collidingSchema: readonly string[] = [
  'CREATE USER coll IDENTIFIED BY "coll" QUOTA UNLIMITED ON users',
  'CREATE TABLE coll.pad (k VARCHAR2(5) PRIMARY KEY, v NUMBER(3))',
  "INSERT INTO coll.pad VALUES ('a', 1)",
  "INSERT INTO coll.pad VALUES ('a ', 2)",
  "INSERT INTO coll.pad VALUES ('b', 3)",
  'CREATE TABLE coll.third (id NUMBER(3) PRIMARY KEY, n NUMBER)',
  'INSERT INTO coll.third VALUES (1, 1/3)',
  'INSERT INTO coll.third VALUES (2, 2)',
  'CREATE TABLE coll.fine (id NUMBER(3) PRIMARY KEY)',
  'INSERT INTO coll.fine VALUES (1)',
];

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type BothSides, type ProjectPlace, startBothSides } from './support/both-sides.ts';
import { lookInto, type ProjectState, readReport, tablesOf } from './support/project-state.ts';
import { groupEnds, type Ran, seaward, seawardEnds, startSeaward } from './support/seaward-process.ts';

/*
 * `seaward run` is killed (SIGKILL, nothing can be tidied up) in every stage of one project, and the same command is given
 * again each time. What counts is the end: rows equal on both sides, nothing asked twice, nothing left running.
 */
describe('a run that is killed in every stage', { timeout: 140_000 }, () => {
  let sides: BothSides;
  let place: ProjectPlace;
  let kills = 0;

  beforeAll(async () => {
    sides = await startBothSides();
    await sides.onSource(...killedSchema);
    // One worker and small reads, so that there is a middle to be killed in.
    const slow = { workers: 1, rowsPerRead: 50, rowsPerWrite: 50, connections: 2 };
    place = await sides.project('killed', 'KILLED', {
      full: { concurrency: slow },
      verification: { concurrency: slow },
    });
  });
  afterAll(async () => sides[Symbol.asyncDispose]());

  const command = (): readonly string[] => [
    'run',
    place.file,
    '--local',
    '--state',
    place.state,
    '--report',
    place.report,
  ];

  /** Gives the command, kills it as soon as the condition holds, and sees that its children end by themselves. */
  async function killedWhen(what: string, condition: (state: ProjectState) => Promise<boolean>): Promise<void> {
    const run = startSeaward(command());
    const reached = async (): Promise<boolean> => {
      if (run.hasEnded()) throw new Error(`the run ended before ${what}: ${run.text()}`);
      const state = await lookInto(place.state).catch(() => undefined);
      // Only what this very execution does counts, not what an earlier one left on record.
      return state !== undefined && state.project.generation === kills + 1 && (await condition(state));
    };
    await eventually(what, reached, 40_000);
    run.kill('SIGKILL');
    kills += 1;
    await run.ended;
    await groupEnds(run.pid);
  }

  const run = async (): Promise<Ran> => seaward(command());

  it('goes on after a death in precheck, planning and schema migration', async () => {
    await killedWhen('precheck runs', async (state) => (await state.stage('precheck')).status === 'running');
    await killedWhen('objects are resolved', async (state) => (await state.stage('precheck')).status === 'done');
    await killedWhen('some tables are made', async (state) => (await state.objects('early', 'done')) >= 2);
  });

  it('goes on after two deaths in the middle of the load', async () => {
    const loaded = async (): Promise<number> =>
      Number((await sides.targetRows('SELECT COUNT(*) FROM killed.facts'))[0]?.[0]);
    await killedWhen('the load has begun', async (state) => (await state.stage('full')).status === 'running');
    await killedWhen(
      'rows are on the target',
      async (state) => (await state.stage('full')).status === 'running' && (await loaded()) > 0,
    );
  });

  it('goes on after a death while indexes are built, and while rows are compared', async () => {
    await killedWhen('indexes are built', async (state) => (await state.stage('indexes')).status === 'running');
    await sides.onTarget(
      'DELETE FROM killed.facts WHERE id <= 700',
      "UPDATE killed.places SET name = 'elsewhere' WHERE id = 3",
      "INSERT INTO killed.places (id, name) VALUES (9999, 'nowhere')",
    );
    await killedWhen('rows are compared', async (state) => (await state.stage('verification')).status === 'running');
  });

  it('waits at its gate again after a death there, and asks only once', async () => {
    await killedWhen(
      'the gate is open',
      async (state) => ((await state.gate('VerificationDecision'))?.token ?? null) !== null,
    );
    const asked = await run();
    kills += 1;
    expect(asked.err).toMatch(
      /Gate VerificationDecision \(round 1\): 2 tables differ: 700 rows missing, 1 different, 1 extra/u,
    );
    expect(asked.code).toBe(3);
  });

  it('takes the answer while nothing runs, and goes on after a death in the middle of the repair', async () => {
    await seawardEnds(0, ['answer', 'VerificationDecision', 'repair-and-delete', '--local', place.state]);
    const there = async (): Promise<number> =>
      Number((await sides.targetRows('SELECT COUNT(*) FROM killed.facts'))[0]?.[0]);
    const before = await there();
    await killedWhen('rows are repaired', async () => (await there()) > before);
    await killedWhen('foreign keys are added', async (state) => (await state.stage('objects')).status === 'running');
  });

  it('ends with equal sides, one answered gate and a generation per run', async () => {
    const last = await run();
    expect(`${last.err}${last.code ?? 'signal'}`).toMatch(/outcome: completed[^]*0$/u);
    const report = await readReport(place.report);
    expect(report).toMatchObject({ outcome: 'completed', generation: kills + 1, discrepancies: 0, faults: [] });
    expect(report.gates).toMatchObject([{ name: 'VerificationDecision', answer: 'repair-and-delete' }]);
    expect(report.tables.map(({ source, rowsLoaded }) => [source, rowsLoaded])).toEqual([
      ['KILLED.FACTS', factRows],
      ['KILLED.LOOSE', 500],
      ['KILLED.PLACES', 50],
      ['KILLED.RATES', 300],
    ]);
    expect(await sides.compare('KILLED', 'killed', tablesOf(report))).toMatchObject({
      differences: 0,
      rows: factRows + 850,
    });
    const sums = 'SELECT COUNT(*), SUM(id), SUM(place), COUNT(DISTINCT id) FROM killed.facts';
    expect(await sides.targetRows(sums)).toEqual(await sides.sourceRows(sums));
  });

  it('has nothing left to do when it is run once more', async () => {
    const again = await run();
    expect(again.code).toBe(0);
    const report = await readReport(place.report);
    expect(report).toMatchObject({ outcome: 'completed', discrepancies: 0 });
    expect(report.gates).toHaveLength(1);
  });
});

const factRows = 20_000;

const killedSchema: readonly string[] = [
  'CREATE USER killed IDENTIFIED BY "killed" QUOTA UNLIMITED ON users',
  'CREATE TABLE killed.places (id NUMBER(6) PRIMARY KEY, name VARCHAR2(40) NOT NULL)',
  `CREATE TABLE killed.facts (id NUMBER(10) PRIMARY KEY, place NUMBER(6) NOT NULL REFERENCES killed.places (id),
     at DATE NOT NULL, amount NUMBER(12,3), remark VARCHAR2(200))`,
  'CREATE INDEX killed.facts_place ON killed.facts (place, at)',
  'CREATE INDEX killed.facts_amount ON killed.facts (amount)',
  'CREATE TABLE killed.loose (a NUMBER(4), b VARCHAR2(10))',
  `CREATE TABLE killed.rates (code VARCHAR2(12), since DATE, rate NUMBER(9,6) NOT NULL,
     CONSTRAINT rates_pk PRIMARY KEY (code, since)) ORGANIZATION INDEX`,
  "INSERT INTO killed.places SELECT LEVEL, 'place ' || LEVEL FROM dual CONNECT BY LEVEL <= 50",
  `INSERT INTO killed.facts SELECT LEVEL, MOD(LEVEL, 50) + 1, DATE '2020-01-01' + MOD(LEVEL, 900), LEVEL / 8,
     'fact ' || LEVEL FROM dual CONNECT BY LEVEL <= ${factRows}`,
  "INSERT INTO killed.loose SELECT MOD(LEVEL, 9), 'same' FROM dual CONNECT BY LEVEL <= 500",
  "INSERT INTO killed.rates SELECT 'R' || MOD(LEVEL, 3), DATE '2021-01-01' + LEVEL, LEVEL / 7 FROM dual CONNECT BY LEVEL <= 300",
];

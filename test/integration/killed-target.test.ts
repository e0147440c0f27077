import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type BothSides, type ProjectPlace, startBothSides } from './support/both-sides.ts';
import { lookInto, readReport, tablesOf } from './support/project-state.ts';
import { groupEnds, seaward, type SeawardProcess, startSeaward } from './support/seaward-process.ts';

/* The target's server is killed (SIGKILL) while rows arrive, and started again on the same port and files. */
describe('a target that is killed', { timeout: 120_000 }, () => {
  let sides: BothSides;
  beforeAll(async () => {
    sides = await startBothSides();
    await sides.onSource(...lostSchema('lost'));
  });
  afterAll(async () => sides[Symbol.asyncDispose]());

  const slow = { workers: 1, rowsPerRead: 50, rowsPerWrite: 50, connections: 2 };
  const command = (place: ProjectPlace): readonly string[] => [
    ...['run', place.file, '--local', '--state', place.state, '--report', place.report],
  ];

  async function killTarget(): Promise<void> {
    const processId = await sides.target.processId();
    if (processId === null) throw new Error('the server has no process id');
    process.kill(processId, 'SIGKILL');
    await eventually('the server is gone', () => !sides.target.running());
  }

  async function whileLoading(place: ProjectPlace, run: SeawardProcess): Promise<void> {
    const loads = async (): Promise<boolean> => {
      if (run.hasEnded()) throw new Error(`the run ended before the load: ${run.text()}`);
      const state = await lookInto(place.state).catch(() => undefined);
      if (state === undefined || (await state.stage('full')).status !== 'running') return false;
      const [row] = await sides.targetRows(`SELECT COUNT(*) FROM ${place.database}.facts`);
      return Number(row?.[0]) > 0;
    };
    await eventually('rows arrive on the target', loads, 40_000);
  }

  /** Runs the project to its end (once more, when it was there already) and compares the sides. */
  async function completes(place: ProjectPlace, database: string): Promise<void> {
    const ran = await seaward(command(place));
    expect(`${ran.err}${ran.code ?? 'signal'}`).toMatch(/outcome: completed[^]*0$/u);
    const report = await readReport(place.report);
    expect(report).toMatchObject({ outcome: 'completed', discrepancies: 0, gates: [] });
    expect(await sides.compare('LOST', database, tablesOf(report))).toMatchObject({
      differences: 0,
      rows: factRows + 700,
    });
  }

  it('in the middle of the load: the load goes on when it is back, and no row is lost or doubled', async () => {
    const place = await sides.project('lost', 'LOST', { full: { concurrency: slow } });
    const run = startSeaward(command(place));
    await whileLoading(place, run);
    await killTarget();
    await sides.restartTarget();
    const ran = await run.ended;
    await groupEnds(run.pid);
    expect(ran.err).toMatch(/outcome: completed/u);
    expect(ran.code).toBe(0);
    await completes(place, 'lost');
    const sums = 'SELECT COUNT(*), SUM(id), COUNT(DISTINCT id) FROM lost.facts';
    expect(await sides.targetRows(sums)).toEqual(await sides.sourceRows(sums));
    expect(await sides.targetRows('SELECT COUNT(*) FROM lost.loose')).toEqual([['700']]);
  });

  it('together with the run: the same command goes on when the server is back', async () => {
    await sides.onTarget('CREATE DATABASE gone CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
    const more = { full: { concurrency: slow }, schemas: { LOST: 'gone' } };
    const place = { ...(await sides.project('gone', 'LOST', more)), database: 'gone' };
    const run = startSeaward(command(place));
    await whileLoading(place, run);
    await killTarget();
    run.kill('SIGKILL');
    await run.ended;
    await groupEnds(run.pid);
    await sides.restartTarget();
    await completes(place, 'gone');
  });
});

const factRows = 20_000;

function lostSchema(name: string): readonly string[] {
  return [
    `CREATE USER ${name} IDENTIFIED BY "${name}" QUOTA UNLIMITED ON users`,
    `CREATE TABLE ${name}.facts (id NUMBER(10) PRIMARY KEY, at DATE NOT NULL, amount NUMBER(12,3), remark VARCHAR2(200))`,
    `CREATE TABLE ${name}.loose (a NUMBER(4), b VARCHAR2(10))`,
    `INSERT INTO ${name}.facts SELECT LEVEL, DATE '2020-01-01' + MOD(LEVEL, 900), LEVEL / 8, 'fact ' || LEVEL
       FROM dual CONNECT BY LEVEL <= ${factRows}`,
    `INSERT INTO ${name}.loose SELECT MOD(LEVEL, 9), 'same' FROM dual CONNECT BY LEVEL <= 700`,
  ];
}

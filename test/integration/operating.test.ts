import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually } from '../support/eventually.ts';
import { type BothSides, startBothSides } from './support/both-sides.ts';
import { lookInto, readReport, tablesOf } from './support/project-state.ts';
import { groupEnds, seaward, seawardEnds, startSeaward } from './support/seaward-process.ts';

const statusSchema = z.looseObject({ state: z.string(), desired: z.string(), generation: z.int() });
const gatesSchema = z.array(z.looseObject({ gate: z.string(), answer: z.string().nullable() }));

/* Commands of a second terminal, while a run works and after it ended. */
describe('a project operated from another terminal', { timeout: 120_000 }, () => {
  let sides: BothSides;
  beforeAll(async () => {
    sides = await startBothSides();
    await sides.onSource(
      'CREATE USER op IDENTIFIED BY "op" QUOTA UNLIMITED ON users',
      'CREATE TABLE op.facts (id NUMBER(10) PRIMARY KEY, remark VARCHAR2(200))',
      "INSERT INTO op.facts SELECT LEVEL, 'fact ' || LEVEL FROM dual CONNECT BY LEVEL <= 20000",
      'CREATE TABLE op.others (id NUMBER(10) PRIMARY KEY, v VARCHAR2(20))',
      "INSERT INTO op.others SELECT LEVEL, 'v' FROM dual CONNECT BY LEVEL <= 100",
      'CREATE VIEW op.few AS SELECT id FROM op.others START WITH id = 1 CONNECT BY PRIOR id = id - 1',
    );
  });
  afterAll(async () => sides[Symbol.asyncDispose]());

  it('pauses, tells its state as JSON, resumes, and ends with equal sides', async () => {
    const slow = { workers: 1, rowsPerRead: 20, rowsPerWrite: 20, connections: 2 };
    const place = await sides.project('op', 'OP', { full: { concurrency: slow } });
    const at = ['--local', place.state];
    const command = ['run', place.file, '--local', '--state', place.state, '--report', place.report];

    const asked = await seawardEnds(3, command);
    expect(asked).toMatch(/Gate SchemaDecision[^]*VIEW OP\.FEW/u);
    const open = gatesSchema.parse(JSON.parse((await seaward(['gates', '--json', ...at])).out));
    expect(open).toMatchObject([{ gate: 'SchemaDecision', answer: null }]);
    await seawardEnds(0, ['skip', 'VIEW OP.FEW', '--confirm', ...at]);
    await seawardEnds(0, ['answer', 'SchemaDecision', 'retry', ...at]);

    const run = startSeaward(command);
    await eventually(
      'the load has begun',
      async () => {
        const state = await lookInto(place.state).catch(() => undefined);
        if (run.hasEnded()) throw new Error(`the run ended before the load: ${run.text()}`);
        return state !== undefined && (await state.stage('full')).status === 'running';
      },
      40_000,
    );
    await seawardEnds(0, ['pause', ...at]);
    await run.ended;
    await groupEnds(run.pid);
    const paused = statusSchema.parse(JSON.parse((await seaward(['status', '--json', ...at])).out));
    expect(paused).toMatchObject({ desired: 'paused', generation: 2 });
    expect(paused.state).not.toBe('completed');

    await seawardEnds(0, ['resume', ...at]);
    await seawardEnds(0, command);
    const report = await readReport(place.report);
    expect(report).toMatchObject({ outcome: 'completed', discrepancies: 0, generation: 3 });
    expect(await sides.compare('OP', 'op', tablesOf(report))).toMatchObject({ differences: 0, rows: 20_100 });
    const done = statusSchema.parse(JSON.parse((await seaward(['status', '--json', ...at])).out));
    expect(done).toMatchObject({ state: 'completed', generation: 3 });
  });
});

describe('the demo', { timeout: 120_000 }, () => {
  it('ends with 130 and leaves no process when the terminal interrupts it', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'seaward demo '));
    try {
      const demo = startSeaward(['demo'], { cwd: directory });
      await demo.said(/^schema +done/mu, 90_000);
      demo.kill('SIGINT', 'group');
      expect((await demo.ended).code).toBe(130);
      await groupEnds(demo.pid, 25_000);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});

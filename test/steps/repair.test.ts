import { expect, it } from 'vitest';
import { chunkLineSchema } from '../../lib/model/chunk.ts';
import { buildReport } from '../../lib/steps/build-report.ts';
import { finishVerify } from '../../lib/steps/finish-verify.ts';
import { migrateObject } from '../../lib/steps/migrate-object.ts';
import { planSchema } from '../../lib/steps/plan-schema.ts';
import { planVerify } from '../../lib/steps/plan-verify.ts';
import { openProject } from '../../lib/steps/project-context.ts';
import { repair } from '../../lib/steps/repair.ts';
import { verifyChunk } from '../../lib/steps/verify-chunk.ts';
import { sourceTable } from '../engine/schema/planning.ts';
import { MigrationBench } from './migration-bench.ts';

/** The source has 1, 2, 3; the target lacks 1, has another 2, the same 3, and a 4 that nobody knows. */
async function different(): Promise<MigrationBench> {
  const bench = new MigrationBench([sourceTable({})]);
  const table = bench.source.table('SHOP.ORDERS');
  for (const id of ['1', '2', '3']) {
    const { rowid, partition } = table.newRowid(bench.world.random);
    table.write(bench.source.scn, rowid, partition, { ID: id, NOTE: 'source' });
  }
  await bench.admit();
  await bench.resolve();
  await bench.run((doors) => planSchema(doors, { ...bench.input, moment: 'early' }, bench.signal));
  await bench.run((doors) => migrateObject(doors, { ...bench.input, objectId: 'TABLE SHOP.ORDERS' }, bench.signal));
  const rows = [
    ['2', 'target'],
    ['3', 'source'],
    ['4', 'target'],
  ];
  bench.target.table('shop.orders').rows = rows.map(([id = '', note = '']) => new Map(Object.entries({ id, note })));
  return bench;
}

async function verify(bench: MigrationBench): Promise<string> {
  const planned = await bench.run((doors) => planVerify(doors, bench.input, bench.signal));
  if (planned.manifest === undefined) return planned.outcome;
  for await (const line of bench.world.objects.getLines(planned.manifest.key)) {
    const chunk = chunkLineSchema.parse(JSON.parse(line));
    const round = planned.round ?? 0;
    await bench.run((doors) => verifyChunk(doors, { ...bench.input, round, chunk }, bench.signal));
  }
  return (await bench.run((doors) => finishVerify(doors, bench.input))).outcome;
}

async function report(bench: MigrationBench) {
  return bench.run(async (doors) => {
    const { project } = await openProject(bench.input, doors);
    return buildReport(doors, project);
  });
}

function rows(bench: MigrationBench): readonly string[] {
  const stored = bench.target.table('shop.orders').rows;
  return stored.map((row) => `${String(row.get('id'))} ${String(row.get('note'))}`).sort();
}

const repairNow = (bench: MigrationBench) => bench.run((doors) => repair(doors, bench.input, bench.signal));

it('the report counts what is missing, different and extra, and names nothing repaired yet', async () => {
  const bench = await different();
  expect(await verify(bench)).toBe('gate');
  const { tables, discrepancies, outcome } = await report(bench);
  const verification = { compared: 2, missing: 1, extra: 1, different: 1, repaired: 0, mode: 'normal' };
  expect(tables).toMatchObject([{ source: 'SHOP.ORDERS', target: 'shop.orders', rowsLoaded: 0, verification }]);
  expect([discrepancies, outcome]).toEqual([3, 'waiting']);
});

it('repair writes what the source has and deletes nothing', async () => {
  const bench = await different();
  await verify(bench);
  await bench.answer('VerificationDecision', 'repair');
  expect(await repairNow(bench)).toEqual({ outcome: 'done' });
  expect(rows(bench)).toEqual(['1 source', '2 source', '3 source', '4 target']);
  expect(await verify(bench)).toBe('gate');
  await expect(bench.answer('VerificationDecision', 'repair')).rejects.toThrow('takes repair-and-delete');
  await bench.answer('VerificationDecision', 'accept');
  expect(await verify(bench)).toBe('done');
  expect(await report(bench)).toMatchObject({
    discrepancies: 1,
    tables: [{ verification: { repaired: 2, extra: 1 } }],
  });
});

it('an approved deletion makes both sides equal, wherever the repair dies, and is counted once', async () => {
  for (let calls = 0; ; calls += 1) {
    const bench = await different();
    await verify(bench);
    await bench.answer('VerificationDecision', 'repair-and-delete');
    const ended = await bench.runDying(calls, (doors) => repair(doors, bench.input, bench.signal));
    expect(await verify(bench), `died at call ${calls}`).toBe('clean');
    expect(rows(bench)).toEqual(['1 source', '2 source', '3 source']);
    const { tables, discrepancies } = await report(bench);
    expect(discrepancies).toBe(0);
    expect(tables[0]?.verification?.repaired, `died at call ${calls}`).toBe(3);
    if (ended !== 'died') break;
    expect(calls).toBeLessThan(200);
  }
});

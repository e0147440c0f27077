import { expect, it } from 'vitest';
import { resolveObjects } from '../../lib/steps/resolve-objects.ts';
import { PlannedTables, readPlanIndex } from '../../lib/steps/plan-objects.ts';
import { sourceTable } from '../engine/schema/planning.ts';
import { MigrationBench } from './migration-bench.ts';

const named = (table: string) => sourceTable({ name: { schema: 'SHOP', table } });
const resolve = (bench: MigrationBench) => bench.run((doors) => resolveObjects(doors, bench.input, bench.signal));

it('two tables that would have one name on the target are both refused, a third is planned', async () => {
  const bench = new MigrationBench([named('A'), named('B'), named('C')]);
  const specified = [
    { schema: 'SHOP', table: 'A', rename: { table: 'same' } },
    { schema: 'SHOP', table: 'B', rename: { table: 'same' } },
    { schema: 'SHOP', table: 'C' },
  ];
  await bench.admit({ objects: { specified } });
  expect(await resolve(bench)).toMatchObject({ outcome: 'done', plan: { schema: true, incremental: false } });
  const index = await readPlanIndex(bench.world.objects, await bench.project());
  expect(index.tables.map(({ id, planned }) => [id, planned])).toEqual([
    ['SHOP.A', false],
    ['SHOP.B', false],
    ['SHOP.C', true],
  ]);
  const refused = await new PlannedTables(bench.world.objects, index).get('SHOP.A');
  expect(refused.faults.map(({ code }) => code)).toEqual(['NAME_REFUSED']);
});

it('an unknown object is asked about, and left out once that was answered, wherever the step dies', async () => {
  for (let calls = 0; ; calls += 1) {
    const bench = new MigrationBench([named('A')]);
    const specified = [
      { schema: 'SHOP', table: 'A' },
      { schema: 'SHOP', table: 'GONE' },
    ];
    await bench.admit({ objects: { specified } });
    expect(await resolve(bench)).toEqual({ outcome: 'gate' });
    await bench.answer('SchemaDecision', 'skip');
    const ended = await bench.runDying(calls, (doors) => resolveObjects(doors, bench.input, bench.signal));
    expect(await resolve(bench), `died at call ${calls}`).toMatchObject({ outcome: 'done' });
    if (ended !== 'died') break;
    expect(calls).toBeLessThan(200);
  }
});

it('a selection that matches nothing can only be corrected', async () => {
  const bench = new MigrationBench([named('A')]);
  await bench.admit({ objects: { rules: { include: ['SHOP.X*'] } } });
  expect(await resolve(bench)).toEqual({ outcome: 'gate' });
  await expect(bench.answer('SchemaDecision', 'skip')).rejects.toThrow('takes retry, abort');
});

import { expect, it } from 'vitest';
import { precheck } from '../../lib/steps/precheck.ts';
import { sourceTable } from '../engine/schema/planning.ts';
import { MigrationBench } from './migration-bench.ts';

/** The simulated source fails one item: `source.archivelog`. */
async function asked(): Promise<MigrationBench> {
  const bench = new MigrationBench([sourceTable({})]);
  await bench.admit();
  expect(await look(bench)).toEqual({ outcome: 'gate' });
  return bench;
}

const look = (bench: MigrationBench) => bench.run((doors) => precheck(doors, bench.input, bench.signal));

it('an unanswered question is not asked again', async () => {
  const bench = await asked();
  expect(await look(bench)).toEqual({ outcome: 'gate' });
});

it('a skipped item stays skipped, wherever the step that hears it dies', async () => {
  for (let calls = 0; ; calls += 1) {
    const bench = await asked();
    await bench.answer('PrecheckDecision', 'skip', 'source.archivelog');
    const ended = await bench.runDying(calls, (doors) => precheck(doors, bench.input, bench.signal));
    expect(await look(bench), `died at call ${calls}`).toEqual({ outcome: 'passed' });
    if (ended !== 'died') break;
    expect(calls).toBeLessThan(200);
  }
});

it('an item that was not skipped is asked about again after a retry', async () => {
  const bench = await asked();
  await bench.answer('PrecheckDecision', 'retry');
  expect(await look(bench)).toEqual({ outcome: 'gate' });
});

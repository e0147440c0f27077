import { expect, it } from 'vitest';
import { chunkLineSchema } from '../../lib/model/chunk.ts';
import { projectItem, tableLoadItem } from '../../lib/model/stored-item.ts';
import { finishLoad } from '../../lib/steps/finish-load.ts';
import { loadChunk } from '../../lib/steps/load-chunk.ts';
import { migrateObject } from '../../lib/steps/migrate-object.ts';
import { planLoad } from '../../lib/steps/plan-load.ts';
import { planSchema } from '../../lib/steps/plan-schema.ts';
import { sourceTable } from '../engine/schema/planning.ts';
import { MigrationBench } from './migration-bench.ts';

const named = (table: string) => sourceTable({ name: { schema: 'SHOP', table }, rowsEstimated: 3n });

/** Two small tables, which share a chunk; the first row of each is written at SCN 1000. */
async function atLoad(): Promise<MigrationBench> {
  const bench = new MigrationBench([named('A'), named('B')]);
  for (const table of bench.source.tables.values()) {
    // One small extent: a table is one range, and both tables share a chunk.
    for (const { extents } of table.pieces) {
      extents.splice(0, extents.length, { relativeFile: 1, firstBlock: 128, blocks: 8 });
    }
    for (const id of ['1', '2', '3']) {
      const { rowid, partition } = table.newRowid(bench.world.random);
      table.write(bench.source.scn, rowid, partition, { ID: id, NOTE: `of ${table.id}` });
    }
  }
  await bench.admit();
  await bench.resolve();
  await bench.run((doors) => planSchema(doors, { ...bench.input, moment: 'early' }, bench.signal));
  for (const objectId of ['TABLE SHOP.A', 'TABLE SHOP.B']) {
    await bench.run((doors) => migrateObject(doors, { ...bench.input, objectId }, bench.signal));
  }
  return bench;
}

/** Loads what is planned; true when there was something. */
async function load(bench: MigrationBench): Promise<boolean> {
  const planned = await bench.run((doors) => planLoad(doors, bench.input, bench.signal));
  if (planned.manifest === undefined) return false;
  for await (const line of bench.world.objects.getLines(planned.manifest.key)) {
    const chunk = chunkLineSchema.parse(JSON.parse(line));
    const round = planned.round ?? 0;
    await bench.run((doors) => loadChunk(doors, { ...bench.input, round, chunk }, bench.signal));
  }
  return true;
}

const finish = (bench: MigrationBench) => bench.run((doors) => finishLoad(doors, bench.input, bench.signal));

function rows(bench: MigrationBench, table: string): readonly unknown[] {
  return bench.target
    .table(`shop.${table}`)
    .rows.map((row) => row.get('id'))
    .sort();
}

function loseUndo(bench: MigrationBench, table: string): void {
  bench.source.scn += 10n;
  bench.source.table(table).undoSince = bench.source.scn;
}

const rereads = async (bench: MigrationBench, table: string): Promise<number | undefined> =>
  (await bench.world.store.get(tableLoadItem, bench.input.projectId, table))?.body.rereads;

it('a load whose undo is gone is done again at a new SCN, wherever the step dies', async () => {
  for (let calls = 0; ; calls += 1) {
    const bench = await atLoad();
    await bench.run((doors) => planLoad(doors, bench.input, bench.signal));
    loseUndo(bench, 'SHOP.A');
    await load(bench);
    const ended = await bench.runDying(calls, (doors) => finishLoad(doors, bench.input, bench.signal));
    for (let turn = 0; turn < 8 && (await finish(bench)).outcome !== 'done'; turn += 1) await load(bench);
    expect(await finish(bench), `died at call ${calls}`).toEqual({ outcome: 'done' });
    expect([rows(bench, 'a'), rows(bench, 'b')]).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3'],
    ]);
    if (ended !== 'died') break;
    expect(calls).toBeLessThan(300);
  }
});

it('a table is read again twice at most, then somebody is asked', async () => {
  const bench = await atLoad();
  const words: string[] = [];
  for (let round = 0; round < 4 && words.at(-1) !== 'gate'; round += 1) {
    await bench.run((doors) => planLoad(doors, bench.input, bench.signal));
    loseUndo(bench, 'SHOP.A');
    await load(bench);
    words.push((await finish(bench)).outcome);
  }
  expect(words).toEqual(['again', 'again', 'gate']);
  expect(await rereads(bench, 'SHOP.A')).toBe(2);
});

it('a data object that vanished is asked about; reload loads its table and those that share its chunks', async () => {
  const bench = await atLoad();
  await load(bench);
  bench.source.scn += 10n;
  bench.source.table('SHOP.A').truncate(bench.source.scn);
  expect(await finish(bench)).toEqual({ outcome: 'gate' });
  await expect(bench.answer('LoadDecision', 'retry')).rejects.toThrow('takes reload, abort');
  await bench.answer('LoadDecision', 'reload');
  expect(await load(bench)).toBe(false);
  expect(await finish(bench)).toEqual({ outcome: 'again' });
  expect(await load(bench)).toBe(true);
  expect(await finish(bench)).toEqual({ outcome: 'done' });
  expect([rows(bench, 'a'), rows(bench, 'b')]).toEqual([[], ['1', '2', '3']]);
  // B shares the chunk of A, which was superseded as a whole.
  expect([await rereads(bench, 'SHOP.A'), await rereads(bench, 'SHOP.B')]).toEqual([1, 1]);
});

it('a load that was not run at all is asked about when it does not move', async () => {
  const bench = await atLoad();
  await bench.run((doors) => planLoad(doors, bench.input, bench.signal));
  expect(await finish(bench)).toEqual({ outcome: 'again' });
  expect(await finish(bench)).toEqual({ outcome: 'gate' });
});

it('an execution that was replaced empties no table', async () => {
  const bench = await atLoad();
  await bench.run((doors) => planLoad(doors, bench.input, bench.signal));
  loseUndo(bench, 'SHOP.A');
  await load(bench);
  const { store } = bench.world;
  const { tables } = bench.target;
  const seen: number[] = [];
  await expect(
    bench.run((doors) =>
      finishLoad(
        {
          ...doors,
          openTargetLoader: async (endpoint, signal) => {
            // The next execution is admitted and loads while this one is about to begin its round.
            const current = await store.get(projectItem, bench.input.projectId, null);
            if (current === undefined) throw new Error('the project was admitted');
            const next = { ...current.body, generation: current.body.generation + 1 };
            await store.put(projectItem, bench.input.projectId, null, next, current.version);
            for (const table of tables.values()) table.rows = [new Map([['id', '7']])];
            return doors.openTargetLoader(endpoint, signal);
          },
        },
        bench.input,
        bench.signal,
      ),
    ),
  ).rejects.toMatchObject({ code: 'STALE_GENERATION' });
  for (const table of tables.values()) seen.push(table.rows.length);
  expect(seen).toEqual([1, 1]);
});

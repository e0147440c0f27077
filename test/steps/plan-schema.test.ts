import { expect, it } from 'vitest';
import { objectItem } from '../../lib/model/stored-item.ts';
import { migrateObject } from '../../lib/steps/migrate-object.ts';
import { planSchema } from '../../lib/steps/plan-schema.ts';
import { key, number, required, sourceTable } from '../engine/schema/planning.ts';
import { MigrationBench } from './migration-bench.ts';

const orders = sourceTable({ name: { schema: 'SHOP', table: 'ORDERS' } });
const items = sourceTable({
  name: { schema: 'SHOP', table: 'ITEMS' },
  columns: [required('N', number(9, 0)), required('ORDER_ID', number(10, 0))],
  primaryKey: null,
  foreignKeys: [
    {
      ...key('ITEMS_ORDER', 'ORDER_ID'),
      references: orders.name,
      referencedColumns: ['ID'],
      onDelete: 'no-action',
      enabled: true,
    },
  ],
});

type Moment = 'early' | 'late' | 'last';

async function resolved(): Promise<MigrationBench> {
  const bench = new MigrationBench([orders, items]);
  await bench.admit();
  await bench.resolve();
  return bench;
}

/** The objects a plan names next, or the word it ends with. */
async function next(bench: MigrationBench, moment: Moment): Promise<readonly string[] | string> {
  const planned = await bench.run((doors) => planSchema(doors, { ...bench.input, moment }, bench.signal));
  if (planned.manifest === undefined) return planned.outcome;
  const ids: string[] = [];
  for await (const line of bench.world.objects.getLines(planned.manifest.key)) {
    ids.push(line.replace(/^.*:"(.*)".*$/u, '$1'));
  }
  return ids.sort();
}

async function make(bench: MigrationBench, ids: readonly string[] | string): Promise<void> {
  for (const objectId of ids) {
    await bench.run((doors) => migrateObject(doors, { ...bench.input, objectId }, bench.signal));
  }
}

async function statuses(bench: MigrationBench): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { body } of bench.world.store.list(objectItem, bench.input.projectId, '', '')) {
    found[body.objectId.replace(/SEAWARD.*$/iu, 'SEAWARD')] = body.status;
  }
  return found;
}

/** A table of this name that is not ours makes ours fail. */
function occupy(bench: MigrationBench): void {
  bench.target.execute({
    op: 'table',
    table: {
      name: { schema: 'shop', table: 'items' },
      columns: [],
      primaryKey: null,
      comment: null,
      checks: [],
      partitioning: null,
    },
  });
}

it('objects come level by level: tables, their indexes; helpers go before foreign keys come', async () => {
  const bench = await resolved();
  const tables = await next(bench, 'early');
  expect(tables).toEqual(['TABLE SHOP.ITEMS', 'TABLE SHOP.ORDERS']);
  expect(await next(bench, 'early')).toEqual(tables);
  await make(bench, tables);
  const indexes = await next(bench, 'early');
  expect(indexes).toHaveLength(1);
  expect(indexes[0]).toMatch(/^INDEX SHOP\.ITEMS\./u);
  await make(bench, indexes);
  expect(await next(bench, 'early')).toBe('done');
  const helpers = await next(bench, 'last');
  expect(helpers).toEqual(['HELPER SHOP.ITEMS']);
  await make(bench, helpers);
  const keys = await next(bench, 'last');
  expect(keys).toEqual(['FOREIGN KEY SHOP.ITEMS.items_order']);
  await make(bench, keys);
  expect(await next(bench, 'last')).toBe('done');
});

it('a failed object stops no other and is asked about once; retry makes it again', async () => {
  const bench = await resolved();
  occupy(bench);
  await make(bench, await next(bench, 'early'));
  expect(await statuses(bench)).toMatchObject({ 'TABLE SHOP.ITEMS': 'failed', 'TABLE SHOP.ORDERS': 'done' });
  expect(await next(bench, 'early')).toBe('gate');
  expect(await next(bench, 'early')).toBe('gate');
  await bench.answer('SchemaDecision', 'retry');
  expect(await next(bench, 'early')).toEqual(['TABLE SHOP.ITEMS']);
  bench.target.tables.delete('shop.items');
  await make(bench, ['TABLE SHOP.ITEMS']);
  expect(await next(bench, 'early')).toHaveLength(1);
});

it('a skipped table takes its index, helpers and foreign keys along, wherever the step dies', async () => {
  for (let calls = 0; ; calls += 1) {
    const bench = await resolved();
    occupy(bench);
    await make(bench, await next(bench, 'early'));
    expect(await next(bench, 'early')).toBe('gate');
    await bench.answer('SchemaDecision', 'skip');
    const ended = await bench.runDying(calls, (doors) =>
      planSchema(doors, { ...bench.input, moment: 'early' }, bench.signal),
    );
    expect(await next(bench, 'early'), `died at call ${calls}`).toBe('done');
    const { 'TABLE SHOP.ORDERS': others, ...skipped } = await statuses(bench);
    expect(others).toBe('done');
    expect(new Set(Object.values(skipped))).toEqual(new Set(['skipped']));
    expect(Object.keys(skipped)).toHaveLength(4);
    if (ended !== 'died') break;
    expect(calls).toBeLessThan(200);
  }
});

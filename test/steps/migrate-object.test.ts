import { expect, it } from 'vitest';
import { objectItem, type ObjectItem } from '../../lib/model/stored-item.ts';
import { migrateObject } from '../../lib/steps/migrate-object.ts';
import { planSchema } from '../../lib/steps/plan-schema.ts';
import { sourceTable } from '../engine/schema/planning.ts';
import { MigrationBench } from './migration-bench.ts';

const keyless = sourceTable({ primaryKey: null });

async function planned(): Promise<MigrationBench> {
  const bench = new MigrationBench([keyless]);
  await bench.admit();
  await bench.resolve();
  await bench.run((doors) => planSchema(doors, { ...bench.input, moment: 'early' }, bench.signal));
  return bench;
}

const make = (bench: MigrationBench, objectId: string) =>
  bench.run((doors) => migrateObject(doors, { ...bench.input, objectId }, bench.signal));

const makeDying = (bench: MigrationBench, objectId: string, calls: number) =>
  bench.runDying(calls, (doors) => migrateObject(doors, { ...bench.input, objectId }, bench.signal));

async function itemOf(bench: MigrationBench, objectId: string): Promise<ObjectItem> {
  const stored = await bench.world.store.get(objectItem, bench.input.projectId, objectId);
  if (stored === undefined) throw new Error(`no item ${objectId}`);
  return stored.body;
}

const table = 'TABLE SHOP.ORDERS';
const helper = 'HELPER SHOP.ORDERS';

async function indexIds(bench: MigrationBench): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { body } of bench.world.store.list(objectItem, bench.input.projectId, '', 'INDEX ')) {
    ids.push(body.objectId);
  }
  return ids;
}

it('a table is made once, wherever the function dies', async () => {
  for (let calls = 0; ; calls += 1) {
    const bench = await planned();
    const ended = await makeDying(bench, table, calls);
    await make(bench, table);
    expect(await itemOf(bench, table), `died at call ${calls}`).toMatchObject({ status: 'done', fault: null });
    expect([...bench.target.tables.keys()]).toEqual(['shop.orders']);
    if (ended !== 'died') break;
    expect(calls).toBeLessThan(100);
  }
});

it('a table that was there before we began is refused and left as it was', async () => {
  const bench = await planned();
  const statements = (await itemOf(bench, table)).statements;
  const [statement = ''] = statements;
  await bench.run(async (doors) => {
    const endpoint = { host: 'db', port: 1, secret: { file: 'x' } };
    await (await doors.openSchemaTarget(endpoint, bench.signal)).execute(statement, bench.signal);
  });
  const before = bench.target.table('shop.orders');
  await make(bench, table);
  expect(await itemOf(bench, table)).toMatchObject({ status: 'failed', fault: { code: 'TARGET_OBJECT_EXISTS' } });
  expect(bench.target.table('shop.orders')).toBe(before);
});

it('helper columns and their index are removed, wherever the function dies between the statements', async () => {
  for (let calls = 0; ; calls += 1) {
    const bench = await planned();
    for (const objectId of [table, ...(await indexIds(bench))]) await make(bench, objectId);
    expect(bench.target.table('shop.orders').columns).toContain('seaward_object');
    expect(bench.target.table('shop.orders').indexes.size).toBe(1);
    const ended = await makeDying(bench, helper, calls);
    await make(bench, helper);
    expect(await itemOf(bench, helper), `died at call ${calls}`).toMatchObject({ status: 'done', fault: null });
    expect(bench.target.table('shop.orders').columns).toEqual(['id', 'note']);
    expect(bench.target.table('shop.orders').indexes.size).toBe(0);
    if (ended !== 'died') break;
    expect(calls).toBeLessThan(100);
  }
});

it('an index whose table is not there fails with the words of the target', async () => {
  const bench = await planned();
  const [index = ''] = await indexIds(bench);
  await make(bench, index);
  expect(await itemOf(bench, index)).toMatchObject({ status: 'failed', fault: { code: 'TARGET_OBJECT_MISSING' } });
});

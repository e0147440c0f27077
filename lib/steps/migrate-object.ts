import { Fault } from '../model/fault.ts';
import type { TableDefinition } from '../model/migration-plan.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import { objectItem, type ObjectItem } from '../model/stored-item.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { SchemaTarget } from '../ports/schema-target.ts';
import { changeItem } from './change-item.ts';
import { PlannedTables, readPlanIndex, readPlannedView } from './plan-objects.ts';
import { type ContextDoors, openProject, type ProjectContext } from './project-context.ts';
import { retryFault, type RetryDoors } from './retry-fault.ts';
import { helperIndexes, objectStatements } from './schema-objects.ts';
import type { StageDoors } from './stage-progress.ts';

export interface MigrateObjectInput extends StepInput {
  readonly objectId: string;
}

export interface MigrateObjectDoors
  extends ContextDoors, StageDoors, RetryDoors, Pick<DatabaseDoors, 'openSchemaTarget'> {}

/**
 * Makes one object on the target. What if it dies here: the item says since when we are at it, so a table that is there
 * when we come back is ours; a table that was there before we began is not, and is never touched. A failure is recorded
 * with the database's own words and does not stop other objects.
 *
 * Durable order: 1 the beginning in the item, 2 the statements, 3 the end in the item.
 */
export async function migrateObject(
  doors: MigrateObjectDoors,
  input: MigrateObjectInput,
  signal: AbortSignal,
): Promise<StepResult> {
  const context = await openProject(input, doors);
  const stored = await doors.store.get(objectItem, input.projectId, input.objectId);
  if (stored === undefined) throw new Error(`assertion failed: object ${input.objectId} has an item`);
  if (stored.body.status !== 'planned') return { outcome: 'done' };
  await using target = await doors.openSchemaTarget(context.spec.target, signal);
  // Who comes late changes nothing: the object is settled once.
  const change = (next: Partial<ObjectItem>): Promise<ObjectItem> =>
    changeItem(doors.store, objectItem, input.projectId, input.objectId, (current = stored.body) =>
      current.status === 'planned' ? { ...current, ...next } : current,
    );
  const look = (): Promise<Presence> => isThere(doors, context, target, stored.body, signal);
  try {
    const there = await look();
    if (there === 'ours' && !(await isBegun(doors, input))) throw alreadyThere(stored.body);
    await begin(doors, input, stored.body);
    if (there === 'absent') await make(doors, context, target, stored.body, look, signal);
    await change({ status: 'done', fault: null, endedAt: doors.clock.now() });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    await change({ status: 'failed', fault: error.record, endedAt: doors.clock.now() });
  }
  return { outcome: 'done' };
}

/** Written whatever else became of the object: what we make from here on is ours. */
async function begin(
  doors: MigrateObjectDoors,
  { projectId, objectId }: MigrateObjectInput,
  item: ObjectItem,
): Promise<void> {
  const startedAt = doors.clock.now();
  await changeItem(doors.store, objectItem, projectId, objectId, (current = item) =>
    current.startedAt === null ? { ...current, startedAt } : current,
  );
}

/** Asked after the object was seen: another invocation that made it had written its beginning before. */
async function isBegun(doors: MigrateObjectDoors, { projectId, objectId }: MigrateObjectInput): Promise<boolean> {
  const item = await doors.store.get(objectItem, projectId, objectId);
  return item !== undefined && item.body.startedAt !== null;
}

/**
 * Executes what is left. A statement whose reply was lost is not sent again blindly: what is left is asked anew. An object
 * that stands there after a failure was made by it, or by another invocation of ours.
 */
async function make(
  doors: MigrateObjectDoors,
  context: ProjectContext,
  target: SchemaTarget,
  item: ObjectItem,
  look: () => Promise<Presence>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await retryFault(doors, signal, async () => {
      if ((await look()) !== 'absent') return;
      for (const statement of await statementsLeft(doors, context, target, item, signal)) {
        await target.execute(statement, signal);
      }
    });
  } catch (error) {
    if (!(error instanceof Fault) || (await look()) === 'absent') throw error;
  }
}

/**
 * What is still to be executed. Helper columns go in two statements: dying between them leaves the second, unless an
 * operator wrote other ones.
 */
async function statementsLeft(
  doors: MigrateObjectDoors,
  { project }: ProjectContext,
  target: SchemaTarget,
  item: ObjectItem,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const planned = await objectStatements(doors.objects, item);
  if (item.kind !== 'helper') return planned;
  const tables = new PlannedTables(doors.objects, await readPlanIndex(doors.objects, project));
  const over: string[] = [];
  for (const index of helperIndexes(await tables.definition(item.tableId))) {
    const drops = target.renderDropIndex(index);
    const isOurs = drops.every((statement) => planned.includes(statement));
    if (!isOurs) return planned;
    if (!(await target.indexExists(index, signal))) over.push(...drops);
  }
  return planned.filter((statement) => !over.includes(statement));
}

type Presence = 'absent' | 'ours' | 'made';

/**
 * Whether the object stands on the target: `ours` for one that only counts when we began it (tables, views), `made` for
 * one that may be there with any history (an index or key of this name and these columns, helpers already gone).
 */
async function isThere(
  doors: MigrateObjectDoors,
  { project }: ProjectContext,
  target: SchemaTarget,
  item: ObjectItem,
  signal: AbortSignal,
): Promise<Presence> {
  const index = await readPlanIndex(doors.objects, project);
  if (item.kind === 'view') {
    const entry = index.views.find(({ id }) => `VIEW ${id}` === item.objectId);
    if (entry === undefined) throw new Error(`assertion failed: ${item.objectId} is in the plan`);
    const view = await readPlannedView(doors.objects, entry);
    return (await target.tableExists(view.target, signal)) ? 'ours' : 'absent';
  }
  const tables = new PlannedTables(doors.objects, index);
  const definition = await tables.definition(item.tableId);
  if (item.kind === 'table') return (await target.tableExists(definition.table.name, signal)) ? 'ours' : 'absent';
  return (await isMade(target, definition, item, signal)) ? 'made' : 'absent';
}

async function isMade(
  target: SchemaTarget,
  definition: TableDefinition,
  item: ObjectItem,
  signal: AbortSignal,
): Promise<boolean> {
  if (item.kind === 'index') {
    const found = definition.indexes.find(({ objectId }) => objectId === item.objectId);
    return found !== undefined && target.indexExists(found.index, signal);
  }
  if (item.kind === 'foreign-key') {
    const found = definition.foreignKeys.find(({ objectId }) => objectId === item.objectId);
    return found !== undefined && target.foreignKeyExists(found.foreignKey, signal);
  }
  const columns = (await target.columns(definition.table.name, signal)) ?? [];
  return !definition.helperColumns.some((name) => columns.includes(name));
}

function alreadyThere(item: ObjectItem): Fault {
  return new Fault('TARGET_OBJECT_EXISTS', `${item.objectId} was on the target before this project made it`, {
    subject: item.objectId,
  });
}

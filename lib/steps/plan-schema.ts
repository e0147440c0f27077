import type { GateName } from '../model/gate.ts';
import type { ManifestReference, StepInput, StepResult } from '../model/outcome.ts';
import { type StageName, stageNames } from '../model/stage.ts';
import { objectItem, type ObjectItem, type StageItem } from '../model/stored-item.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import { askGate } from './ask-gate.ts';
import { changeItem } from './change-item.ts';
import { keyMoment } from './load-lines.ts';
import { pendingGate } from './pending-gate.ts';
import { PlannedTables, readPlanIndex, readPlannedView } from './plan-objects.ts';
import { type ContextDoors, openProject, type ProjectContext } from './project-context.ts';
import { type Moment, tableObjects, viewObject, writeObject } from './schema-objects.ts';
import { beginStage, changeStage, endStage, readStage, type StageDoors } from './stage-progress.ts';

export interface PlanSchemaInput extends StepInput {
  readonly moment: Moment;
}

export interface PlanSchemaDoors extends ContextDoors, StageDoors, Pick<DatabaseDoors, 'openSchemaTarget'> {}

export interface PlannedObjects extends StepResult {
  readonly manifest?: ManifestReference;
  readonly concurrency?: number;
}

/** Objects of one level made at once: each DDL takes a session, and servers serialise DDL anyway. */
const concurrency = 4;

const stageOf: Readonly<Record<Moment, { readonly stage: StageName; readonly gate: GateName }>> = {
  early: { stage: 'schema', gate: 'SchemaDecision' },
  late: { stage: 'indexes', gate: 'IndexDecision' },
  last: { stage: 'objects', gate: 'ObjectsDecision' },
};

/**
 * Says which objects of a moment are to be made next: one dependency level at a time, until none is left. Failed objects
 * do not stop others; when nothing else can go on, they wait at a gate. Asking again is harmless: everything is read
 * from the items.
 */
export async function planSchema(
  doors: PlanSchemaDoors,
  input: PlanSchemaInput,
  signal: AbortSignal,
): Promise<PlannedObjects> {
  const context = await openProject(input, doors);
  const { stage: name, gate } = stageOf[input.moment];
  // A run that is to end before this stage leaves it to the next one.
  const { until } = context.project;
  if (until !== null && stageNames.indexOf(name) > stageNames.indexOf(until)) return { outcome: 'done' };
  if ((await readStage(doors.store, input.projectId, name)).status === 'done') return { outcome: 'done' };
  if ((await settleGate(doors, input)) === 'waiting') return { outcome: 'gate' };
  const stage = await beginStage(doors, input.projectId, name);
  await ensureObjects(doors, context, signal);
  const items = await momentItems(doors, input);
  const level = nextLevel(items);
  if (level.length > 0)
    return { outcome: 'next', concurrency, manifest: await levelManifest(doors, input, stage, level) };
  const failed = items.filter(({ status }) => status === 'failed' || status === 'refused');
  if (failed.length === 0) {
    const done = items.filter(({ status }) => status === 'done' || status === 'converted').length;
    await endStage(doors, input.projectId, name, { objects: items.length, done });
    return { outcome: 'done' };
  }
  await askGate(doors, input.projectId, {
    gate,
    stage: name,
    round: stage.round,
    question: `${failed.length} of ${items.length} objects could not be made: ${failed
      .slice(0, 5)
      .map((item) => item.objectId)
      .join(', ')}${failed.length > 5 ? ' ...' : ''}. Edit their DDL and retry, or skip them.`,
    allowed: ['retry', 'skip', 'abort'],
    faults: failed.flatMap(({ fault }) => (fault === null ? [] : [fault])),
  });
  return { outcome: 'gate' };
}

/** Applies the answer to the last question: retry makes failed objects planned again, skip sets them aside. */
async function settleGate(doors: PlanSchemaDoors, input: PlanSchemaInput): Promise<'waiting' | 'go-on'> {
  const { stage: name, gate } = stageOf[input.moment];
  const stage = await readStage(doors.store, input.projectId, name);
  const pending = await pendingGate(doors.store, input.projectId, gate, stage);
  if (pending.kind === 'waiting') return 'waiting';
  if (pending.kind === 'none' || (pending.answer !== 'retry' && pending.answer !== 'skip')) return 'go-on';
  const skip = pending.answer === 'skip';
  const skippedTables = new Set<string>();
  for (const item of await momentItems(doors, input)) {
    // Also those that were set aside before a death in here.
    if (item.kind === 'table' && (item.status === 'skipped' || item.status === 'removed')) {
      skippedTables.add(item.tableId);
    }
    if (item.status !== 'failed' && item.status !== 'refused') continue;
    // A refused table has no definition: nothing could be loaded into it, so skipping removes it from the project.
    const aside: ObjectItem['status'] = item.status === 'refused' ? 'removed' : 'skipped';
    const next: ObjectItem['status'] = skip ? aside : 'planned';
    if (skip && item.kind === 'table') skippedTables.add(item.tableId);
    if (!skip && item.status === 'refused') continue;
    await setStatus(doors, input.projectId, item, next);
  }
  await skipDependents(doors, input.projectId, skippedTables);
  return 'go-on';
}

/** A skipped table takes its indexes, foreign keys and helpers along. */
async function skipDependents(doors: PlanSchemaDoors, projectId: string, tables: ReadonlySet<string>): Promise<void> {
  if (tables.size === 0) return;
  for await (const { body } of doors.store.list(objectItem, projectId, '', '')) {
    if (body.kind === 'table' || body.kind === 'view' || !tables.has(body.tableId) || body.status === 'done') continue;
    await setStatus(doors, projectId, body, 'skipped');
  }
}

async function setStatus(
  doors: PlanSchemaDoors,
  projectId: string,
  item: ObjectItem,
  status: ObjectItem['status'],
): Promise<void> {
  await changeItem(doors.store, objectItem, projectId, item.objectId, (current) => ({ ...(current ?? item), status }));
}

/** Writes the items of all objects of the plan once; the artifact says that they are whole. */
async function ensureObjects(
  doors: PlanSchemaDoors,
  { project, spec }: ProjectContext,
  signal: AbortSignal,
): Promise<void> {
  const { projectId } = project;
  if ((await readStage(doors.store, projectId, 'schema')).artifacts['objects'] !== undefined) return;
  const index = await readPlanIndex(doors.objects, project);
  const tables = new PlannedTables(doors.objects, index);
  await using target = await doors.openSchemaTarget(spec.target, signal);
  for (const { id } of index.tables) {
    for (const object of tableObjects(target, await tables.get(id))) await writeObject(doors, projectId, object);
  }
  for (const entry of index.views) {
    const view = await readPlannedView(doors.objects, entry);
    const statement = view.definition === null ? null : target.renderView(view.target, view.definition);
    await writeObject(doors, projectId, viewObject(view, statement));
  }
  await changeStage(doors, projectId, 'schema', (current) => ({
    ...current,
    artifacts: { ...current.artifacts, objects: 'written' },
  }));
}

async function momentItems(doors: PlanSchemaDoors, input: PlanSchemaInput): Promise<readonly ObjectItem[]> {
  const items: ObjectItem[] = [];
  for await (const { body } of doors.store.list(objectItem, input.projectId, '', '')) {
    if (body.moment === input.moment) items.push(body);
  }
  return items;
}

/** The planned objects of the lowest level that has some, without those whose table is not there. */
function nextLevel(items: readonly ObjectItem[]): readonly ObjectItem[] {
  const absent = new Set(
    items
      .filter(({ kind, status }) => kind === 'table' && (status === 'failed' || status === 'refused'))
      .map(({ tableId }) => tableId),
  );
  const open = items.filter(
    ({ status, kind, tableId }) =>
      status === 'planned' && (kind === 'table' || kind === 'view' || !absent.has(tableId)),
  );
  const lowest = Math.min(...open.map(({ level }) => level));
  return open.filter(({ level }) => level === lowest);
}

async function levelManifest(
  doors: PlanSchemaDoors,
  input: PlanSchemaInput,
  stage: StageItem,
  level: readonly ObjectItem[],
): Promise<ManifestReference> {
  const moment = keyMoment(doors.clock.now());
  const key = `projects/${input.projectId}/schema/manifest-${input.moment}-${stage.round}-${moment}.jsonl`;
  await doors.objects.putLines(
    key,
    level.map(({ objectId }) => JSON.stringify({ objectId })),
  );
  return { bucket: doors.objects.bucket, key };
}

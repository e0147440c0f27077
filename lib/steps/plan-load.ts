import { rangeRows } from '../engine/load/load-work.ts';
import type { LoadTable } from '../engine/load/plan-chunks.ts';
import { planLines } from '../engine/load/plan-lines.ts';
import type { ChunkLine, DataObject } from '../model/chunk.ts';
import { Fault, type FaultRecord } from '../model/fault.ts';
import type { StepInput } from '../model/outcome.ts';
import { parseScn } from '../model/scn.ts';
import type { StageItem } from '../model/stored-item.ts';
import type { TablePlan } from '../model/table-plan.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { RowSource } from '../ports/row-source.ts';
import type { SchemaSource } from '../ports/schema-source.ts';
import { askGate } from './ask-gate.ts';
import { changeChunk } from './chunk-progress.ts';
import { dataObjectText, encodeDataObject } from './data-object-lines.ts';
import {
  chunkItems,
  currentRound,
  keyMoment,
  type PlannedChunks,
  withLines,
  writeLines,
  writeManifest,
} from './load-lines.ts';
import { ensureSnapshotScn, tableScn } from './load-scn.ts';
import { pendingGate } from './pending-gate.ts';
import { activeTables, PlannedTables, readPlanIndex } from './plan-objects.ts';
import { presetOf } from './presets.ts';
import { type ContextDoors, openProject, type ProjectContext } from './project-context.ts';
import { sourceEndpoint } from './source-endpoint.ts';
import { beginStage, changeStage, readStage, type StageDoors } from './stage-progress.ts';
import { sampledBounds } from './table-ranges.ts';

export interface PlanLoadDoors
  extends
    ContextDoors,
    StageDoors,
    Pick<DatabaseDoors, 'openRowSource' | 'openSchemaSource' | 'openSchemaTarget' | 'openTargetLoader'> {}

/** The first plan of a load; tables that must be loaded again get the chunks of a further round. */
const firstRound = 1;

/**
 * Plans the full load once and then says what is left of it. Durable order: 1 the snapshot SCN, 2 the target is found
 * ready, 3 the data objects as listed after the SCN (H2), 4 the chunks, 5 both are named in the stage. Before 5 nothing is
 * loaded; after it nothing is planned again.
 */
export async function planLoad(doors: PlanLoadDoors, input: StepInput, signal: AbortSignal): Promise<PlannedChunks> {
  const context = await openProject(input, doors);
  const before = await readStage(doors.store, input.projectId, 'full');
  if (before.status === 'done') return { outcome: 'done' };
  const gate = await pendingGate(doors.store, input.projectId, 'LoadDecision', before);
  if (gate.kind === 'waiting') return { outcome: 'gate' };
  // Before the next round begins: dying after it, nobody would look at this answer again.
  if (gate.kind === 'answered' && gate.answer === 'reload') await beginReload(doors, input.projectId);
  if (gate.kind === 'answered') await retryFailed(doors, input.projectId, currentRound(before));
  let stage = await beginStage(doors, input.projectId, 'full');
  // A reload that an earlier execution began is finished by the step that began it.
  if (stage.artifacts['reloading'] !== undefined) return { outcome: 'done' };
  if (currentRound(stage) === 0) {
    const faults = await targetFaults(doors, context, signal);
    if (faults.length > 0) return refuse(doors, input.projectId, stage, faults);
    stage = await plan(doors, context, signal);
  }
  const round = currentRound(stage);
  const items = await chunkItems(doors.store, input.projectId, 'full', round);
  const key = `projects/${input.projectId}/load/manifest-${keyMoment(doors.clock.now())}.jsonl`;
  const manifest = await writeManifest(doors.objects, key, stage, items);
  const { workers } = presetOf(context.spec.full?.concurrency);
  // With nothing left the finishing step still has to look and to end the stage.
  if (manifest === undefined) return { outcome: 'done' };
  return { outcome: 'next', manifest, round, concurrency: workers };
}

/** The tables the operator was asked about are to be loaded again: the finishing step empties and plans them. */
async function beginReload(doors: PlanLoadDoors, projectId: string): Promise<StageItem> {
  return changeStage(doors, projectId, 'full', (current) => {
    const { stale, ...artifacts } = current.artifacts;
    return stale === undefined ? current : { ...current, artifacts: { ...artifacts, reloading: stale } };
  });
}

/** Chunks that failed before the operator said retry begin their turns anew. */
async function retryFailed(doors: PlanLoadDoors, projectId: string, round: number): Promise<void> {
  for (const item of (await chunkItems(doors.store, projectId, 'full', round)).values()) {
    if (item.status !== 'failed') continue;
    const key = { stage: 'full' as const, round, chunkId: item.chunkId };
    await changeChunk(doors.store, projectId, key, (current) => ({ ...current, status: 'planned', turns: 0 }));
  }
}

/** Every table must stand on the target with the planned columns, and be empty unless the project says otherwise. */
async function targetFaults(
  doors: PlanLoadDoors,
  { project, spec }: ProjectContext,
  signal: AbortSignal,
): Promise<readonly FaultRecord[]> {
  const index = await readPlanIndex(doors.objects, project);
  const tables = new PlannedTables(doors.objects, index);
  const mayHaveRows = spec.full !== undefined && spec.full.nonEmptyTarget !== 'refuse';
  const faults: FaultRecord[] = [];
  await using target = await doors.openSchemaTarget(spec.target, signal);
  await target.ensureProgress(project.projectId, signal);
  for (const tableId of await activeTables(doors.store, project.projectId, index)) {
    const { plan } = await tables.definition(tableId);
    const name = `${plan.target.schema}.${plan.target.table}`;
    const columns = await target.columns(plan.target, signal);
    const missing = plan.columns.filter(({ targetName }) => !(columns ?? []).includes(targetName));
    if (columns === null) {
      faults.push(
        new Fault('TARGET_OBJECT_MISSING', `table ${name} is not on the target`, { subject: tableId }).record,
      );
    } else if (missing.length > 0) {
      const names = missing.map(({ targetName }) => targetName).join(', ');
      const cause = `table ${name} on the target has no column ${names}`;
      faults.push(new Fault('TARGET_OBJECT_MISSING', cause, { subject: tableId }).record);
    } else if (!mayHaveRows && (await target.tableHasRows(plan.target, signal))) {
      faults.push(new Fault('TARGET_NOT_EMPTY', `table ${name} holds rows already`, { subject: tableId }).record);
    }
  }
  return faults;
}

async function refuse(
  doors: PlanLoadDoors,
  projectId: string,
  stage: StageItem,
  faults: readonly FaultRecord[],
): Promise<PlannedChunks> {
  await askGate(doors, projectId, {
    gate: 'LoadDecision',
    stage: 'full',
    round: stage.round,
    question: `The target is not ready for the load: ${faults.length} tables. Correct it and retry.`,
    allowed: ['retry', 'abort'],
    faults,
  });
  return { outcome: 'gate' };
}

async function plan(doors: PlanLoadDoors, context: ProjectContext, signal: AbortSignal): Promise<StageItem> {
  const { projectId } = context.project;
  await using source = await doors.openRowSource(sourceEndpoint(context.spec), signal);
  await using schema = await doors.openSchemaSource(sourceEndpoint(context.spec), signal);
  await using loader = await doors.openTargetLoader(context.spec.target, signal);
  const project = await ensureSnapshotScn(doors.store, context.project, source, signal);
  await loader.beginRound(projectId, firstRound, signal);
  const index = await readPlanIndex(doors.objects, project);
  const tableIds = await activeTables(doors.store, projectId, index);
  const planned = await cutTables(doors, { ...context, project }, tableIds, source, schema, signal);
  const moment = keyMoment(doors.clock.now());
  const linesKey = `projects/${projectId}/load/lines-${moment}.jsonl`;
  const dataObjectsKey = `projects/${projectId}/load/data-objects-${moment}.jsonl`;
  await doors.objects.putLines(dataObjectsKey, planned.dataObjects.map(encodeDataObject));
  await writeLines(doors.objects, linesKey, planned.lines);
  return await changeStage(doors, projectId, 'full', (current) =>
    currentRound(current) > 0
      ? current
      : withLines(
          { ...current, artifacts: { ...current.artifacts, dataObjects: dataObjectsKey } },
          firstRound,
          linesKey,
        ),
  );
}

export interface CutTables {
  readonly lines: Iterable<ChunkLine>;
  readonly dataObjects: readonly DataObject[];
}

/**
 * Lists the data objects of the tables, after the SCN was taken, and cuts the tables into chunks; `only` keeps to some of
 * the data objects.
 */
export async function cutTables(
  doors: PlanLoadDoors,
  { project, spec }: ProjectContext,
  tableIds: readonly string[],
  source: RowSource,
  schema: SchemaSource,
  signal: AbortSignal,
  only?: ReadonlySet<string>,
): Promise<CutTables> {
  const tables = new PlannedTables(doors.objects, await readPlanIndex(doors.objects, project));
  const plans: TablePlan[] = [];
  for (const tableId of tableIds) plans.push((await tables.definition(tableId)).plan);
  const byTable = new Map<string, DataObject[]>(tableIds.map((tableId) => [tableId, []]));
  const names = plans.map(({ source: name }) => name);
  for await (const object of schema.listDataObjects(names, signal)) {
    if (only === undefined || only.has(dataObjectText(object))) byTable.get(object.tableId)?.push(object);
  }
  const scns = await tableScn(doors.store, project, tableIds);
  const work: LoadTable[] = [];
  for (const plan of plans) {
    const scn = parseScn(scns.get(plan.tableId) ?? '');
    const keyBounds =
      plan.organization === 'index' ? await sampledBounds(source, plan, scn, rangeRows(plan), signal) : [];
    work.push({ plan, dataObjects: byTable.get(plan.tableId) ?? [], keyBounds });
  }
  const { blockBytes } = await schema.info(signal);
  const { workers } = presetOf(spec.full?.concurrency);
  return { lines: planLines(work, { blockBytes, workers }), dataObjects: [...byTable.values()].flat() };
}

import { chunkRows, planChunks, type TableWork } from '../engine/load/plan-chunks.ts';
import type { DataObject } from '../model/chunk.ts';
import { Fault, type FaultRecord } from '../model/fault.ts';
import type { ManifestReference, StepInput, StepResult } from '../model/outcome.ts';
import { parseScn } from '../model/scn.ts';
import type { StageItem } from '../model/stored-item.ts';
import type { TablePlan } from '../model/table-plan.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { RowSource } from '../ports/row-source.ts';
import type { SchemaSource } from '../ports/schema-source.ts';
import { askGate } from './ask-gate.ts';
import { changeChunk } from './chunk-progress.ts';
import { encodeDataObject } from './data-object-lines.ts';
import { chunkItems, keyMoment, lineKeys, stageLines, withLines, writeLines, writeManifest } from './load-lines.ts';
import { ensureSnapshotScn, tableScn } from './load-scn.ts';
import { pendingGate } from './pending-gate.ts';
import { activeTables, PlannedTables, readPlanIndex } from './plan-objects.ts';
import { presetOf } from './presets.ts';
import { type ContextDoors, openProject, type ProjectContext } from './project-context.ts';
import { sourceEndpoint } from './source-endpoint.ts';
import { beginStage, changeStage, readStage, type StageDoors } from './stage-progress.ts';
import { dataObjectRanges, estimatedRows, sampledKeyRanges } from './table-ranges.ts';

export interface PlanLoadDoors
  extends
    ContextDoors,
    StageDoors,
    Pick<DatabaseDoors, 'openRowSource' | 'openSchemaSource' | 'openSchemaTarget' | 'openTargetLoader'> {}

export interface PlannedLoad extends StepResult {
  readonly manifest?: ManifestReference;
  readonly round?: number;
  readonly concurrency?: number;
}

/** Chunk rows of a full load keep one round; a table that is loaded again gets other chunks, not another round. */
export const loadRound = 1;

/** Rows of one range: a few seconds of work, so that little is lost when a range must be written again. */
const rangeRows = 100_000;

/**
 * Plans the full load once and then says what is left of it. Durable order: 1 the snapshot SCN, 2 the target is found
 * ready, 3 the data objects as listed after the SCN (H2), 4 the chunks, 5 both are named in the stage. Before 5 nothing is
 * loaded; after it nothing is planned again.
 */
export async function planLoad(doors: PlanLoadDoors, input: StepInput, signal: AbortSignal): Promise<PlannedLoad> {
  const context = await openProject(input, doors);
  const before = await readStage(doors.store, input.projectId, 'full');
  if (before.status === 'done') return { outcome: 'done' };
  const gate = await pendingGate(doors.store, input.projectId, 'LoadDecision', before);
  if (gate.kind === 'waiting') return { outcome: 'gate' };
  let stage = await beginStage(doors, input.projectId, 'full');
  if (gate.kind === 'answered') await retryFailed(doors, input.projectId);
  if (lineKeys(stage).length === 0) {
    const faults = await targetFaults(doors, context, signal);
    if (faults.length > 0) return refuse(doors, input.projectId, stage, faults);
    stage = await plan(doors, context, signal);
  }
  const items = await chunkItems(doors.store, input.projectId, 'full', loadRound);
  const key = `projects/${input.projectId}/load/manifest-${keyMoment(doors.clock.now())}.jsonl`;
  const manifest = await writeManifest(doors.objects, key, stageLines(doors.objects, stage), items);
  const { workers } = presetOf(context.spec.full?.concurrency);
  // With nothing left the finishing step still has to look and to end the stage.
  if (manifest === undefined) return { outcome: 'done' };
  return { outcome: 'next', manifest, round: loadRound, concurrency: workers };
}

/** Chunks that failed before the operator said retry begin their turns anew. */
async function retryFailed(doors: PlanLoadDoors, projectId: string): Promise<void> {
  for (const item of (await chunkItems(doors.store, projectId, 'full', loadRound)).values()) {
    if (item.status !== 'failed') continue;
    const key = { stage: 'full' as const, round: loadRound, chunkId: item.chunkId };
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
): Promise<PlannedLoad> {
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
  await loader.beginRound(projectId, loadRound, signal);
  const index = await readPlanIndex(doors.objects, project);
  const tableIds = await activeTables(doors.store, projectId, index);
  const planned = await cutTables(doors, { ...context, project }, tableIds, source, schema, signal);
  const moment = keyMoment(doors.clock.now());
  const linesKey = `projects/${projectId}/load/lines-${moment}.jsonl`;
  const dataObjectsKey = `projects/${projectId}/load/data-objects-${moment}.jsonl`;
  await doors.objects.putLines(dataObjectsKey, planned.dataObjects.map(encodeDataObject));
  await writeLines(doors.objects, linesKey, chunksOf(planned.work, context, 'l0'));
  return await changeStage(doors, projectId, 'full', (current) =>
    lineKeys(current).length > 0
      ? current
      : withLines({ ...current, artifacts: { ...current.artifacts, dataObjects: dataObjectsKey } }, linesKey),
  );
}

/** Chunks of the given tables; `prefix` makes their ids differ from those planned before. */
export function chunksOf(
  work: readonly TableWork[],
  { spec }: ProjectContext,
  prefix: string,
): ReturnType<typeof planChunks> {
  const rows = work.reduce((total, table) => total + table.rows, 0);
  return planChunks(prefix, work, chunkRows(rows, presetOf(spec.full?.concurrency).workers));
}

export interface CutTables {
  readonly work: readonly TableWork[];
  readonly dataObjects: readonly DataObject[];
}

/** Lists the data objects of the tables, after the SCN was taken, and cuts the tables into ranges. */
export async function cutTables(
  doors: PlanLoadDoors,
  { project }: ProjectContext,
  tableIds: readonly string[],
  source: RowSource,
  schema: SchemaSource,
  signal: AbortSignal,
): Promise<CutTables> {
  const tables = new PlannedTables(doors.objects, await readPlanIndex(doors.objects, project));
  const { blockBytes } = await schema.info(signal);
  const plans: TablePlan[] = [];
  for (const tableId of tableIds) plans.push((await tables.definition(tableId)).plan);
  const byTable = new Map<string, DataObject[]>(tableIds.map((tableId) => [tableId, []]));
  const names = plans.map(({ source: name }) => name);
  for await (const object of schema.listDataObjects(names, signal)) byTable.get(object.tableId)?.push(object);
  const work: TableWork[] = [];
  for (const plan of plans) {
    const dataObjects = byTable.get(plan.tableId) ?? [];
    const scn = parseScn((await tableScn(doors.store, project, [plan.tableId])).get(plan.tableId) ?? '');
    const ranges =
      plan.organization === 'index'
        ? await sampledKeyRanges(source, plan, scn, rangeRows, signal)
        : dataObjectRanges(plan, dataObjects, blockBytes, rangeRows);
    work.push({ tableId: plan.tableId, ranges, rows: estimatedRows(plan, dataObjects, blockBytes) });
  }
  return { work, dataObjects: [...byTable.values()].flat() };
}

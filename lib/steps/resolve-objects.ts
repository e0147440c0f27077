import { planTable } from '../engine/schema/plan-table.ts';
import type { ConversionSettings } from '../engine/schema/plan-request.ts';
import { planViews, tableAsSource, type ViewToPlan } from '../engine/schema/plan-view.ts';
import { targetClashes } from '../engine/schema/target-clashes.ts';
import type { SelectSource } from '../engine/schema/view-select.ts';
import { resolveSelection, type ResolvedSelection, selectedSchemas } from '../engine/selection/resolve-selection.ts';
import { Fault } from '../model/fault.ts';
import type { PlannedTable, PlannedView } from '../model/migration-plan.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import type { PlanFlags } from '../model/plan-flags.ts';
import type { PlanIndex } from '../model/plan-index.ts';
import type { ProjectFile } from '../model/project.ts';
import type { SelectedObject } from '../model/selected-object.ts';
import { tableId, type TableName } from '../model/source-table.ts';
import { type StageName, stageNames } from '../model/stage.ts';
import { projectItem } from '../model/stored-item.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ListedObject, SchemaSource } from '../ports/schema-source.ts';
import type { SchemaTarget } from '../ports/schema-target.ts';
import { askGate } from './ask-gate.ts';
import { changeItem } from './change-item.ts';
import { keyMoment } from './load-lines.ts';
import { pendingGate } from './pending-gate.ts';
import { type ContextDoors, openProject } from './project-context.ts';
import { sourceEndpoint } from './source-endpoint.ts';
import { beginStage, changeStage, readStage, type StageDoors } from './stage-progress.ts';

export interface ResolveObjectsDoors
  extends ContextDoors, StageDoors, Pick<DatabaseDoors, 'openSchemaSource' | 'openSchemaTarget'> {}

export interface ResolvedObjects extends StepResult {
  readonly plan?: PlanFlags;
}

/**
 * Resolves the selection against the source and plans every object, once: the plan is immutable, what is decided about it
 * later (skip, remove, edit) is in the objects' items. Objects that are not there are asked about, never dropped.
 */
export async function resolveObjects(
  doors: ResolveObjectsDoors,
  input: StepInput,
  signal: AbortSignal,
): Promise<ResolvedObjects> {
  const { project, spec } = await openProject(input, doors);
  const plan = planFlags(spec, project.until);
  if (project.planKey !== null) return { outcome: 'done', plan };
  const before = await readStage(doors.store, input.projectId, 'schema');
  const gate = await pendingGate(doors.store, input.projectId, 'SchemaDecision', before);
  if (gate.kind === 'waiting') return { outcome: 'gate' };
  // Before the next round begins: dying after it, nobody would look at this answer again.
  if (gate.kind === 'answered' && gate.answer === 'skip') await rememberLeaveOut(doors, input.projectId);
  const stage = await beginStage(doors, input.projectId, 'schema');
  await using source = await doors.openSchemaSource(sourceEndpoint(spec), signal);
  const selection = await resolve(source, spec, signal);
  const leaveOut = stage.artifacts['leaveOut'] !== undefined;
  if ((selection.unknown.length > 0 && !leaveOut) || selection.selected.length === 0) {
    await ask(doors, input.projectId, stage.round, selection);
    return { outcome: 'gate' };
  }
  await using target = await doors.openSchemaTarget(spec.target, signal);
  const index = await planAll(
    { doors, spec, source, target, prefix: prefixOf(doors, input.projectId) },
    selection,
    signal,
  );
  const key = `${prefixOf(doors, input.projectId)}index.json`;
  await doors.objects.put(key, new TextEncoder().encode(JSON.stringify(index)));
  await changeItem(doors.store, projectItem, input.projectId, null, (current) => {
    const base = current ?? project;
    return base.planKey === null ? { ...base, planKey: key } : base;
  });
  return { outcome: 'done', plan };
}

/** Objects that are not there are left out from now on. */
async function rememberLeaveOut(doors: StageDoors, projectId: string): Promise<void> {
  await changeStage(doors, projectId, 'schema', (current) => ({
    ...current,
    artifacts: { ...current.artifacts, leaveOut: 'unknown' },
  }));
}

/** What this generation does of the types a project chose: nothing that comes after the stage it is to end with. */
export function planFlags({ types }: ProjectFile, until: StageName | null): PlanFlags {
  const last = until === null ? stageNames.length : stageNames.indexOf(until);
  const wanted = (type: ProjectFile['types'][number]): boolean =>
    types.includes(type) && stageNames.indexOf(type) <= last;
  return {
    schema: wanted('schema'),
    full: wanted('full'),
    incremental: wanted('incremental'),
    verification: wanted('verification'),
    reverse: wanted('reverse'),
  };
}

export function conversionSettings(spec: ProjectFile): ConversionSettings {
  return {
    identifierCase: spec.conversion?.identifierCase ?? 'lower',
    lengthSemantics: spec.conversion?.lengthSemantics ?? 'keep',
    timeZone: spec.conversion?.timeZone ?? '+00:00',
    schemas: spec.schemas,
    postIndexing: spec.full?.postIndexing ?? true,
  };
}

function prefixOf(doors: StageDoors, projectId: string): string {
  return `projects/${projectId}/plan/${keyMoment(doors.clock.now())}/`;
}

export async function resolve(
  source: SchemaSource,
  spec: ProjectFile,
  signal: AbortSignal,
): Promise<ResolvedSelection> {
  const listed: ListedObject[] = [];
  for await (const object of source.listObjects(selectedSchemas(spec.objects), signal)) listed.push(object);
  return resolveSelection(spec.objects, listed);
}

async function ask(
  doors: ResolveObjectsDoors,
  projectId: string,
  round: number,
  { unknown, selected }: ResolvedSelection,
): Promise<void> {
  const cause =
    selected.length === 0
      ? 'the selection matches no object'
      : `not found or not visible: ${unknown.slice(0, 20).join(', ')}`;
  await askGate(doors, projectId, {
    gate: 'SchemaDecision',
    stage: 'schema',
    round,
    question: `The selection cannot be resolved: ${cause}. Create or grant the objects and retry, or skip what is missing.`,
    allowed: selected.length === 0 ? ['retry', 'abort'] : ['retry', 'skip', 'abort'],
    faults: [new Fault('UNKNOWN_OBJECT', cause).record],
  });
}

interface Planning {
  readonly doors: { readonly objects: ObjectStore };
  readonly spec: ProjectFile;
  readonly source: SchemaSource;
  readonly target: SchemaTarget;
  readonly prefix: string;
}

async function planAll(planning: Planning, selection: ResolvedSelection, signal: AbortSignal): Promise<PlanIndex> {
  const tables: PlanIndex['tables'] = [];
  const views: PlanIndex['views'] = [];
  for await (const planned of planObjects(planning.source, planning.target, planning.spec, selection, signal)) {
    const id = planned.kind === 'table' ? planned.tableId : planned.objectId.replace(/^VIEW /u, '');
    const key = `${planning.prefix}${planned.kind}/${encodeURIComponent(id)}.json`;
    const { sha256 } = await planning.doors.objects.put(key, new TextEncoder().encode(JSON.stringify(planned)));
    if (planned.kind === 'view') views.push({ id, key, sha256 });
    else {
      const { definition } = planned;
      const rowsEstimated = definition?.plan.rowsEstimated ?? null;
      tables.push({ id, key, sha256, rowsEstimated, planned: definition !== null });
    }
  }
  return { planFormat: 1, tables, views, leftOut: [...selection.leftOut] };
}

/** Plans every selected object, tables before views, one at a time. */
export async function* planObjects(
  source: SchemaSource,
  target: SchemaTarget,
  spec: ProjectFile,
  { selected }: ResolvedSelection,
  signal: AbortSignal,
): AsyncGenerator<PlannedTable | PlannedView> {
  const server = await target.server(signal);
  const settings = conversionSettings(spec);
  const byId = new Map(selected.map((object) => [tableId(object.name), object]));
  const selectedAs = (name: TableName): SelectedObject | null => byId.get(tableId(name)) ?? null;
  const names = (kind: 'table' | 'view'): readonly TableName[] =>
    selected.filter((object) => object.kind === kind).map(({ name }) => name);
  const clashes = targetClashes(selected, settings, server);
  const views: ViewToPlan[] = [];
  for await (const view of source.describeViews(names('view'), signal)) {
    const one = selectedAs(view.name);
    if (one !== null) views.push({ view, selected: one, clash: clashes.get(tableId(view.name)) ?? null });
  }
  const viewed = new Set(views.flatMap(({ view }) => view.dependsOn.map(tableId)));
  const sources = new Map<string, SelectSource>();
  for await (const table of source.describeTables(names('table'), signal)) {
    const one = selectedAs(table.name);
    if (one === null) continue;
    const clash = clashes.get(tableId(table.name)) ?? null;
    const planned = planTable({ table, selected: one, settings, server, selectedAs, clash });
    if (planned.definition !== null && viewed.has(planned.tableId)) {
      sources.set(planned.tableId, tableAsSource(planned.definition));
    }
    yield planned;
  }
  yield* planViews(views, settings, server, (name) => sources.get(tableId(name)) ?? null);
}

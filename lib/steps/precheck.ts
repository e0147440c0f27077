import type { ResolvedSelection } from '../engine/selection/resolve-selection.ts';
import { Fault, type FaultRecord } from '../model/fault.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import type { PrecheckItem } from '../model/precheck-item.ts';
import type { ProjectFile } from '../model/project.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { SchemaSource } from '../ports/schema-source.ts';
import { askGate } from './ask-gate.ts';
import { keyMoment } from './load-lines.ts';
import { pendingGate } from './pending-gate.ts';
import { plannedObjectItems } from './planned-object-items.ts';
import { type ContextDoors, openProject } from './project-context.ts';
import { resolve } from './resolve-objects.ts';
import { sourceEndpoint } from './source-endpoint.ts';
import { beginStage, changeStage, endStage, readStage, type StageDoors } from './stage-progress.ts';
import { targetDatabases } from './target-databases.ts';

export interface PrecheckDoors
  extends ContextDoors, StageDoors, Pick<DatabaseDoors, 'openSchemaSource' | 'openSchemaTarget'> {}

/**
 * Looks at everything that would fail later, changes nothing. Items that failed can be skipped one by one, by id, in the
 * project file or at the gate; all items with causes and remedies are in an object of the store.
 */
export async function precheck(doors: PrecheckDoors, input: StepInput, signal: AbortSignal): Promise<StepResult> {
  const { spec } = await openProject(input, doors);
  const before = await readStage(doors.store, input.projectId, 'precheck');
  if (before.status === 'done') return { outcome: 'passed' };
  const gate = await pendingGate(doors.store, input.projectId, 'PrecheckDecision', before);
  if (gate.kind === 'waiting') return { outcome: 'gate' };
  // Before the next round begins: dying after it, nobody would look at this answer again.
  if (gate.kind === 'answered' && gate.answer === 'skip') {
    await rememberSkips(doors, input.projectId, (gate.detail ?? '').split(','));
  }
  const stage = await beginStage(doors, input.projectId, 'precheck');
  const skip = await rememberSkips(doors, input.projectId, spec.precheck?.skip ?? []);
  const items = (await precheckItems(doors, spec, signal)).map((item) => skipped(item, skip));
  const key = `projects/${input.projectId}/precheck/${keyMoment(doors.clock.now())}.json`;
  await doors.objects.put(key, new TextEncoder().encode(JSON.stringify(items, null, 1)));
  await changeStage(doors, input.projectId, 'precheck', (current) => ({
    ...current,
    artifacts: { ...current.artifacts, items: key },
  }));
  const failed = items.filter(({ status }) => status === 'failed');
  if (failed.length === 0) {
    await endStage(doors, input.projectId, 'precheck', { items: items.length });
    return { outcome: 'passed' };
  }
  await askGate(doors, input.projectId, {
    gate: 'PrecheckDecision',
    stage: 'precheck',
    round: stage.round,
    question: `${failed.length} of ${items.length} precheck items failed: ${failed.map(({ id }) => id).join(', ')}. Correct them and retry, or skip items by name.`,
    allowed: failed.some(({ skippable }) => skippable) ? ['retry', 'skip', 'abort'] : ['retry', 'abort'],
    faults: failed.map(faultOf),
  });
  return { outcome: 'gate' };
}

/** All items, without a store: what `seaward precheck FILE` prints. */
export async function precheckItems(
  doors: Pick<DatabaseDoors, 'openSchemaSource' | 'openSchemaTarget'>,
  spec: ProjectFile,
  signal: AbortSignal,
): Promise<readonly PrecheckItem[]> {
  const items: PrecheckItem[] = [];
  await using opened = new AsyncDisposableStack();
  const found: { source?: SchemaSource; selection?: ResolvedSelection } = {};
  await connected(items, 'source', async () => {
    const source = opened.use(await doors.openSchemaSource(sourceEndpoint(spec), signal));
    const selection = await resolve(source, spec, signal);
    const tables = selection.selected.filter(({ kind }) => kind === 'table').map(({ name }) => name);
    items.push(...(await source.precheck(phases(spec), signal, tables)), selectionItem(selection));
    Object.assign(found, { source, selection });
  });
  await connected(items, 'target', async () => {
    const target = opened.use(await doors.openSchemaTarget(spec.target, signal));
    items.push(...(await target.precheck(targetDatabases(spec), signal)));
    const { source, selection } = found;
    // Planning reads both sides: it says something when both could be entered.
    const entered = !items.some(({ id, status }) => id === 'target.connect' && status === 'failed');
    if (source === undefined || selection === undefined || !entered) return;
    items.push(...(await plannedObjectItems(source, target, spec, selection, signal)));
  });
  return items;
}

/** A database that cannot be reached, entered or read is one failed item; what it would have said is not known. */
async function connected(items: PrecheckItem[], side: 'source' | 'target', look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, cause, remedy, vendor } = error.record;
    const told = vendor === null ? cause : `${cause} (${vendor})`;
    const at = code.startsWith('SOURCE_') ? 'source' : code.startsWith('TARGET_') ? 'target' : side;
    const what = code.endsWith('_UNREACHABLE') || code.endsWith('_LOGIN') ? 'connect' : 'read';
    items.push({ id: `${at}.${what}`, side: at, status: 'failed', skippable: false, cause: told, remedy });
  }
}

function selectionItem({ selected, unknown }: ResolvedSelection): PrecheckItem {
  const item = { id: 'source.objects', side: 'operator' as const, skippable: true };
  if (selected.length > 0 && unknown.length === 0) return { ...item, status: 'passed', cause: null, remedy: null };
  const names = unknown.slice(0, 20).join(', ');
  const cause =
    unknown.length > 0 ? `not found or not visible to the user: ${names}` : 'the selection matches no object';
  const remedy = 'Correct the selection, or grant SELECT on the objects to the source user.';
  return { ...item, status: 'failed', cause, remedy };
}

function phases(spec: ProjectFile): readonly ('schema' | 'full' | 'verification')[] {
  return (['schema', 'full', 'verification'] as const).filter((phase) => spec.types.includes(phase));
}

function skipped(item: PrecheckItem, skip: ReadonlySet<string>): PrecheckItem {
  return item.status === 'failed' && item.skippable && skip.has(item.id) ? { ...item, status: 'skipped' } : item;
}

function faultOf({ id, side, cause, remedy }: PrecheckItem): FaultRecord {
  const code = side === 'source' ? 'SOURCE_ERROR' : side === 'target' ? 'TARGET_ERROR' : 'UNKNOWN_OBJECT';
  const details = { subject: id, ...(remedy === null ? {} : { remedy }) };
  return new Fault(code, cause ?? id, details).record;
}

/** Items once skipped stay skipped: an answered question is never asked again. */
async function rememberSkips(
  doors: StageDoors,
  projectId: string,
  more: readonly string[],
): Promise<ReadonlySet<string>> {
  const { artifacts } = await changeStage(doors, projectId, 'precheck', (current) => {
    const known = (current.artifacts['skipped'] ?? '').split(',');
    const all = [...new Set([...known, ...more.map((id) => id.trim())])].filter((id) => id !== '').sort();
    return { ...current, artifacts: { ...current.artifacts, skipped: all.join(',') } };
  });
  return new Set((artifacts['skipped'] ?? '').split(','));
}

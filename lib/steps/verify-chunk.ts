import type { ChunkLine } from '../model/chunk.ts';
import type { Discrepancy } from '../model/discrepancy.ts';
import { Fault } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import { parseScn } from '../model/scn.ts';
import type { ChunkItem, ChunkKey } from '../model/stored-item.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { RowSource } from '../ports/row-source.ts';
import type { TargetRows } from '../ports/target-rows.ts';
import { beginTurn, changeChunk, checkTurns, isSettled } from './chunk-progress.ts';
import { encodeDiscrepancy } from './discrepancy-lines.ts';
import { keyMoment } from './load-lines.ts';
import { tableScn } from './load-scn.ts';
import { PlannedTables, readPlanIndex } from './plan-objects.ts';
import { presetOf } from './presets.ts';
import { type ContextDoors, openProject, type ProjectContext } from './project-context.ts';
import { retryFault } from './retry-fault.ts';
import { sourceEndpoint } from './source-endpoint.ts';
import type { StageDoors } from './stage-progress.ts';
import { verificationPrefix } from './verification-results.ts';
import { verifyRange } from './verify-range.ts';

export interface VerifyChunkInput extends StepInput {
  readonly round: number;
  readonly chunk: ChunkLine;
}

export interface VerifyChunkDoors
  extends ContextDoors, StageDoors, Pick<DatabaseDoors, 'openRowSource' | 'openTargetRows'> {
  readonly timeLeftMs: () => number;
  readonly rssBytes: () => number;
}

/** The counts verification keeps per table. */
export interface VerificationCounts {
  readonly compared: number;
  readonly missing: number;
  readonly extra: number;
  readonly different: number;
}

/**
 * Verifies one chunk. What if it dies here, or runs twice: it only reads; a range counts when its findings are in the
 * object store and its position is in the item, and is compared again otherwise.
 *
 * Durable order: 1 the findings of a range (an object named by chunk, range and turn), 2 counts and position in the item.
 */
export async function verifyChunk(
  doors: VerifyChunkDoors,
  input: VerifyChunkInput,
  signal: AbortSignal,
): Promise<StepResult> {
  const context = await openProject(input, doors);
  if (context.project.desired === 'paused') return { outcome: 'paused' };
  if (context.project.desired !== 'running') return { outcome: 'stale' };
  const key: ChunkKey = { stage: 'verification', round: input.round, chunkId: input.chunk.chunkId };
  const item = await beginTurn(doors.store, input.projectId, key);
  if (isSettled(item)) return { outcome: 'done' };
  try {
    checkTurns(item);
    return await retryFault(doors, signal, () => runTurn(doors, input, context, key, signal));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'STALE_GENERATION') return { outcome: 'stale' };
    const fault = error.record;
    await changeChunk(doors.store, input.projectId, key, (current) =>
      isSettled(current) ? current : { ...current, status: 'failed', fault },
    );
    return { outcome: 'done' };
  }
}

async function runTurn(
  doors: VerifyChunkDoors,
  input: VerifyChunkInput,
  { project, spec }: ProjectContext,
  key: ChunkKey,
  signal: AbortSignal,
): Promise<StepResult> {
  const tables = new PlannedTables(doors.objects, await readPlanIndex(doors.objects, project));
  const tableIds = input.chunk.parts.map((part) => part.tableId);
  const scns = await tableScn(doors.store, project, tableIds);
  await using source: RowSource = await doors.openRowSource(sourceEndpoint(spec), signal);
  await using target: TargetRows = await doors.openTargetRows(spec.target, signal);
  const ranges = input.chunk.parts.flatMap((part) => part.ranges.map((range) => ({ tableId: part.tableId, range })));
  const { rowsPerRead } = presetOf(spec.verification?.concurrency);
  let item = await changeChunk(doors.store, input.projectId, key, (current) => current);
  for (const [position, { tableId, range }] of ranges.entries()) {
    if (position < item.position) continue;
    if (doors.timeLeftMs() < limits.chunkTimeLeftMsMin) return { outcome: 'more' };
    const { project: now } = await openProject(input, doors);
    if (now.desired !== 'running') return { outcome: now.desired === 'paused' ? 'paused' : 'stale' };
    const { plan } = await tables.definition(tableId);
    const scn = parseScn(scns.get(tableId) ?? '');
    const findings = await verifyRange(source, target, { table: plan, range, scn, rowsPerRead }, signal);
    const written = await writeFindings(doors, input, position, findings.discrepancies);
    // A range counts once, for whoever compared it first.
    item = await changeChunk(doors.store, input.projectId, key, (current) =>
      current.position !== position
        ? current
        : {
            ...current,
            position: position + 1,
            rows: current.rows + findings.compared,
            peakRssBytes: Math.max(current.peakRssBytes, doors.rssBytes()),
            findings: [...current.findings, ...written],
            tables: withCounts(current.tables, tableId, countsOf(findings.compared, findings.discrepancies)),
          },
    );
  }
  await changeChunk(doors.store, input.projectId, key, (current) => ({ ...current, status: 'done' }));
  return { outcome: 'done' };
}

/** Writes the findings of one range and returns the end of their key, or nothing when there are none. */
async function writeFindings(
  doors: VerifyChunkDoors,
  input: VerifyChunkInput,
  position: number,
  discrepancies: readonly Discrepancy[],
): Promise<readonly string[]> {
  if (discrepancies.length === 0) return [];
  const name = `${String(position).padStart(6, '0')}-${keyMoment(doors.clock.now())}`;
  const key = findingsKey(input.projectId, input.round, input.chunk.chunkId, name);
  await doors.objects.putLines(key, discrepancies.slice(0, limits.discrepanciesStoredMax).map(encodeDiscrepancy));
  return [name];
}

/** Where the findings of one range lie; `name` is one of the chunk item's `findings`. */
export function findingsKey(projectId: string, round: number, chunkId: string, name: string): string {
  return `${verificationPrefix(projectId, round)}findings/${chunkId}/${name}.jsonl`;
}

export function countsOf(compared: number, discrepancies: readonly Discrepancy[]): VerificationCounts {
  const count = (kind: Discrepancy['kind']): number => discrepancies.filter((one) => one.kind === kind).length;
  return { compared, missing: count('missing'), extra: count('extra'), different: count('different') };
}

function withCounts(tables: ChunkItem['tables'], tableId: string, counts: VerificationCounts): ChunkItem['tables'] {
  const before = tables[tableId] ?? {};
  const sum = (name: keyof VerificationCounts): number => (before[name] ?? 0) + counts[name];
  return {
    ...tables,
    [tableId]: {
      compared: sum('compared'),
      missing: sum('missing'),
      extra: sum('extra'),
      different: sum('different'),
    },
  };
}

import { packLines, type TableRanges } from '../engine/load/pack-lines.ts';
import type { ChunkLine } from '../model/chunk.ts';
import { limits } from '../model/limits.ts';
import type { StepInput } from '../model/outcome.ts';
import { parseScn } from '../model/scn.ts';
import type { StageItem } from '../model/stored-item.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { RowSource } from '../ports/row-source.ts';
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
import { activeTables, decodeText, PlannedTables, readPlanIndex } from './plan-objects.ts';
import { presetOf } from './presets.ts';
import { type ContextDoors, openProject, type ProjectContext } from './project-context.ts';
import { pendingGate } from './pending-gate.ts';
import { repair, type RepairDoors } from './repair.ts';
import { sourceEndpoint } from './source-endpoint.ts';
import { verificationRanges } from './table-ranges.ts';
import { verificationPrefix } from './verification-results.ts';
import { beginStage, changeStage, endStage, readStage, type StageDoors } from './stage-progress.ts';

export interface PlanVerifyDoors
  extends ContextDoors, StageDoors, RepairDoors, Pick<DatabaseDoors, 'openRowSource' | 'openSchemaSource'> {}

/** Ranges of one chunk: at twenty thousand rows each, a few minutes of reading. */
const rangesPerChunk = 40;

/**
 * Cuts what is to be verified into chunks and writes the manifest of those that are not done. The first round verifies
 * every table, later ones those that were not clean. What if it dies here: nothing is recorded before its file of lines
 * is whole; what if it runs twice: the first to record its file wins, the other's is never read.
 */
export async function planVerify(
  doors: PlanVerifyDoors,
  input: StepInput,
  signal: AbortSignal,
): Promise<PlannedChunks> {
  const context = await openProject(input, doors);
  const settled = await settleGate(doors, input, signal);
  if (settled !== null) return settled;
  let stage = await beginStage(doors, input.projectId, 'verification');
  if (currentRound(stage) !== stage.round) stage = await cutTables(doors, context, stage, signal);
  const items = await chunkItems(doors.store, input.projectId, 'verification', stage.round);
  const key = `${verificationPrefix(input.projectId, stage.round)}manifest-${keyMoment(doors.clock.now())}.jsonl`;
  const manifest = await writeManifest(doors.objects, key, stage, items);
  const { workers } = presetOf(context.spec.verification?.concurrency);
  // Without anything left the finishing step still has to say so.
  const written = manifest ?? { bucket: doors.objects.bucket, key };
  return { outcome: 'next', round: stage.round, concurrency: workers, manifest: written };
}

/** What the stage's last question means for this turn: a word to end with, or null to plan. */
async function settleGate(
  doors: PlanVerifyDoors,
  input: StepInput,
  signal: AbortSignal,
): Promise<PlannedChunks | null> {
  const stage = await readStage(doors.store, input.projectId, 'verification');
  if (stage.status === 'done') return { outcome: 'done' };
  const gate = await pendingGate(doors.store, input.projectId, 'VerificationDecision', stage);
  if (gate.kind === 'waiting') return { outcome: 'gate' };
  if (gate.kind === 'none') return null;
  if (gate.answer === 'accept') {
    await endStage(doors, input.projectId, 'verification');
    return { outcome: 'done' };
  }
  // An execution that died between the answer and the repair.
  if (gate.answer === 'repair' || gate.answer === 'repair-and-delete') await repair(doors, input, signal);
  return null;
}

async function cutTables(
  doors: PlanVerifyDoors,
  context: ProjectContext,
  stage: StageItem,
  signal: AbortSignal,
): Promise<StageItem> {
  const { projectId } = context.project;
  await using source = await doors.openRowSource(sourceEndpoint(context.spec), signal);
  const project = await ensureSnapshotScn(doors.store, context.project, source, signal);
  const index = await readPlanIndex(doors.objects, project);
  const only = stage.artifacts['only'];
  const wanted =
    only === undefined
      ? await activeTables(doors.store, projectId, index)
      : decodeText(await doors.objects.get(only))
          .split('\n')
          .filter(Boolean);
  const key = `${verificationPrefix(projectId, stage.round)}lines-${keyMoment(doors.clock.now())}.jsonl`;
  await writeLines(doors.objects, key, planLines(doors, { ...context, project }, index, wanted, source, signal));
  return await changeStage(doors, projectId, 'verification', (current) => withLines(current, stage.round, key));
}

async function* planLines(
  doors: PlanVerifyDoors,
  { project, spec }: ProjectContext,
  index: Parameters<typeof activeTables>[2],
  tableIds: readonly string[],
  source: RowSource,
  signal: AbortSignal,
): AsyncGenerator<ChunkLine> {
  const tables = new PlannedTables(doors.objects, index);
  await using schema = await doors.openSchemaSource(sourceEndpoint(spec), signal);
  const found: TableRanges[] = [];
  for (const tableId of tableIds) {
    const { plan } = await tables.definition(tableId);
    const scn = parseScn((await tableScn(doors.store, project, [tableId])).get(tableId) ?? '');
    const ranges = await verificationRanges(source, schema, plan, scn, signal);
    found.push({ tableId, ranges });
  }
  yield* packLines('v', found, { lineBytesMax: limits.manifestLineBytesMax - 200, rangesMax: rangesPerChunk });
}

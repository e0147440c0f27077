import type { GateAnswer } from '../model/gate.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import type { ChunkItem, StoredFault } from '../model/stored-item.ts';
import { askGate } from './ask-gate.ts';
import { chunkItems, keyMoment, stageLines } from './load-lines.ts';
import { type ContextDoors, openProject } from './project-context.ts';
import { changeStage, endStage, readStage, type StageDoors } from './stage-progress.ts';
import type { VerificationCounts } from './verify-chunk.ts';
import { readResults, type VerificationResults, verificationPrefix, writeResults } from './verification-results.ts';

export interface FinishVerifyDoors extends ContextDoors, StageDoors {}

/**
 * Reads what the chunks found. Clean only when every line of the round is done and every table's last result has neither
 * missing, extra nor different rows. Chunks that did not finish are sent round again as long as some progress is made.
 */
export async function finishVerify(doors: FinishVerifyDoors, input: StepInput): Promise<StepResult> {
  const { project } = await openProject(input, doors);
  if (project.desired === 'paused') return { outcome: 'paused' };
  const stage = await readStage(doors.store, input.projectId, 'verification');
  if (stage.status === 'done') return { outcome: 'clean' };
  const items = await chunkItems(doors.store, input.projectId, 'verification', stage.round);
  let open = 0;
  const failed: ChunkItem[] = [];
  for await (const { round, line } of stageLines(doors.objects, stage)) {
    if (round !== stage.round) continue;
    const item = items.get(line.chunkId);
    if (item?.status === 'failed') failed.push(item);
    else if (item?.status !== 'done') open += 1;
  }
  if (open > 0 && failed.length === 0 && (await progressed(doors, input.projectId, items))) return { outcome: 'again' };
  const results = mergeResults(await readResults(doors.objects, stage), stage.round, items);
  await writeResults(doors, input.projectId, results);
  const bad = unclean(results, failed);
  if (open === 0 && failed.length === 0 && bad.length === 0) {
    await endStage(doors, input.projectId, 'verification', totals(results));
    return { outcome: 'clean' };
  }
  await ask(doors, input.projectId, results, bad, [...failed], open);
  return { outcome: 'gate' };
}

/** True when positions moved since the last look: chunks of a crashed function go round again, stuck ones do not. */
async function progressed(
  doors: FinishVerifyDoors,
  projectId: string,
  items: ReadonlyMap<string, ChunkItem>,
): Promise<boolean> {
  const sum = String([...items.values()].reduce((total, item) => total + item.position + 1, 0));
  const before = await readStage(doors.store, projectId, 'verification');
  await changeStage(doors, projectId, 'verification', (current) => ({
    ...current,
    artifacts: { ...current.artifacts, progress: sum },
  }));
  return before.artifacts['progress'] !== sum;
}

function mergeResults(
  before: VerificationResults,
  round: number,
  items: ReadonlyMap<string, ChunkItem>,
): VerificationResults {
  const merged = new Map(before);
  const fresh = new Map<string, VerificationCounts>();
  for (const item of items.values()) {
    for (const [tableId, counts] of Object.entries(item.tables)) fresh.set(tableId, added(fresh.get(tableId), counts));
  }
  for (const [tableId, counts] of fresh) {
    merged.set(tableId, { ...counts, round, repaired: before.get(tableId)?.repaired ?? 0 });
  }
  return merged;
}

function added(before: VerificationCounts | undefined, counts: Readonly<Record<string, number>>): VerificationCounts {
  const sum = (name: keyof VerificationCounts): number => (before?.[name] ?? 0) + (counts[name] ?? 0);
  return { compared: sum('compared'), missing: sum('missing'), extra: sum('extra'), different: sum('different') };
}

function unclean(results: VerificationResults, failed: readonly ChunkItem[]): readonly string[] {
  const bad = new Set<string>(failed.flatMap((item) => Object.keys(item.tables)));
  for (const [tableId, { missing, extra, different }] of results) if (missing + extra + different > 0) bad.add(tableId);
  return [...bad].sort();
}

function totals(results: VerificationResults): Record<string, number> {
  const sum = { compared: 0, missing: 0, extra: 0, different: 0, repaired: 0 };
  for (const result of results.values()) {
    sum.compared += result.compared;
    sum.missing += result.missing;
    sum.extra += result.extra;
    sum.different += result.different;
    sum.repaired += result.repaired;
  }
  return sum;
}

async function ask(
  doors: FinishVerifyDoors,
  projectId: string,
  results: VerificationResults,
  bad: readonly string[],
  failed: readonly ChunkItem[],
  open: number,
): Promise<void> {
  const { missing = 0, extra = 0, different = 0 } = totals(results);
  const faults: StoredFault[] = failed.flatMap(({ fault }) => (fault === null ? [] : [fault]));
  const complete = failed.length === 0 && open === 0;
  // Tables to verify next: the unclean ones, or, when chunks are missing, all of this round again.
  const key = `${verificationPrefix(projectId, 0)}only-${keyMoment(doors.clock.now())}.txt`;
  if (complete) await doors.objects.putLines(key, bad);
  await changeStage(doors, projectId, 'verification', (current) => ({
    ...current,
    counts: { ...current.counts, ...totals(results) },
    artifacts: complete ? { ...current.artifacts, only: key } : current.artifacts,
  }));
  const allowed: GateAnswer[] = [];
  if (complete && missing + different > 0) allowed.push('repair');
  if (complete && extra > 0) allowed.push('repair-and-delete');
  if (complete) allowed.push('accept');
  allowed.push('retry', 'abort');
  const question = complete
    ? `${bad.length} tables differ: ${missing} rows missing, ${different} different, ${extra} extra on the target. ` +
      'repair writes missing and different rows from the source; repair-and-delete also deletes the extra ones.'
    : `Verification is incomplete: ${failed.length} chunks failed, ${open} did not finish.`;
  await askGate(doors, projectId, {
    gate: 'VerificationDecision',
    stage: 'verification',
    round: await roundNow(doors, projectId),
    question,
    allowed,
    faults,
  });
}

async function roundNow(doors: FinishVerifyDoors, projectId: string): Promise<number> {
  return (await readStage(doors.store, projectId, 'verification')).round;
}

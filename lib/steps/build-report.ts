import type { GateReport, RunReport, StageReport, TableReport } from '../model/run-report.ts';
import { stageNames } from '../model/stage.ts';
import type { ChunkItem, ProjectItem, StoredFault } from '../model/stored-item.ts';
import { allGates } from './gate-items.ts';
import { chunkItems, currentRound } from './load-lines.ts';
import { PlannedTables, readPlanIndex } from './plan-objects.ts';
import type { ContextDoors } from './project-context.ts';
import { readStage } from './stage-progress.ts';
import { readResults, type VerificationResults } from './verification-results.ts';

/** Puts together what the store knows of a project, at any moment of its life. */
export async function buildReport(doors: ContextDoors, project: ProjectItem): Promise<RunReport> {
  const { projectId } = project;
  const stages: StageReport[] = [];
  const faults: StoredFault[] = project.fault === null ? [] : [project.fault];
  for (const name of stageNames) {
    const stage = await readStage(doors.store, projectId, name);
    if (stage.round === 0) continue;
    const { status, startedAt, endedAt, counts } = stage;
    stages.push({ name, status, startedAt, endedAt, counts });
    faults.push(...stage.faults);
  }
  const gates: GateReport[] = [];
  for await (const { body } of allGates(doors.store, projectId)) {
    gates.push({ name: body.gate, openedAt: body.openedAt, answer: body.answer, by: body.by });
  }
  const results = await readResults(doors.objects, await readStage(doors.store, projectId, 'verification'));
  const loads = await loadItems(doors, projectId);
  return {
    outcome: outcomeOf(project),
    project: project.name,
    projectId,
    generation: project.generation,
    stages,
    tables: await tableReports(doors, project, loads, results),
    transactionsReplayed: 0,
    changesReplayed: 0,
    discrepancies: discrepancies(results),
    gates,
    faults,
    peakRssBytes: peaks(loads),
    leftOut: project.planKey === null ? [] : [...(await readPlanIndex(doors.objects, project)).leftOut],
  };
}

function outcomeOf(project: ProjectItem): RunReport['outcome'] {
  switch (project.state) {
    case 'completed':
      return 'completed';
    case 'released':
    case 'releasing':
      return 'released';
    case 'paused':
      return 'paused';
    case 'running':
      return 'waiting';
    case 'inactive':
    case 'failed':
    case 'precheck-failed':
      return 'failed';
  }
}

async function loadItems(doors: ContextDoors, projectId: string): Promise<readonly ChunkItem[]> {
  const rounds = currentRound(await readStage(doors.store, projectId, 'full'));
  const items: ChunkItem[] = [];
  for (let round = 1; round <= rounds; round++) {
    items.push(...(await chunkItems(doors.store, projectId, 'full', round)).values());
  }
  return items;
}

async function tableReports(
  doors: ContextDoors,
  project: ProjectItem,
  loads: readonly ChunkItem[],
  results: VerificationResults,
): Promise<readonly TableReport[]> {
  if (project.planKey === null) return [];
  const index = await readPlanIndex(doors.objects, project);
  const tables = new PlannedTables(doors.objects, index);
  const loaded = new Map<string, number>();
  for (const item of loads) {
    if (item.status === 'superseded') continue;
    for (const [id, counts] of Object.entries(item.tables))
      loaded.set(id, (loaded.get(id) ?? 0) + (counts['rows'] ?? 0));
  }
  const reports: TableReport[] = [];
  for (const { id, planned, rowsEstimated } of index.tables) {
    if (!planned) continue;
    const { target } = (await tables.definition(id)).plan;
    const result = results.get(id);
    reports.push({
      source: id,
      target: `${target.schema}.${target.table}`,
      rowsEstimated,
      rowsLoaded: loaded.get(id) ?? 0,
      changes: { insert: 0, update: 0, delete: 0 },
      verification: result === undefined ? null : verificationOf(result),
    });
  }
  return reports;
}

function verificationOf(
  result: VerificationResults extends ReadonlyMap<string, infer Result> ? Result : never,
): NonNullable<TableReport['verification']> {
  const { compared, missing, extra, different, repaired } = result;
  return { compared, missing, extra, different, repaired, mode: 'normal' };
}

function discrepancies(results: VerificationResults): number | null {
  if (results.size === 0) return null;
  let sum = 0;
  for (const { missing, extra, different } of results.values()) sum += missing + extra + different;
  return sum;
}

function peaks(loads: readonly ChunkItem[]): Record<string, number> {
  return { 'load-chunk': Math.max(0, ...loads.map(({ peakRssBytes }) => peakRssBytes)) };
}

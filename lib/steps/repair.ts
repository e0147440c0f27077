import { rowCutter } from '../model/cut-to-target.ts';
import type { Discrepancy } from '../model/discrepancy.ts';
import { assert } from '../model/fault.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import { parseScn, type Scn } from '../model/scn.ts';
import type { StageItem } from '../model/stored-item.ts';
import type { TablePlan } from '../model/table-plan.ts';
import type { CanonicalRow } from '../model/value.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { RowSource } from '../ports/row-source.ts';
import type { TargetRows } from '../ports/target-rows.ts';
import { decodeDiscrepancy } from './discrepancy-lines.ts';
import { chunkItems, currentRound, keyMoment } from './load-lines.ts';
import { tableScn } from './load-scn.ts';
import { pendingGate } from './pending-gate.ts';
import { PlannedTables, readPlanIndex } from './plan-objects.ts';
import { type ContextDoors, openProject, type ProjectContext } from './project-context.ts';
import { sourceEndpoint } from './source-endpoint.ts';
import { readStage, type StageDoors } from './stage-progress.ts';
import { findingsKey } from './verify-chunk.ts';
import { readResults, verificationPrefix, writeResults } from './verification-results.ts';

export interface RepairDoors
  extends ContextDoors, StageDoors, Pick<DatabaseDoors, 'openRowSource' | 'openTargetRows'> {}

/** Rows repaired in one transaction. */
const batchRows = 200;

/**
 * Makes the target equal to the source for every difference the last round found (Y3): missing and different rows are
 * read again from the source and written; rows only the target has are deleted when that was approved. Every statement
 * is idempotent, so dying anywhere or running twice ends the same. What was repaired is verified again.
 *
 * Durable order: 1 the SQL file, 2 rows with the progress mark, batch by batch, 3 the round is marked as repaired.
 */
export async function repair(doors: RepairDoors, input: StepInput, signal: AbortSignal): Promise<StepResult> {
  const context = await openProject(input, doors);
  const stage = await readStage(doors.store, input.projectId, 'verification');
  const round = currentRound(stage);
  if (stage.artifacts['repairedRound'] === String(round)) return { outcome: 'done' };
  const gate = await pendingGate(doors.store, input.projectId, 'VerificationDecision', stage);
  assert(gate.kind === 'answered', 'a repair was asked for');
  const withDeletes = gate.answer === 'repair-and-delete';
  await using source = await doors.openRowSource(sourceEndpoint(context.spec), signal);
  await using target = await doors.openTargetRows(context.spec.target, signal);
  const work = new RepairWork(doors, context, round, source, target, withDeletes);
  const repaired = await work.run(signal);
  await recordRepaired(doors, input.projectId, stage, repaired);
  return { outcome: 'done' };
}

class RepairWork {
  readonly #doors: RepairDoors;
  readonly #context: ProjectContext;
  /** The round whose findings are repaired: that of the newest chunks. The stage itself may have stopped again since. */
  readonly #round: number;
  readonly #source: RowSource;
  readonly #target: TargetRows;
  readonly #withDeletes: boolean;
  readonly #repaired = new Map<string, number>();
  #files = 0;

  constructor(
    doors: RepairDoors,
    context: ProjectContext,
    round: number,
    source: RowSource,
    target: TargetRows,
    withDeletes: boolean,
  ) {
    this.#doors = doors;
    this.#context = context;
    this.#round = round;
    this.#source = source;
    this.#target = target;
    this.#withDeletes = withDeletes;
  }

  async run(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const { project } = this.#context;
    const tables = new PlannedTables(this.#doors.objects, await readPlanIndex(this.#doors.objects, project));
    const items = await chunkItems(this.#doors.store, project.projectId, 'verification', this.#round);
    for (const item of items.values()) {
      for (const name of item.findings) {
        const key = findingsKey(project.projectId, this.#round, item.chunkId, name);
        for await (const [tableId, found] of batches(this.#doors.objects.getLines(key))) {
          const { plan } = await tables.definition(tableId);
          const scns = await tableScn(this.#doors.store, project, [tableId]);
          await this.#batch(plan, parseScn(scns.get(tableId) ?? ''), found, signal);
        }
      }
    }
    return this.#repaired;
  }

  async #batch(plan: TablePlan, scn: Scn, found: readonly Discrepancy[], signal: AbortSignal): Promise<void> {
    const wanted = found.filter(({ kind }) => kind !== 'extra').map(({ key }) => key);
    const deletes = this.#withDeletes ? found.filter(({ kind }) => kind === 'extra').map(({ key }) => key) : [];
    const upserts = wanted.length === 0 ? [] : await this.#sourceRows(plan, scn, wanted, signal);
    if (upserts.length + deletes.length === 0) return;
    await this.#writeFile(plan, upserts, deletes);
    await this.#target.repair(this.#context.project.projectId, plan, upserts, deletes, signal);
    // Counted as found, not as done just now: an earlier turn that died may have done it.
    this.#repaired.set(plan.tableId, (this.#repaired.get(plan.tableId) ?? 0) + upserts.length + deletes.length);
  }

  async #sourceRows(
    plan: TablePlan,
    scn: Scn,
    keys: readonly CanonicalRow[],
    signal: AbortSignal,
  ): Promise<readonly CanonicalRow[]> {
    const rows = await this.#source.readByIdentity(plan, keys, scn, signal);
    const cut = rowCutter(plan.columns);
    return cut === null ? rows : rows.map(cut);
  }

  async #writeFile(plan: TablePlan, upserts: readonly CanonicalRow[], deletes: readonly CanonicalRow[]): Promise<void> {
    const { projectId } = this.#context.project;
    const name = `${keyMoment(this.#doors.clock.now())}-${String(this.#files++).padStart(6, '0')}`;
    const key = `${verificationPrefix(projectId, this.#round)}repair/${name}.sql`;
    const statements = this.#target.renderRepair(plan, upserts, deletes);
    await this.#doors.objects.putLines(
      key,
      statements.map((statement) => `${statement};`),
    );
  }
}

/** Consecutive discrepancies of one table, a bounded number at a time. */
async function* batches(lines: AsyncIterable<string>): AsyncGenerator<readonly [string, readonly Discrepancy[]]> {
  let batch: Discrepancy[] = [];
  for await (const line of lines) {
    const found = decodeDiscrepancy(line);
    const first = batch[0];
    if (first !== undefined && (first.tableId !== found.tableId || batch.length >= batchRows)) {
      yield [first.tableId, batch];
      batch = [];
    }
    batch.push(found);
  }
  const first = batch[0];
  if (first !== undefined) yield [first.tableId, batch];
}

async function recordRepaired(
  doors: RepairDoors,
  projectId: string,
  stage: StageItem,
  repaired: ReadonlyMap<string, number>,
): Promise<void> {
  const results = new Map(await readResults(doors.objects, stage));
  for (const [tableId, rows] of repaired) {
    const before = results.get(tableId);
    if (before !== undefined) results.set(tableId, { ...before, repaired: before.repaired + rows });
  }
  await writeResults(doors, projectId, results, { repairedRound: String(currentRound(stage)) });
}

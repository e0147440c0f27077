import { rowCutter } from '../model/cut-to-target.ts';
import type { ChunkLine, ChunkRange } from '../model/chunk.ts';
import { assert, Fault } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import type { ProjectFile } from '../model/project.ts';
import { parseScn } from '../model/scn.ts';
import type { ChunkItem } from '../model/stored-item.ts';
import type { TablePlan } from '../model/table-plan.ts';
import type { RowBatch } from '../model/value.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { RowSource } from '../ports/row-source.ts';
import type { ChunkAttempt, ChunkWriter, RangeOutcome } from '../ports/target-loader.ts';
import { beginTurn, changeChunk, checkTurns, isSettled } from './chunk-progress.ts';
import { tableScn } from './load-scn.ts';
import { PlannedTables, readPlanIndex } from './plan-objects.ts';
import { type Preset, presetOf } from './presets.ts';
import { openProject, type ProjectContext } from './project-context.ts';
import { retryFault } from './retry-fault.ts';
import { sourceEndpoint } from './source-endpoint.ts';
import type { StageDoors } from './stage-progress.ts';
import type { ContextDoors } from './project-context.ts';

export interface LoadChunkInput extends StepInput {
  readonly round: number;
  readonly chunk: ChunkLine;
}

export interface LoadChunkDoors
  extends ContextDoors, StageDoors, Pick<DatabaseDoors, 'openRowSource' | 'openTargetLoader'> {
  /** Milliseconds until the function is ended from outside. */
  readonly timeLeftMs: () => number;
  readonly rssBytes: () => number;
}

/**
 * Loads one chunk, range after range, each exactly once (H5). What if it dies here: the chunk row in the target keeps
 * the position together with the rows. What if it runs twice: the later attempt fences the earlier one.
 *
 * Durable order: 1 the attempt in the chunk row, 2 a range's rows together with the position, 3 the item in the store,
 * which is display and what the finishing step counts.
 *
 * Never throws for an expected fault: it records the fault and returns a word.
 */
export async function loadChunk(
  doors: LoadChunkDoors,
  input: LoadChunkInput,
  signal: AbortSignal,
): Promise<StepResult> {
  const context = await openProject(input, doors);
  if (context.project.desired === 'paused') return { outcome: 'paused' };
  if (context.project.desired !== 'running') return { outcome: 'stale' };
  const key = { stage: 'full' as const, round: input.round, chunkId: input.chunk.chunkId };
  const item = await beginTurn(doors.store, input.projectId, key);
  if (isSettled(item)) return { outcome: 'done' };
  try {
    checkTurns(item);
    return await retryFault(doors, signal, () => new ChunkTurn(doors, input, context).run(signal));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // Somebody else has the chunk, or the project: what became of it is theirs to say.
    if (error.code === 'FENCED' || error.code === 'STALE_GENERATION') return { outcome: 'stale' };
    await recordItem(doors, input, (current) => ({ ...current, status: 'failed', fault: error.record }));
    return { outcome: 'done' };
  }
}

/** One invocation's work on a chunk. */
class ChunkTurn {
  readonly #doors: LoadChunkDoors;
  readonly #input: LoadChunkInput;
  readonly #context: ProjectContext;
  readonly #preset: Preset;
  readonly #ranges: readonly { readonly tableId: string; readonly range: ChunkRange }[];

  constructor(doors: LoadChunkDoors, input: LoadChunkInput, context: ProjectContext) {
    this.#doors = doors;
    this.#input = input;
    this.#context = context;
    this.#preset = presetOf(context.spec.full?.concurrency);
    this.#ranges = input.chunk.parts.flatMap(({ tableId, ranges }) => ranges.map((range) => ({ tableId, range })));
  }

  async run(signal: AbortSignal): Promise<StepResult> {
    const { spec, project } = this.#context;
    const index = await readPlanIndex(this.#doors.objects, project);
    const tables = new PlannedTables(this.#doors.objects, index);
    const scns = await tableScn(
      this.#doors.store,
      project,
      this.#input.chunk.parts.map((part) => part.tableId),
    );
    await using source = await this.#doors.openRowSource(sourceEndpoint(spec), signal);
    await using loader = await this.#doors.openTargetLoader(spec.target, signal);
    await using writer = await loader.openChunk(
      {
        projectId: this.#input.projectId,
        round: this.#input.round,
        chunkId: this.#input.chunk.chunkId,
        scn: [...scns.values()].join(','),
        ranges: this.#ranges.length,
        existing: existingRows(spec),
      },
      signal,
    );
    await this.#recordStored(writer);
    while (writer.position < this.#ranges.length) {
      const word = await this.#mayGoOn();
      if (word !== null) return { outcome: word };
      const next = this.#ranges[writer.position];
      assert(next !== undefined, 'a position below the number of ranges names one');
      const { plan } = await tables.definition(next.tableId);
      const scn = parseScn(scns.get(next.tableId) ?? '');
      const { bytes } = await this.#writeRange(source, writer, plan, next.range, scn, signal);
      await this.#recordStored(writer, bytes);
    }
    await recordItem(this.#doors, this.#input, (current) => ({ ...current, status: 'done', fault: null }));
    return { outcome: 'done' };
  }

  async #writeRange(
    source: RowSource,
    writer: ChunkWriter,
    plan: TablePlan,
    range: ChunkRange,
    scn: ReturnType<typeof parseScn>,
    signal: AbortSignal,
  ): Promise<RangeOutcome> {
    const { rowsPerRead, rowsPerWrite } = this.#preset;
    const cut = rowCutter(plan.columns);
    const read = (): AsyncIterable<RowBatch> => {
      const batches = source.readRange({ table: plan, range, scn, rowsPerRead }, signal);
      return cut === null ? batches : cutBatches(batches, cut);
    };
    try {
      return await writer.writeRange(plan, read, rowsPerWrite, signal);
    } catch (error) {
      throw ofTable(error, plan.tableId);
    }
  }

  /** Before each range: is there time, and does the project still want it? */
  async #mayGoOn(): Promise<'more' | 'paused' | 'stale' | null> {
    if (this.#doors.timeLeftMs() < limits.chunkTimeLeftMsMin) return 'more';
    const { project } = await openProject(this.#input, this.#doors);
    if (project.desired === 'paused') return 'paused';
    return project.desired === 'running' ? null : 'stale';
  }

  /**
   * Writes down what the chunk row says by now. A death between steps 2 and 3, or another attempt that was fenced there,
   * left a range uncounted: its rows are the difference to the item. What the item knows already is not counted again.
   */
  async #recordStored(writer: ChunkWriter, bytes = 0): Promise<void> {
    await recordItem(this.#doors, this.#input, (current) => {
      const next = {
        ...current,
        attempt: Math.max(current.attempt, writer.attempt),
        peakRssBytes: Math.max(current.peakRssBytes, this.#doors.rssBytes()),
      };
      const last = this.#ranges[writer.position - 1];
      if (writer.position <= current.position || last === undefined) return next;
      return {
        ...next,
        position: writer.position,
        rows: writer.rowsStored,
        bytes: current.bytes + bytes,
        tables: withRows(current.tables, last.tableId, writer.rowsStored - current.rows),
      };
    });
  }
}

/** Who refuses a value may know its column only: the table is said here. */
function ofTable(error: unknown, tableId: string): unknown {
  if (!(error instanceof Fault) || error.code !== 'VALUE_REFUSED') return error;
  const { cause, side, subject, vendor, remedy } = error.record;
  if (subject?.startsWith(tableId) === true) return error;
  const details = { subject: subject === null ? tableId : `${tableId}.${subject}`, side, remedy, error };
  return new Fault('VALUE_REFUSED', cause, vendor === null ? details : { ...details, vendor });
}

/** Planning saw to it that a table is empty, unless the project said otherwise: then a row that is there is a collision. */
function existingRows({ full }: ProjectFile): NonNullable<ChunkAttempt['existing']> {
  const policy = full?.nonEmptyTarget ?? 'refuse';
  return policy === 'refuse' ? 'none' : policy;
}

async function* cutBatches(
  batches: AsyncIterable<RowBatch>,
  cut: NonNullable<ReturnType<typeof rowCutter>>,
): AsyncGenerator<RowBatch> {
  for await (const { rows, bytes } of batches) yield { rows: rows.map(cut), bytes };
}

function withRows(tables: ChunkItem['tables'], tableId: string, rows: number): ChunkItem['tables'] {
  return { ...tables, [tableId]: { rows: (tables[tableId]?.['rows'] ?? 0) + rows } };
}

async function recordItem(
  doors: LoadChunkDoors,
  { projectId, round, chunk }: LoadChunkInput,
  change: (current: ChunkItem) => ChunkItem,
): Promise<ChunkItem> {
  // A chunk that is done, or whose table is loaded again by others, is not touched by who comes late.
  const unsettled = (current: ChunkItem): ChunkItem => (isSettled(current) ? current : change(current));
  return changeChunk(doors.store, projectId, { stage: 'full', round, chunkId: chunk.chunkId }, unsettled);
}

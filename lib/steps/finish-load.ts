import type { ChunkLine, DataObject } from '../model/chunk.ts';
import { Fault } from '../model/fault.ts';
import { limits } from '../model/limits.ts';
import type { StepInput, StepResult } from '../model/outcome.ts';
import { formatScn } from '../model/scn.ts';
import { type ChunkItem, type StageItem, type StoredFault, tableLoadItem } from '../model/stored-item.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { RowSource } from '../ports/row-source.ts';
import type { SchemaSource } from '../ports/schema-source.ts';
import { askGate } from './ask-gate.ts';
import { changeItem } from './change-item.ts';
import { changeChunk } from './chunk-progress.ts';
import { dataObjectText, decodeDataObject } from './data-object-lines.ts';
import { chunkItems, currentRound, keyMoment, stageLines, withLines, writeLines } from './load-lines.ts';
import { activeTables, PlannedTables, readPlanIndex } from './plan-objects.ts';
import { cutTables, type PlanLoadDoors } from './plan-load.ts';
import { openProject, type ProjectContext } from './project-context.ts';
import { sourceEndpoint } from './source-endpoint.ts';
import { changeStage, endStage, readStage } from './stage-progress.ts';

export type FinishLoadDoors = PlanLoadDoors & Pick<DatabaseDoors, 'openSchemaTarget'>;

/** Faults that mean: the rows of that SCN are gone; the table is loaded again at a new one (H1, without incremental). */
const rereadCodes: ReadonlySet<string> = new Set(['SNAPSHOT_TOO_OLD', 'TABLE_CHANGED']);

/**
 * Reads the truth of the load from the items and the target. Ends the stage only when every chunk is done, no data object
 * came or went since the plan (H2), every chunk row of the target is closed and no load session lives (H5).
 */
export async function finishLoad(doors: FinishLoadDoors, input: StepInput, signal: AbortSignal): Promise<StepResult> {
  const context = await openProject(input, doors);
  if (context.project.desired === 'paused') return { outcome: 'paused' };
  const stage = await readStage(doors.store, input.projectId, 'full');
  if (stage.status === 'done') return { outcome: 'done' };
  return new LoadEnding(doors, context, stage).run(signal);
}

interface Chunk {
  readonly round: number;
  readonly line: ChunkLine;
  readonly item: ChunkItem | undefined;
}

class LoadEnding {
  readonly #doors: FinishLoadDoors;
  readonly #context: ProjectContext;
  readonly #stage: StageItem;
  readonly #projectId: string;

  constructor(doors: FinishLoadDoors, context: ProjectContext, stage: StageItem) {
    this.#doors = doors;
    this.#context = context;
    this.#stage = stage;
    this.#projectId = context.project.projectId;
  }

  async run(signal: AbortSignal): Promise<StepResult> {
    const reloading = await this.#reloading();
    if (reloading.length > 0) return this.#loadAgain(reloading, signal);
    const chunks = await this.#chunks();
    const failed = chunks.filter(({ item }) => item?.status === 'failed');
    if (failed.length > 0) return await this.#settleFailed(failed, signal);
    const open = chunks.filter(({ item }) => item?.status !== 'done');
    if (open.length > 0) return this.#goOn(open.length, chunks);
    await using schema = await this.#doors.openSchemaSource(sourceEndpoint(this.#context.spec), signal);
    const word = await this.#compareDataObjects(schema, signal);
    if (word !== null) return word;
    await using loader = await this.#doors.openTargetLoader(this.#context.spec.target, signal);
    const round = currentRound(this.#stage);
    const ofRound = chunks.filter((chunk) => chunk.round === round).length;
    if (!(await loader.allChunksClosed(this.#projectId, round, ofRound, signal)))
      return await this.#goOn(ofRound, chunks);
    const rows = chunks.reduce((sum, { item }) => sum + (item?.rows ?? 0), 0);
    await endStage(this.#doors, this.#projectId, 'full', { chunks: chunks.length, rows });
    return { outcome: 'done' };
  }

  /** The chunks that count, of all rounds: those of tables that were loaded again later do not. */
  async #chunks(): Promise<readonly Chunk[]> {
    const chunks: Chunk[] = [];
    let items: ReadonlyMap<string, ChunkItem> = new Map();
    let itemsRound = 0;
    for await (const { round, line } of stageLines(this.#doors.objects, this.#stage)) {
      if (round !== itemsRound) items = await chunkItems(this.#doors.store, this.#projectId, 'full', round);
      itemsRound = round;
      const item = items.get(line.chunkId);
      if (item?.status !== 'superseded') chunks.push({ round, line, item });
    }
    return chunks;
  }

  /** Chunks whose function died go round again, as long as something moved since the last look. */
  async #goOn(open: number, chunks: readonly Chunk[]): Promise<StepResult> {
    const moved = String(chunks.reduce((sum, { item }) => sum + (item?.position ?? 0) + (item?.turns ?? 0), 0));
    if (this.#stage.artifacts['moved'] !== moved) {
      await changeStage(this.#doors, this.#projectId, 'full', (current) => ({
        ...current,
        artifacts: { ...current.artifacts, moved },
      }));
      return { outcome: 'again' };
    }
    const fault = new Fault('CHUNK_STUCK', `${open} chunks of the load did not move`).record;
    return this.#ask(`${open} chunks did not finish and do not move.`, [fault]);
  }

  async #settleFailed(failed: readonly Chunk[], signal: AbortSignal): Promise<StepResult> {
    const faults = failed.flatMap(({ item }): StoredFault[] => (item?.fault ? [item.fault] : []));
    const tables = new Set(failed.flatMap(({ line }) => line.parts.map((part) => part.tableId)));
    const mayReread = faults.every(({ code }) => rereadCodes.has(code));
    if (!mayReread || !(await this.#rereadsLeft(tables))) {
      return this.#ask(`${failed.length} chunks of the load failed.`, faults);
    }
    const key = `projects/${this.#projectId}/load/reloading-${keyMoment(this.#doors.clock.now())}.txt`;
    await this.#doors.objects.putLines(key, [...tables].sort());
    await changeStage(this.#doors, this.#projectId, 'full', (current) => ({
      ...current,
      artifacts: { ...current.artifacts, reloading: key },
    }));
    return this.#loadAgain([...tables], signal);
  }

  /** Tables a reload was begun for and not finished; empty when there is none. */
  async #reloading(): Promise<readonly string[]> {
    const key = this.#stage.artifacts['reloading'];
    const tables: string[] = [];
    if (key !== undefined) for await (const tableId of this.#doors.objects.getLines(key)) tables.push(tableId);
    return tables;
  }

  async #rereadsLeft(tables: ReadonlySet<string>): Promise<boolean> {
    for (const tableId of tables) {
      const item = await this.#doors.store.get(tableLoadItem, this.#projectId, tableId);
      if ((item?.body.rereads ?? 0) >= limits.snapshotRereadsMax) return false;
    }
    return true;
  }

  /**
   * Loads tables again at a new SCN. They are named in the stage before anything is touched, so dying anywhere begins all
   * of this again. Durable order: 1 the next round of the target fences every chunk of the rounds before, 2 chunks that
   * hold the tables are superseded, 3 the tables are emptied, 4 their new SCN, 5 their new chunks, and the reload is over.
   */
  async #loadAgain(tableIds: readonly string[], signal: AbortSignal): Promise<StepResult> {
    const { spec } = this.#context;
    const round = currentRound(this.#stage) + 1;
    await using source = await this.#doors.openRowSource(sourceEndpoint(spec), signal);
    await using schema = await this.#doors.openSchemaSource(sourceEndpoint(spec), signal);
    await using loader = await this.#doors.openTargetLoader(spec.target, signal);
    await loader.beginRound(this.#projectId, round, signal);
    await this.#supersede(new Set(tableIds));
    await this.#emptyTables(tableIds, source, signal);
    const { lines } = await cutTables(this.#doors, this.#context, tableIds, source, schema, signal);
    const key = `projects/${this.#projectId}/load/lines-${keyMoment(this.#doors.clock.now())}.jsonl`;
    await writeLines(this.#doors.objects, key, lines);
    await changeStage(this.#doors, this.#projectId, 'full', (current) => {
      const { reloading: _over, ...artifacts } = current.artifacts;
      return withLines({ ...current, artifacts }, round, key);
    });
    return { outcome: 'again' };
  }

  async #supersede(tables: ReadonlySet<string>): Promise<void> {
    for (const { round, line } of await this.#chunks()) {
      if (!line.parts.some((part) => tables.has(part.tableId))) continue;
      const key = { stage: 'full' as const, round, chunkId: line.chunkId };
      await changeChunk(this.#doors.store, this.#projectId, key, (current) => ({ ...current, status: 'superseded' }));
    }
  }

  async #emptyTables(tableIds: readonly string[], source: RowSource, signal: AbortSignal): Promise<void> {
    const { spec, project } = this.#context;
    const planned = new PlannedTables(this.#doors.objects, await readPlanIndex(this.#doors.objects, project));
    await using target = await this.#doors.openSchemaTarget(spec.target, signal);
    const scn = formatScn(await source.currentScn(signal));
    for (const tableId of tableIds) {
      await target.emptyTable((await planned.definition(tableId)).plan.target, signal);
      await changeItem(this.#doors.store, tableLoadItem, this.#projectId, tableId, (current) => ({
        tableId,
        scn,
        rereads: (current?.rereads ?? 0) + 1,
      }));
    }
  }

  /** H2: data objects are listed again after the load. One that vanished is a fault; new ones are named too. */
  async #compareDataObjects(schema: SchemaSource, signal: AbortSignal): Promise<StepResult | null> {
    const key = this.#stage.artifacts['dataObjects'];
    if (key === undefined) return null;
    const planned = new Set<string>();
    for await (const line of this.#doors.objects.getLines(key)) planned.add(dataObjectText(decodeDataObject(line)));
    const found = await this.#listDataObjects(schema, signal);
    const names = new Set(found.map(dataObjectText));
    const vanished = [...planned].filter((text) => !names.has(text));
    const grown = [...names].filter((text) => !planned.has(text));
    if (vanished.length + grown.length === 0) return null;
    const cause = `data objects changed during the load: gone ${vanished.slice(0, 5).join(', ') || 'none'}; new ${grown.slice(0, 5).join(', ') || 'none'}`;
    return this.#ask(cause, [new Fault('DATA_OBJECT_VANISHED', cause).record]);
  }

  async #listDataObjects(schema: SchemaSource, signal: AbortSignal): Promise<readonly DataObject[]> {
    const { project } = this.#context;
    const index = await readPlanIndex(this.#doors.objects, project);
    const tables = new PlannedTables(this.#doors.objects, index);
    const names = [];
    for (const tableId of await activeTables(this.#doors.store, this.#projectId, index)) {
      names.push((await tables.definition(tableId)).plan.source);
    }
    const found: DataObject[] = [];
    for await (const object of schema.listDataObjects(names, signal)) found.push(object);
    return found;
  }

  async #ask(question: string, faults: readonly StoredFault[]): Promise<StepResult> {
    await askGate(this.#doors, this.#projectId, {
      gate: 'LoadDecision',
      stage: 'full',
      round: this.#stage.round,
      question: `${question} Correct the cause and retry.`,
      allowed: ['retry', 'abort'],
      faults: [...faults],
    });
    return { outcome: 'gate' };
  }
}

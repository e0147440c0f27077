import type { ChunkLine } from '../model/chunk.ts';
import { Fault } from '../model/fault.ts';
import type { GateAnswer } from '../model/gate.ts';
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
import { compareDataObjects, type DataObjectChanges, plannedDataObjects } from './compare-data-objects.ts';
import { type DataObjectIdentity, dataObjectText, encodeDataObject } from './data-object-lines.ts';
import { chunkItems, currentRound, keyMoment, stageLines, withLines, writeLines } from './load-lines.ts';
import { PlannedTables, readPlanIndex } from './plan-objects.ts';
import { cutTables, type PlanLoadDoors } from './plan-load.ts';
import { currentProject, openProject, type ProjectContext } from './project-context.ts';
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
    const open = chunks.filter(({ item }) => item?.status !== 'done');
    if (failed.length > 0) return await this.#settleFailed(failed, open, signal);
    if (open.length > 0) return this.#goOn(open.length, chunks);
    await using schema = await this.#doors.openSchemaSource(sourceEndpoint(this.#context.spec), signal);
    const changes = await compareDataObjects(this.#doors, this.#context, this.#stage, schema, signal);
    if (changes.vanished.length > 0) return await this.#askReload(changes);
    if (changes.grown.length > 0) return await this.#loadGrown(changes, schema, signal);
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
    return this.#ask(`${open} chunks did not finish and do not move. Look for what blocks them and retry.`, [fault]);
  }

  /** Rows of an SCN that is gone are read again at a new one; every other failure is asked about. */
  async #settleFailed(failed: readonly Chunk[], open: readonly Chunk[], signal: AbortSignal): Promise<StepResult> {
    const faults = failed.flatMap(({ item }): StoredFault[] => (item?.fault ? [item.fault] : []));
    // The next round fences all chunks of this one: what is not done by now is loaded again with the failed tables.
    const tables = await this.#withCompanions(open.flatMap(({ line }) => line.parts.map((part) => part.tableId)));
    const mayReread = faults.every(({ code }) => rereadCodes.has(code));
    if (!mayReread || !(await this.#rereadsLeft(tables))) {
      return await this.#askFailed(failed.length, faults, tables);
    }
    const reloading = await this.#writeTables('reloading', tables);
    await changeStage(this.#doors, this.#projectId, 'full', (current) => ({
      ...current,
      artifacts: { ...current.artifacts, reloading },
    }));
    return this.#loadAgain([...tables], signal);
  }

  /**
   * A retry reads the rows of the same SCN, so it helps when the target was in the way. Rows corrected on the source are
   * only seen by a reload, which the planning step begins with the tables named here.
   */
  async #askFailed(failed: number, faults: readonly StoredFault[], tables: ReadonlySet<string>): Promise<StepResult> {
    await this.#nameStale(tables);
    const question =
      `${failed} chunks of the load failed. Correct the cause; then retry goes on as of the same SCN, and reload ` +
      `empties ${tables.size} tables and loads them as they are now.`;
    return this.#ask(question, faults, ['retry', 'reload', 'abort']);
  }

  /** Names the tables that the answer `reload` is about, before the question is put. */
  async #nameStale(tables: ReadonlySet<string>): Promise<void> {
    const stale = await this.#writeTables('stale', tables);
    await changeStage(this.#doors, this.#projectId, 'full', (current) => ({
      ...current,
      artifacts: { ...current.artifacts, stale },
    }));
  }

  /** The tables with those that share a chunk with one of them: a chunk is superseded as a whole. */
  async #withCompanions(tableIds: readonly string[]): Promise<ReadonlySet<string>> {
    const tables = new Set(tableIds);
    const lines = (await this.#chunks()).map(({ line }) => line.parts.map((part) => part.tableId));
    for (let size = -1; size !== tables.size;) {
      size = tables.size;
      for (const ids of lines) if (ids.some((id) => tables.has(id))) for (const id of ids) tables.add(id);
    }
    return tables;
  }

  /** Writes table ids to an object and returns its key. */
  async #writeTables(name: string, tables: ReadonlySet<string>): Promise<string> {
    const key = `projects/${this.#projectId}/load/${name}-${keyMoment(this.#doors.clock.now())}.txt`;
    await this.#doors.objects.putLines(key, [...tables].sort());
    return key;
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
    const cut = await cutTables(this.#doors, this.#context, tableIds, source, schema, signal);
    const others = (await plannedDataObjects(this.#doors.objects, this.#stage)).filter(
      ({ tableId }) => !tableIds.includes(tableId),
    );
    await this.#nameRound(round, cut.lines, [...others, ...cut.dataObjects]);
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
      // A newer execution may have loaded this table by now: its rows are not ours to empty.
      await currentProject(project, this.#doors.store);
      await target.emptyTable((await planned.definition(tableId)).plan.target, signal);
      await changeItem(this.#doors.store, tableLoadItem, this.#projectId, tableId, (current) => ({
        tableId,
        scn,
        rereads: (current?.rereads ?? 0) + 1,
      }));
    }
  }

  /**
   * Rows of a data object that vanished may have been read half: the tables can only be loaded again (H2). The answer
   * `reload` makes the planning step name them as reloading.
   */
  async #askReload({ vanished, grown }: DataObjectChanges): Promise<StepResult> {
    await this.#nameStale(await this.#withCompanions(vanished.map(({ tableId }) => tableId)));
    const named = (objects: readonly DataObjectIdentity[]): string =>
      objects
        .slice(0, 5)
        .map((object) => `${object.tableId} ${object.partition ?? object.dataObjectId}`)
        .join(', ') || 'none';
    const cause = `data objects changed during the load: gone ${named(vanished)}; new ${named(grown)}`;
    const fault = new Fault('DATA_OBJECT_VANISHED', cause).record;
    return this.#ask(`${cause}. Reload empties and loads these tables again.`, [fault], ['reload', 'abort']);
  }

  /**
   * Data objects that came after the plan get chunks of their own, in a next round since nothing of this one is open. They
   * are read AS OF the table's SCN like the rest: a partition added since holds no row of then. Durable order: 1 the round
   * of the target, 2 the new chunks and the new list of data objects, in one write of the stage.
   */
  async #loadGrown(
    { grown, found }: DataObjectChanges,
    schema: SchemaSource,
    signal: AbortSignal,
  ): Promise<StepResult> {
    const { spec } = this.#context;
    const round = currentRound(this.#stage) + 1;
    await using source = await this.#doors.openRowSource(sourceEndpoint(spec), signal);
    await using loader = await this.#doors.openTargetLoader(spec.target, signal);
    const tableIds = [...new Set(grown.map(({ tableId }) => tableId))];
    // Index-organized tables are read by key, across their data objects: theirs cannot be told from what was loaded.
    const byKey = await this.#indexOrganized(tableIds);
    if (byKey.size > 0) {
      return await this.#askReload({ found, grown: [], vanished: grown.filter(({ tableId }) => byKey.has(tableId)) });
    }
    const only = new Set(grown.map(dataObjectText));
    const { lines } = await cutTables(this.#doors, this.#context, tableIds, source, schema, signal, only);
    await loader.beginRound(this.#projectId, round, signal);
    await this.#nameRound(round, lines, found);
    return { outcome: 'again' };
  }

  async #indexOrganized(tableIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { objects } = this.#doors;
    const planned = new PlannedTables(objects, await readPlanIndex(objects, this.#context.project));
    const found = new Set<string>();
    for (const tableId of tableIds) {
      if ((await planned.definition(tableId)).plan.organization === 'index') found.add(tableId);
    }
    return found;
  }

  /** Names the chunks of a further round and the data objects the whole load now stands for; a reload is over with it. */
  async #nameRound(
    round: number,
    lines: Iterable<ChunkLine>,
    dataObjects: readonly DataObjectIdentity[],
  ): Promise<void> {
    const moment = keyMoment(this.#doors.clock.now());
    const linesKey = `projects/${this.#projectId}/load/lines-${moment}.jsonl`;
    const dataObjectsKey = `projects/${this.#projectId}/load/data-objects-${moment}.jsonl`;
    await writeLines(this.#doors.objects, linesKey, lines);
    await this.#doors.objects.putLines(dataObjectsKey, dataObjects.map(encodeDataObject));
    await changeStage(this.#doors, this.#projectId, 'full', (current) => {
      const { reloading: _over, ...artifacts } = current.artifacts;
      return withLines({ ...current, artifacts: { ...artifacts, dataObjects: dataObjectsKey } }, round, linesKey);
    });
  }

  async #ask(
    question: string,
    faults: readonly StoredFault[],
    allowed: readonly GateAnswer[] = ['retry', 'abort'],
  ): Promise<StepResult> {
    const { round } = this.#stage;
    await askGate(this.#doors, this.#projectId, {
      gate: 'LoadDecision',
      stage: 'full',
      round,
      question,
      allowed,
      faults: [...faults],
    });
    return { outcome: 'gate' };
  }
}

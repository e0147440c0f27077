/**
 * Chunks of a full load: one manifest line per chunk, a few minutes of work each, small tables together, every line below
 * the size a Distributed Map reads. The same input gives the same chunks.
 */
import { assert } from '../../model/fault.ts';
import type { ChunkLine, ChunkPart, ChunkRange, DataObject } from '../../model/chunk.ts';
import { limits } from '../../model/limits.ts';
import type { TablePlan } from '../../model/table-plan.ts';
import { type CutRange, cutByKey, cutByRowid } from './cut-ranges.ts';
import { rangeRows } from './load-work.ts';

/** A table with what the source's dictionary says about where its rows are. */
export interface LoadTable {
  readonly plan: TablePlan;
  readonly dataObjects: readonly DataObject[];
  /**
   * Index-organized tables: sampled identities as key bounds, ascending, `rangeRows(plan)` rows apart. Empty: one range.
   */
  readonly keyBounds: readonly (readonly string[])[];
}

export interface ChunkSettings {
  /** Block size of the source in bytes. */
  readonly blockBytes: number;
  /** Chunks that run at once: a large table is spread over all of them. */
  readonly workers: number;
  /** Ids are this and a running number: `c1-` gives `c1-000001`. */
  readonly idPrefix: string;
}

/** A chunk shorter than this is not worth the start of a function, however many workers wait. */
const chunkSecondsMin = 20;

/** Packs ranges into chunks as tables come. Memory holds one open chunk. */
export class ChunkPlanner {
  readonly #settings: ChunkSettings;
  #parts: { tableId: string; ranges: ChunkRange[] }[] = [];
  #seconds = 0;
  #bytes = 0;
  #next = 1;

  constructor(settings: ChunkSettings) {
    this.#settings = settings;
  }

  /** Adds a table; returns the chunks that are full by now. */
  add(table: LoadTable): readonly ChunkLine[] {
    const full: ChunkLine[] = [];
    const ranges = tableRanges(table, this.#settings);
    const wanted = chunkSeconds(ranges, this.#settings.workers);
    for (const { range, seconds } of ranges) {
      const bytes = rangeBytes(range);
      const needed = bytes + this.#partBytes(table.plan.tableId);
      const overfull = this.#seconds + seconds > wanted || this.#bytes + needed > lineBytesMax;
      if (this.#parts.length > 0 && overfull) full.push(this.#close());
      this.#bytes += bytes + this.#partBytes(table.plan.tableId);
      this.#seconds += seconds;
      this.#part(table.plan.tableId).push(range);
    }
    return full;
  }

  /** The last chunk, if one is open. */
  finish(): readonly ChunkLine[] {
    return this.#parts.length === 0 ? [] : [this.#close()];
  }

  #part(tableId: string): ChunkRange[] {
    const last = this.#parts.at(-1);
    if (last?.tableId === tableId) return last.ranges;
    const ranges: ChunkRange[] = [];
    this.#parts.push({ tableId, ranges });
    return ranges;
  }

  /** Bytes that a new part costs beside its ranges; nothing when the table's part is open already. */
  #partBytes(tableId: string): number {
    return this.#parts.at(-1)?.tableId === tableId ? 0 : byteLength(JSON.stringify({ tableId, ranges: [] })) + 1;
  }

  #close(): ChunkLine {
    const chunkId = `${this.#settings.idPrefix}${String(this.#next).padStart(6, '0')}`;
    const line: ChunkLine = { chunkId, parts: this.#parts };
    assert(byteLength(JSON.stringify(line)) < limits.manifestLineBytesMax, `chunk ${chunkId} fits in a manifest line`);
    this.#next += 1;
    this.#parts = [];
    this.#seconds = 0;
    this.#bytes = 0;
    return line;
  }
}

/** All chunks of some tables. */
export function* planChunks(tables: Iterable<LoadTable>, settings: ChunkSettings): Generator<ChunkLine> {
  const planner = new ChunkPlanner(settings);
  for (const table of tables) yield* planner.add(table);
  yield* planner.finish();
}

/** Every range of a table: of each data object by ROWID, of an index-organized table by key. */
function tableRanges(table: LoadTable, settings: ChunkSettings): readonly CutRange[] {
  const { plan } = table;
  assert(table.dataObjects.length > 0, `table ${plan.tableId} has a data object`);
  if (plan.organization === 'heap') {
    return table.dataObjects.flatMap((object) => cutByRowid(plan, object, settings.blockBytes));
  }
  return cutByKey(plan, { partition: null, partitionKind: 'none' }, table.keyBounds, rangeRows(plan));
}

function chunkSeconds(ranges: readonly CutRange[], workers: number): number {
  const total = ranges.reduce((sum, { seconds }) => sum + seconds, 0);
  return Math.min(limits.chunkSecondsAim, Math.max(chunkSecondsMin, total / workers));
}

/** Room for the chunk's id and the braces around its parts. */
const lineOverheadBytes = 200;
const lineBytesMax = limits.manifestLineBytesMax - lineOverheadBytes;

function rangeBytes(range: ChunkRange): number {
  return byteLength(JSON.stringify(range)) + 1;
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/** The parts of a chunk in words, for messages: `SHOP.ORDERS (3), SHOP.ITEMS (1)`. */
export function describeParts(parts: readonly ChunkPart[]): string {
  return parts.map((part) => `${part.tableId} (${part.ranges.length})`).join(', ');
}

import type { ChunkLine, ChunkRange } from '../../model/chunk.ts';
import { limits } from '../../model/limits.ts';
import { packLines, type TableRanges } from './pack-lines.ts';

/** A table cut into ranges, with what decides how many of them make a chunk. */
export interface TableWork extends TableRanges {
  /** Rows of the whole table, estimated. */
  readonly rows: number;
}

/** Ranges in one chunk at most: a chunk should take minutes, and its line fit a manifest. */
const rangesPerChunkMax = 40;

/** Room for the chunk's own fields in a line. */
const lineBytes = limits.manifestLineBytesMax - 200;

/** Rows of one chunk: between these, so that every worker has several chunks and no chunk is a trifle. */
const chunkRowsMin = 50_000;
const chunkRowsMax = 2_000_000;

/** How many chunks each worker should get, so that none waits long for the last. */
const chunksPerWorker = 3;

/** Rows of a chunk for a load of `rows` rows by `workers` workers. */
export function chunkRows(rows: number, workers: number): number {
  return Math.min(chunkRowsMax, Math.max(chunkRowsMin, Math.ceil(rows / (workers * chunksPerWorker))));
}

/**
 * Packs tables into chunks. A chunk holds ranges of one table, or several whole tables: when a table must be emptied and
 * loaded again, the chunks that hold it hold nothing else that would have to stay.
 */
export function* planChunks(prefix: string, tables: readonly TableWork[], rowsPerChunk: number): Generator<ChunkLine> {
  const small: TableWork[] = [];
  let number = 0;
  for (const table of tables) {
    if (fitsOneChunk(table, rowsPerChunk)) small.push(table);
    else {
      const rowsPerRange = Math.max(1, table.rows / table.ranges.length);
      const rangesMax = Math.min(rangesPerChunkMax, Math.max(1, Math.round(rowsPerChunk / rowsPerRange)));
      yield* packLines(`${prefix}t${number++}-`, [table], { lineBytesMax: lineBytes, rangesMax });
    }
  }
  yield* packWholeTables(`${prefix}s-`, small, rowsPerChunk);
}

function fitsOneChunk(table: TableWork, rowsPerChunk: number): boolean {
  return table.rows <= rowsPerChunk && table.ranges.length <= rangesPerChunkMax && partBytes(table) <= lineBytes;
}

function* packWholeTables(prefix: string, tables: readonly TableWork[], rowsPerChunk: number): Generator<ChunkLine> {
  let parts: TableWork[] = [];
  let number = 0;
  const line = (): ChunkLine => ({
    chunkId: `${prefix}${String(number++).padStart(6, '0')}`,
    parts: parts.map(({ tableId, ranges }) => ({ tableId, ranges: [...ranges] })),
  });
  for (const table of tables) {
    const next = [...parts, table];
    const rows = next.reduce((total, one) => total + one.rows, 0);
    const ranges = next.reduce((total, one) => total + one.ranges.length, 0);
    const bytes = next.reduce((total, one) => total + partBytes(one), 0);
    if (parts.length > 0 && (rows > rowsPerChunk || ranges > rangesPerChunkMax || bytes > lineBytes)) {
      yield line();
      parts = [table];
    } else parts = next;
  }
  if (parts.length > 0) yield line();
}

function partBytes({ tableId, ranges }: { readonly tableId: string; readonly ranges: readonly ChunkRange[] }): number {
  return Buffer.byteLength(JSON.stringify({ tableId, ranges })) + 1;
}

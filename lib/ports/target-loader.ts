import type { TablePlan } from '../model/table-plan.ts';
import type { RowBatch } from '../model/value.ts';

/** One attempt at a chunk. */
export interface ChunkAttempt {
  readonly projectId: string;
  readonly round: number;
  readonly chunkId: string;
  readonly scn: string;
  /** Number of ranges in the chunk; the chunk row is closed when its position reaches it. */
  readonly ranges: number;
  /**
   * What to do about a row that is there already with the same key and was not written by this chunk: `none` says there
   * is none, so that meeting one is KEY_COLLISION; `keep` leaves it; `overwrite` (the default) replaces it.
   */
  readonly existing?: 'none' | 'keep' | 'overwrite';
}

/** What became of one range. `strict` says that the bulk path was not taken or had to be redone. */
export interface RangeOutcome {
  readonly rows: number;
  readonly bytes: number;
  readonly mode: 'bulk' | 'strict';
}

/**
 * Writes ranges of one chunk exactly once (H5). Opening fences: it writes its own attempt into the chunk row, ends the
 * sessions of earlier attempts and proves them gone. Every write commits together with the position in the chunk row.
 */
export interface ChunkWriter extends AsyncDisposable {
  /** Number of the next range to write; equal to `ranges` when nothing is left. */
  readonly position: number;
  /** 1 for the first attempt at this chunk; later ones write strictly. */
  readonly attempt: number;
  /** Rows of all ranges before `position`, kept in the chunk row across attempts: the exact number loaded so far. */
  readonly rowsStored: number;
  /**
   * Writes range number `position`. `read` starts reading its rows from the beginning; it may be called twice, because a
   * bulk load with a warning or a skipped row is redone strictly. `overwrite` empties no table: it replaces rows with
   * equal keys. Faults: FENCED, KEY_COLLISION, NULL_REFUSED, VALUE_REFUSED, TARGET_*.
   */
  writeRange(
    table: TablePlan,
    read: () => AsyncIterable<RowBatch>,
    rowsPerWrite: number,
    signal: AbortSignal,
  ): Promise<RangeOutcome>;
}

export interface TargetLoader extends AsyncDisposable {
  openChunk(attempt: ChunkAttempt, signal: AbortSignal): Promise<ChunkWriter>;
  /** True when every chunk row of this round is closed and no load session of it exists (LoadDone, H5). */
  allChunksClosed(projectId: string, round: number, chunks: number, signal: AbortSignal): Promise<boolean>;
  /** Forgets the chunk rows of earlier rounds and ends their sessions. */
  beginRound(projectId: string, round: number, signal: AbortSignal): Promise<void>;
}

import type { ChunkRange } from '../model/chunk.ts';
import type { Scn } from '../model/scn.ts';
import type { TablePlan } from '../model/table-plan.ts';
import type { CanonicalRow, RowBatch } from '../model/value.ts';

export interface RangeRead {
  readonly table: TablePlan;
  readonly range: ChunkRange;
  /** Flashback SCN: `AS OF SCN` (H2). */
  readonly scn: Scn;
  /** Rows per fetch. */
  readonly rowsPerRead: number;
}

/** Rows of the source in canonical form. */
export interface RowSource extends AsyncDisposable {
  currentScn(signal: AbortSignal): Promise<Scn>;
  /** Rows of one half-open range; faults SNAPSHOT_TOO_OLD, TABLE_CHANGED, VALUE_UNREADABLE ... */
  readRange(read: RangeRead, signal: AbortSignal): AsyncIterable<RowBatch>;
  /** Rows by identity (positions of TablePlan.identity.columns), for recheck and repair; absent rows are left out. */
  readByIdentity(
    table: TablePlan,
    keys: readonly CanonicalRow[],
    scn: Scn,
    signal: AbortSignal,
  ): Promise<readonly CanonicalRow[]>;
  /** Identity values of every n-th row in ascending identity order, for cutting a table into key ranges. */
  sampleIdentities(table: TablePlan, everyRows: number, scn: Scn, signal: AbortSignal): AsyncIterable<CanonicalRow>;
}

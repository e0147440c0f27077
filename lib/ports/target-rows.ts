import type { ChunkRange } from '../model/chunk.ts';
import type { TablePlan } from '../model/table-plan.ts';
import type { CanonicalRow, RowBatch } from '../model/value.ts';

/** Rows of the target in canonical form, and their repair. */
export interface TargetRows extends AsyncDisposable {
  /** Rows whose identity lies in the half-open range, in any order. ROWID ranges serve keyless tables by their helper columns. */
  readRange(table: TablePlan, range: ChunkRange, signal: AbortSignal): AsyncIterable<RowBatch>;
  readByIdentity(
    table: TablePlan,
    keys: readonly CanonicalRow[],
    signal: AbortSignal,
  ): Promise<readonly CanonicalRow[]>;
  /**
   * Idempotent statements that make the target equal to the source (Y3): an upsert for rows the source has, a DELETE for
   * rows it has not. Pure text, for the repair file; values are inlined.
   */
  renderRepair(table: TablePlan, upserts: readonly CanonicalRow[], deletes: readonly CanonicalRow[]): readonly string[];
  /** Applies the same in transactions that touch the progress table. Returns the number of rows written and deleted. */
  repair(
    projectId: string,
    table: TablePlan,
    upserts: readonly CanonicalRow[],
    deletes: readonly CanonicalRow[],
    signal: AbortSignal,
  ): Promise<{ readonly written: number; readonly deleted: number }>;
}

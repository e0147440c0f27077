import { z } from 'zod';
import type { FaultRecord } from './fault.ts';
import type { TableName } from './source-table.ts';
import type { TablePlan } from './table-plan.ts';
import type { TargetForeignKey, TargetIndex, TargetTable } from './target-object.ts';

/** What becomes of one column, for the fidelity statement. */
export interface ColumnFidelity {
  readonly column: string;
  readonly sourceType: string;
  readonly targetType: string;
  /** Null: nothing is lost. */
  readonly loss: string | null;
}

/** Everything planned for one selected table. A refusal means that nothing of it is created or loaded until it is decided. */
export interface PlannedTable {
  readonly plan: TablePlan;
  readonly table: TargetTable;
  /** Built before the load: helper index of keyless tables and, without post-indexing, all indexes. */
  readonly earlyIndexes: readonly TargetIndex[];
  /** Built after the load: unique indexes always, others when postIndexing is on. */
  readonly lateIndexes: readonly TargetIndex[];
  readonly foreignKeys: readonly TargetForeignKey[];
  /** What was changed on the way and is stated (`default SYS_GUID() left out`). */
  readonly conversions: readonly string[];
  readonly fidelity: readonly ColumnFidelity[];
}

/** A table that cannot be planned, with the reasons. */
export interface RefusedTable {
  readonly source: TableName;
  readonly faults: readonly FaultRecord[];
}

/** A view with the statement that creates it on the target, or the reasons why there is none. */
export interface PlannedView {
  readonly source: TableName;
  readonly target: TableName;
  /** 1 for views over tables only, 2 for views over those, and so on. */
  readonly level: number;
  readonly statement: string | null;
  readonly faults: readonly FaultRecord[];
}

/**
 * The index of a resolved plan, stored as one object; each PlannedTable is an object of its own under `tablePrefix`, so
 * that a chunk function reads only what it loads.
 */
export const planIndexSchema = z.object({
  planFormat: z.literal(1),
  tablePrefix: z.string(),
  tables: z.array(
    z.object({ tableId: z.string(), key: z.string(), sha256: z.string(), rowsEstimated: z.string().nullable() }),
  ),
  views: z.array(z.object({ schema: z.string(), table: z.string() })),
  leftOut: z.array(z.object({ reason: z.string(), count: z.int() })),
});
export type PlanIndex = Readonly<z.infer<typeof planIndexSchema>>;

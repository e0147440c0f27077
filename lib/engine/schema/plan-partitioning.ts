import type { Fault } from '../../model/fault.ts';
import type { TargetPartitioning } from '../../model/target-object.ts';
import type { PlannedColumn } from './plan-columns.ts';
import type { PlanRequest } from './plan-request.ts';
import type { ChosenKey } from './row-identity.ts';

export interface PlannedPartitioning {
  readonly partitioning: TargetPartitioning | null;
  /** The columns, with the type of a partition column changed where the target demands it. */
  readonly columns: readonly PlannedColumn[];
  readonly conversions: readonly string[];
  readonly faults: readonly Fault[];
}

export function planPartitioning(
  request: PlanRequest,
  _key: ChosenKey,
  columns: readonly PlannedColumn[],
  _uniqueColumns: readonly (readonly string[])[],
): PlannedPartitioning {
  const conversions = request.table.partitioning === null ? [] : ['partitioning is left out'];
  return { partitioning: null, columns, conversions, faults: [] };
}

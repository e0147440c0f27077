import type { EvaluationContext } from '../expressions/scope.ts';
import type { ResultColumn } from '../session-result.ts';
import type { SqlValue } from '../values/value.ts';

export type NextRow = () => readonly SqlValue[] | null;

/** A compiled query. */
export interface QueryPlan {
  readonly columns: readonly ResultColumn[];
  /** It reads rows of an enclosing block. */
  readonly correlated: boolean;
  /** `outer`: the current row of the enclosing block, null when there is none. Pulls one row after another; null at the end. */
  open(outer: EvaluationContext | null): NextRow;
}

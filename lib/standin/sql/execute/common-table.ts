import { oracleErrorAt } from '../../oracle-error.ts';
import type { EvaluationContext } from '../expressions/scope.ts';
import type { CommonTable } from '../syntax/ast-query.ts';
import type { SqlValue } from '../values/value.ts';
import type { QueryPlan } from './query-plan.ts';
import type { Parsing } from './statement-state.ts';

/** A WITH query in reach of a block. `plan` is made when it is first used; a recursive one reads `working` instead. */
export interface CommonTableEntry {
  readonly definition: CommonTable;
  plan(): QueryPlan;
}

export function findCommonTable(parsing: Parsing, name: string): CommonTableEntry | null {
  return parsing.commonTables.findLast((entry) => entry.definition.name.text === name) ?? null;
}

export function nameColumns(plan: QueryPlan, definition: CommonTable): QueryPlan {
  if (definition.columns.length === 0) return plan;
  if (definition.columns.length !== plan.columns.length) throw oracleErrorAt(definition.offset, 32038);
  return {
    ...plan,
    columns: plan.columns.map((column, at) => ({ ...column, name: definition.columns[at]?.text ?? column.name })),
  };
}

/** Keeps the rows of an uncorrelated plan for one execution. */
export function keptPlan(plan: QueryPlan, execution: () => number): QueryPlan {
  if (plan.correlated) return plan;
  let keptFor = -1;
  let rows: (readonly SqlValue[])[] = [];
  return {
    ...plan,
    open(outer: EvaluationContext | null) {
      if (keptFor !== execution()) {
        rows = [];
        const next = plan.open(outer);
        for (let row = next(); row !== null; row = next()) rows.push(row);
        keptFor = execution();
      }
      const kept = rows;
      let at = 0;
      return () => {
        const row = kept[at];
        at += 1;
        return row ?? null;
      };
    },
  };
}

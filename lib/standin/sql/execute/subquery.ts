import type { CompiledSubquery, EvaluationContext } from '../expressions/scope.ts';
import type { Query } from '../syntax/ast-query.ts';
import type { SqlValue } from '../values/value.ts';
import type { BlockScope } from './block-scope.ts';
import { compileQuery } from './query.ts';

/** A query inside an expression. Without references to the block around it, it is run once per execution. */
export function compileSubquery(query: Query, scope: BlockScope): CompiledSubquery {
  const plan = compileQuery(query, scope.parsing, scope);
  const { state } = scope.parsing;
  let keptFor = -1;
  let kept: readonly (readonly SqlValue[])[] = [];
  const collect = (context: EvaluationContext): readonly (readonly SqlValue[])[] => {
    const rows: (readonly SqlValue[])[] = [];
    const next = plan.open(context);
    for (let row = next(); row !== null; row = next()) rows.push(row);
    return rows;
  };
  return {
    columns: plan.columns,
    rows(context) {
      if (plan.correlated) return lazily(plan.open(context));
      if (keptFor !== state.execution) {
        kept = collect(context);
        keptFor = state.execution;
      }
      return kept;
    },
  };
}

/** EXISTS and scalar subqueries stop after a row or two. */
function* lazily(next: () => readonly SqlValue[] | null): Iterable<readonly SqlValue[]> {
  for (let row = next(); row !== null; row = next()) yield row;
}

import { compileExpression } from '../expressions/compile.ts';
import type { CompiledExpression } from '../expressions/scope.ts';
import type { Expression } from '../syntax/ast.ts';
import type { BlockScope } from './block-scope.ts';
import type { Source } from './row-source.ts';
import { containsSubquery } from './walk-expression.ts';

/** One of the conditions that AND connects. */
export interface Conjunct {
  readonly node: Expression;
  readonly condition: CompiledExpression;
  /** Sources of this block it reads. */
  readonly sources: ReadonlySet<Source>;
  readonly rownum: boolean;
  /** It runs a query for each row: cheaper conditions go first. */
  readonly expensive: boolean;
}

/** The parts of `a AND b AND c`. */
export function splitAnd(node: Expression | null): readonly Expression[] {
  if (node === null) return [];
  return node.kind === 'and' ? node.operands.flatMap(splitAnd) : [node];
}

export function compileConjunct(node: Expression, scope: BlockScope): Conjunct {
  const tracked = scope.tracking(() => compileExpression(node, scope));
  return {
    node,
    condition: tracked.value,
    sources: tracked.sources,
    rownum: tracked.rownum,
    expensive: containsSubquery(node),
  };
}

export function conditionsOf(conjuncts: readonly Conjunct[]): readonly CompiledExpression[] {
  const cheap = conjuncts.filter((conjunct) => !conjunct.expensive);
  const expensive = conjuncts.filter((conjunct) => conjunct.expensive);
  return [...cheap, ...expensive].map((conjunct) => conjunct.condition);
}

export function isWithin(conjunct: Conjunct, sources: ReadonlySet<Source>): boolean {
  for (const source of conjunct.sources) if (!sources.has(source)) return false;
  return true;
}

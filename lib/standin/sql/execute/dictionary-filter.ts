import type { RowFilter } from '../../dictionary/view.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { EvaluationContext } from '../expressions/scope.ts';
import type { Expression } from '../syntax/ast.ts';
import type { BlockScope } from './block-scope.ts';
import type { Conjunct } from './conjunct.ts';
import type { Source } from './row-source.ts';

/** `OWNER = 'A'`, `TABLE_NAME IN (:1, :2)` as a hint for a dictionary view, which may have a shorter way to such rows. */
export function dictionaryFilter(
  source: Source,
  conjuncts: readonly Conjunct[],
  scope: BlockScope,
): (context: EvaluationContext) => RowFilter {
  const parts = conjuncts.flatMap((conjunct) => {
    const found = equalityOf(conjunct.node, source);
    if (found === null) return [];
    const values = found.values.map((value) => scope.tracking(() => compileExpression(value, scope)));
    if (values.some((value) => value.sources.size > 0)) return [];
    return [{ column: found.column, values: values.map((value) => value.value) }];
  });
  return (context) => {
    const filter = new Map<string, readonly string[]>();
    for (const part of parts) {
      const texts = part.values.map((value) => value.evaluate(context));
      const known = texts.filter((text) => typeof text === 'string');
      // A value that is no text may equal one after conversion: then there is no hint.
      if (known.length === texts.filter((text) => text !== null).length) filter.set(part.column, known);
    }
    return filter;
  };
}

function equalityOf(
  node: Expression,
  source: Source,
): { readonly column: string; readonly values: readonly Expression[] } | null {
  if (node.kind === 'comparison' && node.operator === '=' && node.quantifier === null) {
    const left = columnName(node.left, source);
    if (left !== null) return { column: left, values: [node.right] };
    const right = columnName(node.right, source);
    return right === null ? null : { column: right, values: [node.left] };
  }
  if (node.kind === 'in' && !node.negated && !('kind' in node.candidates)) {
    const column = columnName(node.operand, source);
    return column === null ? null : { column, values: node.candidates };
  }
  return null;
}

function columnName(node: Expression, source: Source): string | null {
  if (node.kind !== 'column' || node.outerJoin) return null;
  const name = node.path.at(-1)?.text;
  const table = node.path.at(-2)?.text;
  if (name === undefined || source.find(name) === undefined) return null;
  return table === undefined || table === source.alias ? name : null;
}

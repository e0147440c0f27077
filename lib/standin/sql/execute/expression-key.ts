import type { Expression } from '../syntax/ast.ts';
import type { BlockScope } from './block-scope.ts';

/** A text that is equal for expressions that are the same but for their place: `a + 1`, `t.a+1`. Columns count by what they mean. */
export function expressionKey(node: Expression, scope: BlockScope): string {
  const replace = (key: string, value: unknown): unknown => {
    if (key === 'offset' || key === 'quoted') return undefined;
    if (typeof value === 'bigint') return `${value}n`;
    if (isColumn(value)) {
      const found = scope.starColumns.get(value) ?? scope.locate(value);
      if (found !== null) return `#${scope.sources.indexOf(found.source)}.${found.column}`;
    }
    return value;
  };
  return JSON.stringify(node, replace);
}

function isColumn(value: unknown): value is Extract<Expression, { kind: 'column' }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'column' && 'path' in value;
}

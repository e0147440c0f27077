import type { Expression, Name } from '../syntax/ast.ts';
import type { SelectBlock, SelectItem } from '../syntax/ast-query.ts';
import { defaultName } from './select-items.ts';
import { isAggregateCall, someNode } from './walk-expression.ts';

/**
 * `SELECT MAX(SUM(x)) FROM t GROUP BY y` is one aggregate over the groups of another. It is compiled as
 * `SELECT MAX(c0) FROM (SELECT SUM(x) c0 FROM t GROUP BY y)`. Null when no aggregate stands inside another.
 */
export function unnestAggregates(block: SelectBlock): SelectBlock | null {
  const nested = block.items.some((item) => item.kind === 'expression' && someNode(item.expression, isNested));
  if (!nested || block.groupBy.length === 0) return null;
  const inner: SelectItem[] = [];
  const items = block.items.map((item): SelectItem => {
    if (item.kind === 'star') return item;
    const name: Name = { text: defaultName(item.text), quoted: true, offset: item.offset };
    return { ...item, alias: item.alias ?? name, expression: outerOf(item.expression, inner) };
  });
  const below: SelectBlock = { ...block, items: inner };
  const query = {
    kind: 'query',
    with: [],
    body: below,
    orderBy: [],
    orderSiblings: false,
    rowOffset: null,
    fetch: null,
    forUpdate: null,
    offset: block.offset,
  } as const;
  return {
    ...block,
    items,
    from: [{ kind: 'inline-view', query, lateral: false, alias: null, flashback: null, offset: block.offset }],
    where: null,
    groupBy: [],
    having: null,
    startWith: null,
    connectBy: null,
  };
}

function isNested(node: Expression): boolean {
  return (
    node.kind === 'call' &&
    isAggregateCall(node) &&
    node.args.some((argument) => someNode(argument.value, (part) => part.kind === 'call' && isAggregateCall(part)))
  );
}

/** The item with the inner aggregates replaced by columns of the inner query. */
function outerOf(node: Expression, inner: SelectItem[]): Expression {
  if (node.kind === 'call' && isNested(node)) {
    return { ...node, args: node.args.map((argument) => ({ ...argument, value: columnsOf(argument.value, inner) })) };
  }
  if (node.kind === 'binary') return { ...node, left: outerOf(node.left, inner), right: outerOf(node.right, inner) };
  if (node.kind === 'call') {
    return { ...node, args: node.args.map((argument) => ({ ...argument, value: outerOf(argument.value, inner) })) };
  }
  return node;
}

/** The whole argument becomes one column: what it does with its aggregates is computed below. */
function columnsOf(node: Expression, inner: SelectItem[]): Expression {
  const name: Name = { text: `\0C${inner.length}`, quoted: true, offset: node.offset };
  inner.push({ kind: 'expression', expression: node, alias: name, text: '', offset: node.offset });
  return { kind: 'column', path: [name], outerJoin: false, offset: node.offset };
}

import { oracleErrorAt } from '../../oracle-error.ts';
import type { Expression } from '../syntax/ast.ts';
import type { BlockScope } from './block-scope.ts';
import { compileConjunct } from './conjunct.ts';
import type { Conjunct } from './conjunct.ts';
import type { FromNode } from './from-clause.ts';
import type { Source } from './row-source.ts';
import { someNode } from './walk-expression.ts';

/** Turns `a.x = b.y(+)` into outer joins: every table with a (+) is joined after those its conditions mention. */
export function applyPlusJoins(
  tree: FromNode,
  conditions: readonly Expression[],
  scope: BlockScope,
): { readonly joined: FromNode; readonly conditions: readonly Expression[] } {
  const byTable = new Map<Source, Conjunct[]>();
  const rest: Expression[] = [];
  for (const node of conditions) {
    const table = plusTable(node, scope);
    if (table === null) rest.push(node);
    else byTable.set(table, [...(byTable.get(table) ?? []), compileConjunct(node, scope)]);
  }
  if (byTable.size === 0) return { joined: tree, conditions };
  const items = tree.kind === 'inner' ? tree.items : [tree];
  const isOptional = (item: FromNode): boolean => item.kind === 'leaf' && byTable.has(item.leaf.source);
  let joined = innerOf(
    items.filter((item) => !isOptional(item)),
    tree.kind === 'inner' ? tree.on : [],
  );
  let waiting = items.filter(isOptional);
  while (waiting.length > 0) {
    const ready = waiting.find((item) => {
      const [source] = item.sources;
      const on = source === undefined ? [] : (byTable.get(source) ?? []);
      return on.every((conjunct) => [...conjunct.sources].every((used) => used === source || joined.sources.has(used)));
    });
    const [source] = ready?.sources ?? [];
    if (ready === undefined || source === undefined) throw oracleErrorAt(0, 1416);
    joined = {
      kind: 'outer',
      type: 'left',
      left: joined,
      right: ready,
      on: byTable.get(source) ?? [],
      sources: new Set([...joined.sources, ...ready.sources]),
    };
    waiting = waiting.filter((item) => item !== ready);
  }
  return { joined, conditions: rest };
}

function innerOf(items: readonly FromNode[], on: readonly Conjunct[]): FromNode {
  const [only] = items;
  if (items.length === 1 && only !== undefined && on.length === 0) return only;
  return { kind: 'inner', items, on, sources: new Set(items.flatMap((item) => [...item.sources])) };
}

/** The table marked (+) in a condition. */
function plusTable(node: Expression, scope: BlockScope): Source | null {
  let found: Source | null = null;
  someNode(node, (part) => {
    if (part.kind !== 'column' || !part.outerJoin) return false;
    const source = scope.locate(part)?.source ?? null;
    if (found !== null && source !== null && found !== source) throw oracleErrorAt(part.offset, 1468);
    found = source ?? found;
    return false;
  });
  return found;
}

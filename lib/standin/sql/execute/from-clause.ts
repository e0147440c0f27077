import { oracleErrorAt } from '../../oracle-error.ts';
import type { FromItem, Join } from '../syntax/ast-query.ts';
import type { Expression } from '../syntax/ast.ts';
import type { BlockScope } from './block-scope.ts';
import { compileConjunct, conditionsOf, isWithin, splitAnd } from './conjunct.ts';
import type { Conjunct } from './conjunct.ts';
import { compileInlineView, compileTableReference } from './from-leaf.ts';
import type { Leaf } from './from-leaf.ts';
import { FilterSource, JoinSource, SINGLE_ROW } from './join-source.ts';
import type { HashCondition, JoinType } from './join-source.ts';
import { mergedColumns } from './merged-columns.ts';
import { compileTableFunction } from './table-function.ts';
import type { RowSource, Source } from './row-source.ts';
import { hashFamily } from './value-key.ts';
import { compileExpression } from '../expressions/compile.ts';

/** The FROM clause as a tree. Inner joins are flat; outer joins keep their shape. */
export type FromNode =
  | { readonly kind: 'leaf'; readonly leaf: Leaf; readonly sources: ReadonlySet<Source> }
  | {
      readonly kind: 'inner';
      readonly items: readonly FromNode[];
      readonly on: readonly Conjunct[];
      readonly sources: ReadonlySet<Source>;
    }
  | {
      readonly kind: 'outer';
      readonly type: 'left' | 'full';
      readonly left: FromNode;
      readonly right: FromNode;
      readonly on: readonly Conjunct[];
      readonly sources: ReadonlySet<Source>;
    };

export function compileFrom(items: readonly FromItem[], scope: BlockScope): FromNode {
  const nodes = items.map((item) => fromNode(item, scope));
  const [only] = nodes;
  if (nodes.length === 1 && only !== undefined) return only;
  return { kind: 'inner', items: nodes, on: [], sources: unionOf(nodes) };
}

function fromNode(item: FromItem, scope: BlockScope): FromNode {
  if (item.kind === 'join') return joinNode(item, scope);
  const leaf =
    item.kind === 'table'
      ? compileTableReference(item, scope)
      : item.kind === 'inline-view'
        ? compileInlineView(item, scope, item.lateral)
        : compileTableFunction(item, scope);
  return leafNode(leaf, scope);
}

export function leafNode(leaf: Leaf, scope: BlockScope): FromNode {
  scope.sources.push(leaf.source);
  return { kind: 'leaf', leaf, sources: new Set([leaf.source]) };
}

function joinNode(node: Join, scope: BlockScope): FromNode {
  const left = fromNode(node.left, scope);
  const apply = node.type === 'cross-apply' || node.type === 'outer-apply';
  const right =
    apply && node.right.kind === 'inline-view'
      ? leafNode(compileInlineView(node.right, scope, true), scope)
      : fromNode(node.right, scope);
  const sources = unionOf([left, right]);
  const on = [
    ...splitAnd(node.on).map((part) => compileConjunct(part, scope)),
    ...mergedColumns(node, left.sources, right.sources, scope).map((part) => compileConjunct(part, scope)),
  ];
  switch (node.type) {
    case 'inner':
    case 'cross':
    case 'cross-apply':
      return { kind: 'inner', items: [left, right], on, sources };
    case 'left':
    case 'outer-apply':
      return { kind: 'outer', type: 'left', left, right, on, sources };
    case 'right':
      return { kind: 'outer', type: 'left', left: right, right: left, on, sources };
    case 'full':
      return { kind: 'outer', type: 'full', left, right, on, sources };
    default:
      throw oracleErrorAt(node.offset, 3001);
  }
}

function unionOf(nodes: readonly FromNode[]): ReadonlySet<Source> {
  return new Set(nodes.flatMap((node) => [...node.sources]));
}

/** Turns the tree into row sources, each condition as near to the tables as it may be. */
export function planFrom(node: FromNode, where: readonly Conjunct[], scope: BlockScope): RowSource {
  switch (node.kind) {
    case 'leaf':
      return node.leaf.build(where, new Set());
    case 'inner':
      return planInner(node.items, [...node.on, ...where], scope);
    case 'outer':
      return planOuter(node, where, scope);
    default:
      throw new Error('a FROM node without a kind');
  }
}

function planOuter(
  node: Extract<FromNode, { kind: 'outer' }>,
  where: readonly Conjunct[],
  scope: BlockScope,
): RowSource {
  const early = node.type === 'left' ? where.filter((conjunct) => isWithin(conjunct, node.left.sources)) : [];
  const late = where.filter((conjunct) => !early.includes(conjunct));
  const inner = node.type === 'left' ? node.on.filter((conjunct) => isWithin(conjunct, node.right.sources)) : [];
  const across = node.on.filter((conjunct) => !inner.includes(conjunct));
  const left = planFrom(node.left, early, scope);
  const joined = join(node.type, { source: left, sources: node.left.sources }, node.right, inner, across, scope);
  return late.length === 0 ? joined : new FilterSource(joined, conditionsOf(late));
}

function planInner(items: readonly FromNode[], conjuncts: readonly Conjunct[], scope: BlockScope): RowSource {
  const flat = items.flatMap((item) => (item.kind === 'inner' ? item.items : [item]));
  const inherited = items.flatMap((item) => (item.kind === 'inner' ? item.on : []));
  if (inherited.length > 0 || flat.length > items.length) return planInner(flat, [...conjuncts, ...inherited], scope);
  let pending = [...conjuncts];
  const take = (test: (conjunct: Conjunct) => boolean): Conjunct[] => {
    const taken = pending.filter(test);
    pending = pending.filter((conjunct) => !taken.includes(conjunct));
    return taken;
  };
  const local = new Map(
    flat.map((item) => [item, take((conjunct) => conjunct.sources.size > 0 && isWithin(conjunct, item.sources))]),
  );
  const constant = take((conjunct) => conjunct.sources.size === 0);
  const waiting = [...flat];
  const done = new Set<Source>();
  let joined: RowSource = constant.length === 0 ? SINGLE_ROW : new FilterSource(SINGLE_ROW, conditionsOf(constant));
  let first = true;
  while (waiting.length > 0) {
    const item = pickNext(waiting, done, pending, first);
    waiting.splice(waiting.indexOf(item), 1);
    const reach = new Set([...done, ...item.sources]);
    const across = take((conjunct) => isWithin(conjunct, reach));
    const own = local.get(item) ?? [];
    joined =
      first && constant.length === 0
        ? planFrom(item, [...own, ...across], scope)
        : join('inner', { source: joined, sources: new Set(done) }, item, own, across, scope);
    first = false;
    for (const source of item.sources) done.add(source);
  }
  return pending.length === 0 ? joined : new FilterSource(joined, conditionsOf(pending));
}

/** The next item that a condition connects with what is joined already; lateral items wait for their left side. */
function pickNext(
  waiting: readonly FromNode[],
  done: ReadonlySet<Source>,
  pending: readonly Conjunct[],
  first: boolean,
): FromNode {
  const [front] = waiting;
  if (front === undefined) throw new Error('nothing to join');
  if (first || isLateral(front)) return front;
  const connected = waiting.find(
    (item) =>
      !isLateral(item) &&
      pending.some(
        (conjunct) =>
          isWithin(conjunct, new Set([...done, ...item.sources])) &&
          [...conjunct.sources].some((source) => done.has(source)),
      ),
  );
  return connected ?? front;
}

function isLateral(node: FromNode): boolean {
  return node.kind === 'leaf' && node.leaf.lateral;
}

interface Joined {
  readonly source: RowSource;
  readonly sources: ReadonlySet<Source>;
}

function join(
  type: JoinType,
  left: Joined,
  right: FromNode,
  own: readonly Conjunct[],
  across: readonly Conjunct[],
  scope: BlockScope,
): RowSource {
  if (right.kind === 'leaf' && type !== 'full') {
    const { leaf } = right;
    const all = [...own, ...across];
    // A few left rows with an index on the right: look each of them up.
    if (
      leaf.lateral ||
      (left.source.estimate() <= 200 && leaf.canSeek(all, left.sources) && !leaf.canSeek(own, new Set()))
    ) {
      return new JoinSource({
        type,
        left: left.source,
        right: leaf.build(leaf.lateral ? own : all, left.sources),
        hash: [],
        conditions: leaf.lateral ? conditionsOf(across) : [],
        rightDepends: true,
      });
    }
  }
  const rightSource = planFrom(right, own, scope);
  const hash: HashCondition[] = [];
  const rest: Conjunct[] = [];
  for (const conjunct of across) {
    const condition = hashCondition(conjunct.node, left.sources, right.sources, scope);
    if (condition === null) rest.push(conjunct);
    else hash.push(condition);
  }
  const options = { type, hash, conditions: conditionsOf(rest), rightDepends: false };
  if (type === 'inner' && left.source.estimate() * 4 < rightSource.estimate() && left.sources.size > 0) {
    const mirrored = hash.map((condition) => ({ ...condition, left: condition.right, right: condition.left }));
    return new JoinSource({ ...options, hash: mirrored, left: rightSource, right: left.source });
  }
  return new JoinSource({ ...options, left: left.source, right: rightSource });
}

function hashCondition(
  node: Expression,
  left: ReadonlySet<Source>,
  right: ReadonlySet<Source>,
  scope: BlockScope,
): HashCondition | null {
  if (node.kind !== 'comparison' || node.operator !== '=' || node.quantifier !== null) return null;
  if (node.left.kind === 'list' || node.right.kind === 'list') return null;
  const a = scope.tracking(() => compileExpression(node.left, scope));
  const b = scope.tracking(() => compileExpression(node.right, scope));
  if (a.sources.size === 0 || b.sources.size === 0 || a.rownum || b.rownum) return null;
  const family = hashFamily(a.value.type);
  if (family === null || family !== hashFamily(b.value.type)) return null;
  const within = (used: ReadonlySet<Source>, side: ReadonlySet<Source>): boolean =>
    [...used].every((source) => side.has(source));
  if (within(a.sources, left) && within(b.sources, right)) return { left: a.value, right: b.value, family };
  if (within(b.sources, left) && within(a.sources, right)) return { left: b.value, right: a.value, family };
  return null;
}

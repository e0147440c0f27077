import { oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { CompiledExpression, EvaluationContext, Scope } from '../expressions/scope.ts';
import type { ForUpdate, OrderItem, SelectBlock } from '../syntax/ast-query.ts';
import type { Expression } from '../syntax/ast.ts';
import { numberFromInteger } from '../values/number.ts';
import type { SqlValue } from '../values/value.ts';
import { Analytics } from './analytic.ts';
import { BlockScope } from './block-scope.ts';
import { compileConjunct, splitAnd } from './conjunct.ts';
import type { Conjunct } from './conjunct.ts';
import { expressionKey } from './expression-key.ts';
import { compileFrom, planFrom } from './from-clause.ts';
import { Grouping } from './grouping.ts';
import { Hierarchy } from './hierarchy.ts';
import { unnestAggregates } from './nested-aggregate.ts';
import { orderRows, sortKeyOf } from './order-values.ts';
import { applyPlusJoins } from './plus-join.ts';
import type { NextRow, QueryPlan } from './query-plan.ts';
import { rowLocker } from './row-locks.ts';
import type { Advance } from './row-source.ts';
import { compileItems, expandItems } from './select-items.ts';
import type { OutputItem } from './select-items.ts';
import type { Parsing } from './statement-state.ts';
import { rowKey } from './value-key.ts';
import { containsAggregate } from './walk-expression.ts';

export interface BlockOptions {
  readonly orderBy: readonly OrderItem[];
  readonly orderSiblings: boolean;
  readonly forUpdate: ForUpdate | null;
}

/** Compiles SELECT ... FROM ... WHERE ... GROUP BY ... with the ORDER BY of its query. */
export function compileSelectBlock(
  written: SelectBlock,
  options: BlockOptions,
  parsing: Parsing,
  outer: Scope | null,
): QueryPlan {
  const block = unnestAggregates(written) ?? written;
  const scope = new BlockScope(parsing, outer);
  const tree = compileFrom(block.from, scope);
  const items = expandItems(block, scope);
  const siblings = options.orderSiblings ? options.orderBy : [];
  const hierarchy = block.connectBy === null ? null : new Hierarchy(block, block.connectBy, siblings, scope);
  const { joined, conditions } = applyPlusJoins(tree, splitAnd(block.where), scope);
  const conjuncts = conditions.map((node) => compileConjunct(node, scope));
  const counted = conjuncts.filter((conjunct) => conjunct.rownum);
  const plain = conjuncts.filter((conjunct) => !conjunct.rownum);
  // WHERE filters the rows of CONNECT BY after they are connected, but joins are made before.
  const early = hierarchy === null ? plain : plain.filter((conjunct) => conjunct.sources.size > 1);
  const late = hierarchy === null ? [] : plain.filter((conjunct) => !early.includes(conjunct));
  // Before the grouping, which turns columns into group expressions: the keys of joins are columns still.
  const source = planFrom(joined, early, scope);
  const grouping = isGrouped(block, items, options.orderBy) ? new Grouping(block.groupBy, scope) : null;
  scope.clause = 'having';
  const having = block.having === null ? null : compileExpression(block.having, scope);
  const analytics = new Analytics(scope);
  scope.clause = 'select';
  const { columns, expressions } = compileItems(items, scope);
  scope.clause = 'order by';
  const order = options.orderSiblings ? [] : compileOrder(options.orderBy, items, expressions, block.distinct, scope);
  const locker = options.forUpdate === null ? null : rowLocker(options.forUpdate, scope);
  const open = (outerRow: EvaluationContext | null): NextRow => {
    const context = newContext(scope, outerRow);
    let next = hierarchy === null ? source.open(context) : filtered(hierarchy.open(source, context), late, context);
    if (scope.rownumSlot >= 0) next = counting(next, counted, scope.rownumSlot, context);
    if (locker !== null) next = locker(next);
    if (grouping !== null) next = grouping.open(next, context);
    if (having !== null) next = havingOf(next, having, context);
    if (analytics.isUsed) next = analytics.open(next, context);
    return project(next, expressions, order, block.distinct, scope, context);
  };
  return { columns, get correlated() { return scope.correlated; }, open: locker === null ? open : collected(open) }; // prettier-ignore
}

/** FOR UPDATE locks every row before the first is given out. */
function collected(open: (outer: EvaluationContext | null) => NextRow): (outer: EvaluationContext | null) => NextRow {
  return (outer) => {
    const rows: (readonly SqlValue[])[] = [];
    const next = open(outer);
    for (let row = next(); row !== null; row = next()) rows.push(row);
    return nextOf(rows);
  };
}

export function nextOf(rows: readonly (readonly SqlValue[])[]): NextRow {
  let at = -1;
  return () => {
    at += 1;
    return rows[at] ?? null;
  };
}

export function newContext(scope: BlockScope, outer: EvaluationContext | null): EvaluationContext {
  const slots: SqlValue[] = [];
  for (let at = 0; at < scope.slots.count; at += 1) slots.push(null);
  return { session: scope.parsing.state.environment, slots, outer };
}

function isGrouped(block: SelectBlock, items: readonly OutputItem[], orderBy: readonly OrderItem[]): boolean {
  return (
    block.groupBy.length > 0 ||
    block.having !== null ||
    items.some((item) => containsAggregate(item.node)) ||
    orderBy.some((item) => containsAggregate(item.expression))
  );
}

function filtered(next: Advance, conjuncts: readonly Conjunct[], context: EvaluationContext): Advance {
  if (conjuncts.length === 0) return next;
  return () => {
    while (next()) if (conjuncts.every((conjunct) => conjunct.condition.evaluate(context) === true)) return true;
    return false;
  };
}

function havingOf(next: Advance, having: CompiledExpression, context: EvaluationContext): Advance {
  return () => {
    while (next()) if (having.evaluate(context) === true) return true;
    return false;
  };
}

/** ROWNUM counts the rows that pass. A condition on ROWNUM alone that fails once fails for ever. */
function counting(next: Advance, conjuncts: readonly Conjunct[], slot: number, context: EvaluationContext): Advance {
  let count = 0;
  let finished = false;
  return () => {
    while (!finished && next()) {
      context.slots[slot] = numberFromInteger(count + 1);
      const failed = conjuncts.filter((conjunct) => conjunct.condition.evaluate(context) !== true);
      if (failed.length === 0) {
        count += 1;
        return true;
      }
      finished = failed.some((conjunct) => conjunct.sources.size === 0 && !conjunct.expensive);
    }
    return false;
  };
}

interface Order {
  readonly key: CompiledExpression | number;
  readonly item: OrderItem;
}

/** An ORDER BY item is a place in the select list, an alias, or an expression over the rows. */
function compileOrder(
  orderBy: readonly OrderItem[],
  items: readonly OutputItem[],
  expressions: readonly CompiledExpression[],
  distinct: boolean,
  scope: BlockScope,
): readonly Order[] {
  return orderBy.map((item) => {
    const place = placeInList(item.expression, items, scope);
    if (place !== null) {
      const type = expressions[place]?.type.kind;
      if (type === 'clob' || type === 'blob' || type === 'nclob')
        throw oracleErrorAt(item.offset, 932, '-', type.toUpperCase());
      return { key: place, item };
    }
    if (distinct) throw oracleErrorAt(item.expression.offset, 1791);
    return { key: compileExpression(aliasesReplaced(item.expression, items, scope), scope), item };
  });
}

function placeInList(node: Expression, items: readonly OutputItem[], scope: BlockScope): number | null {
  if (node.kind === 'literal' && typeof node.value === 'object' && node.value !== null && 'coefficient' in node.value) {
    const place = Number(node.value.coefficient) * 10 ** node.value.exponent;
    if (!Number.isInteger(place) || place < 1 || place > items.length) throw oracleErrorAt(node.offset, 1785);
    return place - 1;
  }
  if (node.kind === 'column' && node.path.length === 1) {
    const named = items.findIndex((item) => item.alias === node.path[0]?.text);
    if (named >= 0) return named;
  }
  const key = expressionKey(node, scope);
  const same = items.findIndex((item) => expressionKey(item.node, scope) === key);
  return same < 0 ? null : same;
}

/** `ORDER BY alias + 1`: an alias inside an expression means its item, unless a column has that name. */
function aliasesReplaced(node: Expression, items: readonly OutputItem[], scope: BlockScope): Expression {
  const aliased = items.filter((item) => item.alias !== null && item.node.kind !== 'column');
  if (aliased.length > 0) {
    scope.substitutions.push((part) => {
      if (part.kind !== 'column' || part.path.length !== 1 || scope.locate(part) !== null) return null;
      const item = aliased.find((candidate) => candidate.alias === part.path[0]?.text);
      return item === undefined ? null : compileExpression(item.node, scope);
    });
  }
  return node;
}

function project(
  next: Advance,
  expressions: readonly CompiledExpression[],
  order: readonly Order[],
  distinct: boolean,
  scope: BlockScope,
  context: EvaluationContext,
): NextRow {
  const seen = new Set<string>();
  const read = (): readonly SqlValue[] | null => {
    while (next()) {
      for (const hook of scope.rowHooks) hook(context);
      const row = expressions.map((expression) => expression.evaluate(context));
      if (distinct) {
        const key = rowKey(row);
        if (seen.has(key)) continue;
        seen.add(key);
      }
      return row;
    }
    return null;
  };
  if (order.length === 0) return read;
  const sort = order.map((part) => sortKeyOf(part.item));
  let sorted: NextRow | null = null;
  return () => {
    if (sorted === null) {
      const entries: { readonly row: readonly SqlValue[]; readonly keys: readonly SqlValue[] }[] = [];
      for (let row = read(); row !== null; row = read()) {
        const values = row;
        const keys = order.map((part) =>
          typeof part.key === 'number' ? (values[part.key] ?? null) : part.key.evaluate(context),
        );
        entries.push({ row, keys });
      }
      entries.sort((a, b) => orderRows(a.keys, b.keys, sort, scope.charset));
      sorted = nextOf(entries.map((entry) => entry.row));
    }
    return sorted();
  };
}

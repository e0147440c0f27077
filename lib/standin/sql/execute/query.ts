import { oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { Scope } from '../expressions/scope.ts';
import type { CommonTable, OrderItem, Query, QueryBody } from '../syntax/ast-query.ts';
import { toDouble } from '../values/number.ts';
import type { SqlValue } from '../values/value.ts';
import { BlockScope } from './block-scope.ts';
import { keptPlan, nameColumns } from './common-table.ts';
import type { CommonTableEntry } from './common-table.ts';
import { orderRows, sortKeyOf } from './order-values.ts';
import type { NextRow, QueryPlan } from './query-plan.ts';
import { recursivePlan } from './recursive-with.ts';
import { compileSelectBlock, newContext, nextOf } from './select-block.ts';
import { compileSetOperation } from './set-operation.ts';
import type { Parsing } from './statement-state.ts';

/** Compiles a query with its WITH, ORDER BY, OFFSET and FETCH. */
export function compileQuery(query: Query, parsing: Parsing, outer: Scope | null): QueryPlan {
  const inner = withCommonTables(query, parsing, outer);
  const body = compileBody(query, inner, outer);
  return limited(query, body, inner, outer);
}

function withCommonTables(query: Query, parsing: Parsing, outer: Scope | null): Parsing {
  let reach = parsing;
  for (const definition of query.with) {
    const entry = commonTable(definition, reach, outer);
    reach = { ...reach, commonTables: [...reach.commonTables, entry] };
  }
  return reach;
}

function commonTable(definition: CommonTable, parsing: Parsing, outer: Scope | null): CommonTableEntry {
  const { state } = parsing;
  let plan: QueryPlan | null = null;
  return {
    definition,
    plan() {
      plan ??= keptPlan(
        recursivePlan(definition, parsing, outer) ??
          nameColumns(compileQuery(definition.query, parsing, outer), definition),
        () => state.execution,
      );
      return plan;
    },
  };
}

function compileBody(query: Query, parsing: Parsing, outer: Scope | null): QueryPlan {
  const { body } = query;
  if (body.kind === 'select-block') {
    return compileSelectBlock(
      body,
      { orderBy: query.orderBy, orderSiblings: query.orderSiblings, forUpdate: query.forUpdate },
      parsing,
      outer,
    );
  }
  if (query.forUpdate !== null) throw oracleErrorAt(query.forUpdate.offset, 2014);
  const plan = compileQueryBody(body, parsing, outer);
  return query.orderBy.length === 0 ? plan : ordered(plan, query.orderBy, parsing);
}

export function compileQueryBody(body: QueryBody, parsing: Parsing, outer: Scope | null): QueryPlan {
  if (body.kind === 'query') return compileQuery(body, parsing, outer);
  if (body.kind === 'set') return compileSetOperation(body, parsing, outer);
  return compileSelectBlock(body, { orderBy: [], orderSiblings: false, forUpdate: null }, parsing, outer);
}

/** ORDER BY over a set operation: places and names of the first query's columns. */
function ordered(plan: QueryPlan, orderBy: readonly OrderItem[], parsing: Parsing): QueryPlan {
  const places = orderBy.map((item) => {
    const node = item.expression;
    const place =
      node.kind === 'literal' && typeof node.value === 'object' && node.value !== null && 'coefficient' in node.value
        ? Number(node.value.coefficient) * 10 ** node.value.exponent - 1
        : node.kind === 'column' && node.path.length === 1
          ? plan.columns.findIndex((column) => column.name === node.path[0]?.text)
          : -1;
    if (plan.columns[place] === undefined)
      throw oracleErrorAt(
        node.offset,
        node.kind === 'column' ? 904 : 1785,
        ...(node.kind === 'column' ? [`"${node.path.at(-1)?.text ?? ''}"`] : []),
      );
    return place;
  });
  const sort = orderBy.map(sortKeyOf);
  const { charset } = parsing.state.session.database;
  return {
    ...plan,
    open(outer) {
      let sorted: NextRow | null = null;
      return () => {
        if (sorted === null) {
          const rows: (readonly SqlValue[])[] = [];
          const next = plan.open(outer);
          for (let row = next(); row !== null; row = next()) rows.push(row);
          const keysOf = (row: readonly SqlValue[]): readonly SqlValue[] => places.map((place) => row[place] ?? null);
          rows.sort((a, b) => orderRows(keysOf(a), keysOf(b), sort, charset));
          sorted = nextOf(rows);
        }
        return sorted();
      };
    },
  };
}

/** OFFSET n ROWS FETCH FIRST m ROWS [PERCENT] ONLY | WITH TIES. */
function limited(query: Query, plan: QueryPlan, parsing: Parsing, outer: Scope | null): QueryPlan {
  const { rowOffset, fetch } = query;
  if (rowOffset === null && fetch === null) return plan;
  if (fetch?.withTies === true && query.orderBy.length > 0) return withTies(query, parsing, outer);
  const scope = new BlockScope(parsing, outer);
  const skip = rowOffset === null ? null : compileExpression(rowOffset, scope);
  const count = fetch === null || fetch.count === null ? null : compileExpression(fetch.count, scope);
  return {
    columns: plan.columns,
    correlated: plan.correlated || scope.correlated,
    open(outerRow) {
      const context = newContext(scope, outerRow);
      const toSkip = skip === null ? 0 : wholeOf(skip.evaluate(context));
      let left = fetch === null ? Infinity : count === null ? 1 : wholeOf(count.evaluate(context));
      let next = plan.open(outerRow);
      if (fetch?.percent === true) {
        const rows: (readonly SqlValue[])[] = [];
        for (let row = next(); row !== null; row = next()) rows.push(row);
        left = Math.ceil((rows.length * left) / 100);
        next = nextOf(rows);
      }
      let skipped = 0;
      return () => {
        for (; skipped < toSkip; skipped += 1) if (next() === null) return null;
        if (left <= 0) return null;
        left -= 1;
        return next();
      };
    },
  };
}

/** The rows beyond the count that equal the last in the order are given too: the order's keys ride along as hidden columns. */
function withTies(query: Query, parsing: Parsing, outer: Scope | null): QueryPlan {
  const { body, fetch } = query;
  if (body.kind !== 'select-block' || fetch === null) throw oracleErrorAt(query.offset, 3001);
  const width = compileSelectBlock(body, { orderBy: [], orderSiblings: false, forUpdate: null }, parsing, outer).columns
    .length;
  const keys = query.orderBy.map((item) => ({
    kind: 'expression' as const,
    expression: placeless(item, body),
    alias: null,
    text: '',
    offset: item.offset,
  }));
  const wide = { ...body, items: [...body.items, ...keys] };
  const plan = compileSelectBlock(
    wide,
    { orderBy: query.orderBy, orderSiblings: false, forUpdate: null },
    parsing,
    outer,
  );
  const scope = new BlockScope(parsing, outer);
  const skip = query.rowOffset === null ? null : compileExpression(query.rowOffset, scope);
  const count = fetch.count === null ? null : compileExpression(fetch.count, scope);
  const sort = query.orderBy.map(sortKeyOf);
  return {
    columns: plan.columns.slice(0, width),
    correlated: plan.correlated,
    open(outerRow) {
      const context = newContext(scope, outerRow);
      const next = plan.open(outerRow);
      const skipped = skip === null ? 0 : wholeOf(skip.evaluate(context));
      for (let at = 0; at < skipped; at += 1) next();
      let left = count === null ? 1 : wholeOf(count.evaluate(context));
      let last: readonly SqlValue[] | null = null;
      return () => {
        const row = next();
        if (row === null) return null;
        const now = row.slice(width);
        if (left <= 0 && (last === null || orderRows(last, now, sort, scope.charset) !== 0)) return null;
        left -= 1;
        last = now;
        return row.slice(0, width);
      };
    },
  };
}

function placeless(item: OrderItem, body: Extract<QueryBody, { kind: 'select-block' }>): OrderItem['expression'] {
  const node = item.expression;
  for (const candidate of body.items) {
    if (candidate.kind !== 'expression' || node.kind !== 'column' || node.path.length !== 1) continue;
    if (candidate.alias?.text === node.path[0]?.text) return candidate.expression;
  }
  return node;
}

function wholeOf(value: SqlValue): number {
  if (value === null) return 0;
  if (typeof value === 'object' && 'kind' in value && value.kind === 'number')
    return Math.max(0, Math.floor(toDouble(value)));
  return typeof value === 'string' ? Math.max(0, Math.floor(Number(value))) : 0;
}

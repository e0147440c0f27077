/** IN with a list or a subquery, for single values and rows. NULL among the candidates makes "not found" unknown. */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { Expression, InCondition } from '../syntax/ast.ts';
import type { Query } from '../syntax/ast-query.ts';
import type { SqlValue } from '../values/value.ts';
import { comparatorOf, isPadded, keyOf } from './comparison.ts';
import { convertTo } from './convert.ts';
import type { CompiledExpression, EvaluationContext, Scope } from './scope.ts';
import { commonFamily, typeName } from './type-family.ts';

type Compile = (node: Expression, scope: Scope) => CompiledExpression;
type Truth = (context: EvaluationContext) => SqlValue;

/** `single` raises ORA-01427 when the subquery of a row comparison has two rows. */
export function compileIn(node: InCondition, scope: Scope, compile: Compile, single = false): Truth {
  const operands = node.operand.kind === 'list' ? node.operand.items : [node.operand];
  const left = operands.map((operand) => compile(operand, scope));
  const inside =
    'kind' in node.candidates
      ? inSubquery(node, node.candidates, left, scope, single)
      : inList(node, node.candidates, left, scope, compile);
  if (!node.negated) return inside;
  return (context) => {
    const truth = inside(context);
    return truth === null ? null : truth !== true;
  };
}

/** One column of a row: both sides converted, and how they compare. */
interface Part {
  readonly left: Truth;
  readonly right: Truth;
  readonly padded: boolean;
  readonly compare: (left: SqlValue, right: SqlValue) => number;
}

function partOf(left: CompiledExpression, right: CompiledExpression, offset: number, scope: Scope): Part {
  const family = commonFamily(left, right, offset);
  if (family === 'clob' || family === 'blob' || family === 'object')
    throw oracleErrorAt(offset, 932, '-', typeName(left.type));
  return {
    left: convertTo(left, family, offset).evaluate,
    right: convertTo(right, family, offset).evaluate,
    padded: family === 'text' && isPadded(left.type, right.type),
    compare: comparatorOf(family, left.type, right.type, scope.charset),
  };
}

/** Lists this long of constants are looked up by key. */
const KEYED_MIN = 8;

function inList(
  node: InCondition,
  candidates: readonly Expression[],
  left: readonly CompiledExpression[],
  scope: Scope,
  compile: Compile,
): Truth {
  const rows = candidates.map((candidate) => {
    const items = left.length > 1 || node.operand.kind === 'list' ? rowItems(candidate, left.length) : [candidate];
    return left.map((operand, index) => {
      const item = items[index];
      if (item === undefined) throw oracleErrorAt(candidate.offset, 947);
      return { part: partOf(operand, compile(item, scope), node.offset, scope), constant: false };
    });
  });
  const parts = rows.map((row) => row.map((cell) => cell.part));
  const keyed =
    left.length === 1 && parts.length >= KEYED_MIN && candidates.every((candidate) => candidate.kind === 'literal');
  const first = parts[0]?.[0];
  if (keyed && first !== undefined && uniform(candidates)) return keyedList(first, parts);
  return (context) => {
    let unknown = false;
    for (const row of parts) {
      const truth = rowEquals(row, context);
      if (truth === true) return true;
      if (truth === null) unknown = true;
    }
    return unknown ? null : false;
  };
}

/** All literals have one type, so that one conversion of the operand serves all. */
function uniform(candidates: readonly Expression[]): boolean {
  const kinds = new Set(candidates.map((candidate) => (candidate.kind === 'literal' ? candidate.type.kind : '')));
  return kinds.size === 1;
}

function keyedList(first: Part, parts: readonly (readonly Part[])[]): Truth {
  let keys: Set<string> | null = null;
  let hasNull = false;
  return (context) => {
    if (keys === null) {
      keys = new Set();
      for (const [part] of parts) {
        const value = part?.right(context) ?? null;
        if (value === null) hasNull = true;
        else keys.add(keyOf(value, first.padded));
      }
    }
    const value = first.left(context);
    if (value === null) return null;
    if (keys.has(keyOf(value, first.padded))) return true;
    return hasNull ? null : false;
  };
}

function rowItems(node: Expression, count: number): readonly Expression[] {
  if (node.kind !== 'list') throw oracleErrorAt(node.offset, 920);
  if (node.items.length > count) throw oracleErrorAt(node.offset, 913);
  return node.items;
}

function rowEquals(row: readonly Part[], context: EvaluationContext): boolean | null {
  let unknown = false;
  for (const part of row) {
    const a = part.left(context);
    const b = part.right(context);
    if (a === null || b === null) unknown = true;
    else if (part.compare(a, b) !== 0) return false;
  }
  return unknown ? null : true;
}

function inSubquery(
  node: InCondition,
  query: Query,
  left: readonly CompiledExpression[],
  scope: Scope,
  single: boolean,
): Truth {
  const subquery = scope.compileSubquery(query);
  if (subquery.columns.length > left.length) throw oracleErrorAt(query.offset, 913);
  if (subquery.columns.length < left.length) throw oracleErrorAt(query.offset, 947);
  const current: { row: readonly SqlValue[] } = { row: [] };
  const parts = left.map((operand, index) => {
    const column = subquery.columns[index];
    if (column === undefined) throw oracleErrorAt(query.offset, 947);
    const cell: CompiledExpression = {
      type: column.type,
      nullable: column.nullable,
      constant: false,
      evaluate: () => current.row[index] ?? null,
    };
    return partOf(operand, cell, node.offset, scope);
  });
  const index = new RowIndex(parts, current);
  return (context) => {
    const rows = subquery.rows(context);
    if (single && !Array.isArray(rows)) return index.scan(requireSingle(rows), context);
    if (single) return index.scan(requireSingle(rows), context);
    return Array.isArray(rows) ? index.find(rows, context) : index.scan(rows, context);
  };
}

function requireSingle(rows: Iterable<readonly SqlValue[]>): readonly (readonly SqlValue[])[] {
  const found: (readonly SqlValue[])[] = [];
  for (const row of rows) {
    found.push(row);
    if (found.length > 1) throw oracleErrorAt(0, 1427);
  }
  return found;
}

/** Rows of an uncorrelated subquery by the keys of their values; kept while the same array object comes back. */
class RowIndex {
  private readonly parts: readonly Part[];
  private readonly current: { row: readonly SqlValue[] };
  private source: unknown = null;
  private readonly keys = new Set<string>();
  private withNulls: (readonly SqlValue[])[] = [];

  constructor(parts: readonly Part[], current: { row: readonly SqlValue[] }) {
    this.parts = parts;
    this.current = current;
  }

  find(rows: Iterable<readonly SqlValue[]>, context: EvaluationContext): boolean | null {
    if (this.source !== rows) this.build(rows, context);
    const values: SqlValue[] = [];
    for (const part of this.parts) {
      const value = part.left(context);
      if (value === null) return this.keys.size === 0 && this.withNulls.length === 0 ? false : this.scan(rows, context);
      values.push(value);
    }
    if (this.keys.has(this.key(values))) return true;
    return this.withNulls.length === 0 ? false : this.scan(this.withNulls, context);
  }

  scan(rows: Iterable<readonly SqlValue[]>, context: EvaluationContext): boolean | null {
    let unknown = false;
    for (const row of rows) {
      this.current.row = row;
      const truth = rowEquals(this.parts, context);
      if (truth === true) return true;
      if (truth === null) unknown = true;
    }
    return unknown ? null : false;
  }

  private build(rows: Iterable<readonly SqlValue[]>, context: EvaluationContext): void {
    this.source = rows;
    this.keys.clear();
    this.withNulls = [];
    for (const row of rows) {
      this.current.row = row;
      const values = this.parts.map((part) => part.right(context));
      if (values.includes(null)) this.withNulls.push(row);
      else this.keys.add(this.key(values));
    }
  }

  private key(values: readonly SqlValue[]): string {
    const [only] = values;
    const [part] = this.parts;
    if (values.length === 1 && only !== undefined) return keyOf(only, part?.padded ?? false);
    return values.map((value, index) => JSON.stringify(keyOf(value, this.parts[index]?.padded ?? false))).join();
  }
}

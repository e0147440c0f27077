import { oracleErrorAt } from '../../oracle-error.ts';
import type { Scope } from '../expressions/scope.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { SetOperation } from '../syntax/ast-query.ts';
import type { ResultColumn } from '../session-result.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { BlockScope, slotExpression } from './block-scope.ts';
import { compileQueryBody } from './query.ts';
import type { NextRow, QueryPlan } from './query-plan.ts';
import { newContext, nextOf } from './select-block.ts';
import type { Parsing } from './statement-state.ts';
import { rowKey } from './value-key.ts';

/** UNION [ALL], MINUS, INTERSECT. Names come from the first query, types from both. */
export function compileSetOperation(node: SetOperation, parsing: Parsing, outer: Scope | null): QueryPlan {
  const left = compileQueryBody(node.left, parsing, outer);
  const right = compileQueryBody(node.right, parsing, outer);
  if (left.columns.length !== right.columns.length) throw oracleErrorAt(node.offset, 1789);
  const columns = left.columns.map((column, at) => common(column, right.columns[at] ?? column, node.offset));
  const a = converted(left, columns, parsing);
  const b = converted(right, columns, parsing);
  return {
    columns,
    get correlated() {
      return left.correlated || right.correlated;
    },
    open: (row) => combine(node.operator, a.open(row), () => b.open(row)),
  };
}

function combine(operator: SetOperation['operator'], left: NextRow, openRight: () => NextRow): NextRow {
  if (operator === 'union-all') return concatenated(left, openRight);
  if (operator === 'union') return distinct(concatenated(left, openRight), () => true);
  let keys: Set<string> | null = null;
  return distinct(left, (key) => {
    keys ??= keysOf(openRight());
    return keys.has(key) === (operator === 'intersect');
  });
}

function concatenated(left: NextRow, openRight: () => NextRow): NextRow {
  let right: NextRow | null = null;
  return () => {
    if (right !== null) return right();
    const row = left();
    if (row !== null) return row;
    right = openRight();
    return right();
  };
}

function keysOf(next: NextRow): Set<string> {
  const keys = new Set<string>();
  for (let row = next(); row !== null; row = next()) keys.add(rowKey(row));
  return keys;
}

/** Oracle sorts to find duplicates: the rows come in order. */
function distinct(next: NextRow, wanted: (key: string) => boolean): NextRow {
  let rows: NextRow | null = null;
  return () => {
    if (rows === null) {
      const seen = new Map<string, readonly SqlValue[]>();
      for (let row = next(); row !== null; row = next()) {
        const key = rowKey(row);
        if (!seen.has(key) && wanted(key)) seen.set(key, row);
      }
      rows = nextOf([...seen.values()]);
    }
    return rows();
  };
}

function common(left: ResultColumn, right: ResultColumn, offset: number): ResultColumn {
  const type = commonType(left.type, right.type);
  if (type === null) throw oracleErrorAt(offset, 1790);
  return { name: left.name, type, nullable: left.nullable || right.nullable };
}

const TEXT = new Set<SqlType['kind']>(['varchar2', 'char', 'nvarchar2', 'nchar']);
const NUMERIC = ['number', 'float', 'binary-float', 'binary-double'];
const TIMES = ['date', 'timestamp', 'timestamp-ltz', 'timestamp-tz'];

function commonType(a: SqlType, b: SqlType): SqlType | null {
  if (isNullLiteral(a)) return b;
  if (isNullLiteral(b)) return a;
  if (TEXT.has(a.kind) && TEXT.has(b.kind)) return commonText(a, b);
  if (a.kind === 'number' && b.kind === 'number') {
    return a.precision === b.precision && a.scale === b.scale ? a : { kind: 'number', precision: null, scale: null };
  }
  if (a.kind === b.kind) return a;
  for (const family of [NUMERIC, TIMES]) {
    const [x, y] = [family.indexOf(a.kind), family.indexOf(b.kind)];
    if (x >= 0 && y >= 0) return x > y ? a : b;
  }
  if (a.kind === 'clob' && TEXT.has(b.kind)) return a;
  if (b.kind === 'clob' && TEXT.has(a.kind)) return b;
  return null;
}

function isNullLiteral(type: SqlType): boolean {
  return type.kind === 'varchar2' && type.length === 0;
}

function commonText(a: SqlType, b: SqlType): SqlType {
  const length = Math.max('length' in a ? a.length : 0, 'length' in b ? b.length : 0);
  if (a.kind === 'char' && b.kind === 'char' && a.length === b.length) return a;
  const national = a.kind.startsWith('n') || b.kind.startsWith('n');
  if (national) return { kind: 'nvarchar2', length };
  const unit = ('unit' in a && a.unit === 'char') || ('unit' in b && b.unit === 'char') ? 'char' : 'byte';
  return { kind: 'varchar2', length, unit };
}

/** Rows with their values of the common types: numbers beside binary doubles, dates beside timestamps. */
function converted(plan: QueryPlan, columns: readonly ResultColumn[], parsing: Parsing): QueryPlan {
  const differing = columns
    .map((column, at) => ({ at, from: plan.columns[at]?.type ?? column.type, to: column.type }))
    .filter(
      ({ from, to }) => from.kind !== to.kind && !isNullLiteral(from) && !(TEXT.has(from.kind) && TEXT.has(to.kind)),
    );
  if (differing.length === 0) return plan;
  const scope = new BlockScope(parsing, null);
  const casts = differing.map(({ at, from, to }) => {
    const slot = scope.slots.allocate();
    scope.substitutions.push((part) =>
      part.kind === 'column' && part.offset === -1 - at ? slotExpression(slot, from, true) : null,
    );
    const operand = { kind: 'column', path: [], outerJoin: false, offset: -1 - at } as const;
    const type = { kind: 'declared', type: to, unitGiven: true, offset: 0 } as const;
    const cast = compileExpression({ kind: 'cast', operand, type, onError: null, format: null, offset: 0 }, scope);
    return { at, slot, cast };
  });
  return {
    ...plan,
    correlated: plan.correlated,
    open(outer) {
      const next = plan.open(outer);
      const context = newContext(scope, null);
      return () => {
        const row = next();
        if (row === null) return null;
        const copy = [...row];
        for (const { at, slot, cast } of casts) {
          context.slots[slot] = row[at] ?? null;
          copy[at] = cast.evaluate(context);
        }
        return copy;
      };
    },
  };
}

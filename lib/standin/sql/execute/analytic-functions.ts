import { oracleError, oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { FrameBound, FunctionCall, Window } from '../syntax/ast.ts';
import { add, divide, subtract } from '../values/number-arithmetic.ts';
import { compareNumbers, numberFromInteger, toInteger } from '../values/number.ts';
import type { OracleNumber, SqlType, SqlValue } from '../values/value.ts';
import type { BlockScope } from './block-scope.ts';
import { compileAggregate } from './grouping.ts';
import { orderRows } from './order-values.ts';
import type { SortKey } from './order-values.ts';

/** A row of a partition, with its ORDER BY values. */
export interface AnalyticRow {
  readonly context: EvaluationContext;
  readonly keys: readonly SqlValue[];
}

export interface AnalyticFunction {
  readonly type: SqlType;
  /** The values of one sorted partition, row by row. */
  over(rows: readonly AnalyticRow[]): readonly SqlValue[];
}

const NUMBER: SqlType = { kind: 'number', precision: null, scale: null };

export function analyticFunction(
  node: FunctionCall,
  window: Window,
  sort: readonly SortKey[],
  scope: BlockScope,
): AnalyticFunction {
  const name = node.path[0]?.text ?? '';
  const samePeer = (a: AnalyticRow | undefined, b: AnalyticRow | undefined): boolean =>
    a !== undefined && b !== undefined && orderRows(a.keys, b.keys, sort, scope.charset) === 0;
  const args = node.star ? [] : node.args.map((argument) => argument.value);
  const needsOrder = new Set(['ROW_NUMBER', 'RANK', 'DENSE_RANK', 'PERCENT_RANK', 'CUME_DIST', 'NTILE', 'LAG', 'LEAD']);
  if (needsOrder.has(name) && window.orderBy.length === 0) throw oracleErrorAt(node.offset, 30485);
  switch (name) {
    case 'ROW_NUMBER':
      return { type: NUMBER, over: (rows) => rows.map((_, at) => numberFromInteger(at + 1)) };
    case 'RANK':
    case 'DENSE_RANK':
    case 'PERCENT_RANK':
    case 'CUME_DIST':
      return { type: NUMBER, over: (rows) => ranks(rows, name, samePeer) };
    case 'NTILE': {
      const [count] = args;
      if (count === undefined) throw oracleErrorAt(node.offset, 909);
      const compiled = compileExpression(count, scope);
      return { type: NUMBER, over: (rows) => tiles(rows, compiled) };
    }
    case 'LAG':
    case 'LEAD': {
      const [value, offset, otherwise] = args.map((argument) => compileExpression(argument, scope));
      if (value === undefined) throw oracleErrorAt(node.offset, 909);
      const sign = name === 'LAG' ? -1 : 1;
      return { type: value.type, over: (rows) => neighbours(rows, value, offset, otherwise, sign, node.ignoreNulls) };
    }
    case 'FIRST_VALUE':
    case 'LAST_VALUE':
    case 'NTH_VALUE': {
      const [value, nth] = args.map((argument) => compileExpression(argument, scope));
      if (value === undefined) throw oracleErrorAt(node.offset, 909);
      const frame = frameOf(window, sort, samePeer, scope);
      return { type: value.type, over: (rows) => picked(rows, frame(rows), value, nth, name, node.ignoreNulls) };
    }
    case 'RATIO_TO_REPORT': {
      const [value] = args.map((argument) => compileExpression(argument, scope));
      if (value === undefined) throw oracleErrorAt(node.offset, 909);
      return { type: NUMBER, over: (rows) => ratios(rows, value) };
    }
    default:
      return windowed(node, window, sort, samePeer, scope);
  }
}

type SamePeer = (a: AnalyticRow | undefined, b: AnalyticRow | undefined) => boolean;

function ranks(rows: readonly AnalyticRow[], name: string, samePeer: SamePeer): readonly SqlValue[] {
  let rank = 0;
  let dense = 0;
  return rows.map((row, at) => {
    if (!samePeer(rows[at - 1], row)) {
      rank = at + 1;
      dense += 1;
    }
    if (name === 'RANK') return numberFromInteger(rank);
    if (name === 'DENSE_RANK') return numberFromInteger(dense);
    if (name === 'PERCENT_RANK') {
      return rows.length === 1
        ? numberFromInteger(0)
        : divide(numberFromInteger(rank - 1), numberFromInteger(rows.length - 1));
    }
    let last = at;
    while (samePeer(rows[last + 1], row)) last += 1;
    return divide(numberFromInteger(last + 1), numberFromInteger(rows.length));
  });
}

function tiles(rows: readonly AnalyticRow[], count: CompiledExpression): readonly SqlValue[] {
  const [first] = rows;
  const given = first === undefined ? null : count.evaluate(first.context);
  const buckets = isNumber(given) ? toInteger(given) : 0;
  if (buckets < 1) throw oracleError(30488);
  const small = Math.floor(rows.length / buckets);
  const larger = rows.length % buckets;
  return rows.map((_, at) => {
    const bucket =
      at < larger * (small + 1)
        ? Math.floor(at / (small + 1))
        : larger + Math.floor((at - larger * (small + 1)) / small);
    return numberFromInteger(bucket + 1);
  });
}

function neighbours(
  rows: readonly AnalyticRow[],
  value: CompiledExpression,
  offset: CompiledExpression | undefined,
  otherwise: CompiledExpression | undefined,
  sign: 1 | -1,
  ignoreNulls: boolean,
): readonly SqlValue[] {
  const values = rows.map((row) => value.evaluate(row.context));
  return rows.map((row, at) => {
    const given = offset?.evaluate(row.context) ?? null;
    let steps = isNumber(given) ? toInteger(given) : 1;
    let place = at;
    while (steps > 0) {
      place += sign;
      if (place < 0 || place >= rows.length) return otherwise?.evaluate(row.context) ?? null;
      if (!ignoreNulls || values[place] !== null) steps -= 1;
    }
    return values[place] ?? null;
  });
}

/** First and last row of each row's window, inclusive; empty when last < first. */
type Frame = (rows: readonly AnalyticRow[]) => readonly { readonly first: number; readonly last: number }[];

function frameOf(window: Window, sort: readonly SortKey[], samePeer: SamePeer, scope: BlockScope): Frame {
  const { frame } = window;
  if (frame === null) {
    if (window.orderBy.length === 0) return (rows) => rows.map(() => ({ first: 0, last: rows.length - 1 }));
    return (rows) => rows.map((_, at) => ({ first: 0, last: lastPeer(rows, at, samePeer) }));
  }
  const start = boundOf(frame.start, scope);
  const end = boundOf(frame.end, scope);
  if (frame.unit === 'rows') {
    return (rows) =>
      rows.map((row, at) => ({
        first: Math.max(0, rowsBound(start, row, at, rows.length)),
        last: Math.min(rows.length - 1, rowsBound(end, row, at, rows.length)),
      }));
  }
  return (rows) =>
    rows.map((row, at) => ({
      first: rangeFirst(start, rows, row, at, samePeer, sort),
      last: rangeLast(end, rows, row, at, samePeer, sort),
    }));
}

interface Bound {
  readonly kind: FrameBound['kind'];
  readonly value: CompiledExpression | null;
}

function boundOf(bound: FrameBound, scope: BlockScope): Bound {
  return { kind: bound.kind, value: 'value' in bound ? compileExpression(bound.value, scope) : null };
}

function rowsBound(bound: Bound, row: AnalyticRow, at: number, count: number): number {
  if (bound.kind === 'unbounded-preceding') return 0;
  if (bound.kind === 'unbounded-following') return count - 1;
  const given = bound.value?.evaluate(row.context) ?? null;
  const steps = isNumber(given) ? toInteger(given) : 0;
  return bound.kind === 'current-row' ? at : bound.kind === 'preceding' ? at - steps : at + steps;
}

function lastPeer(rows: readonly AnalyticRow[], at: number, samePeer: SamePeer): number {
  let last = at;
  while (samePeer(rows[last + 1], rows[at])) last += 1;
  return last;
}

/** How far a row's key lies behind the present one, in the direction of the order. */
function distance(row: AnalyticRow, from: AnalyticRow, sort: readonly SortKey[]): OracleNumber | null {
  const [a] = row.keys;
  const [b] = from.keys;
  if (!isNumber(a ?? null) || !isNumber(b ?? null) || !isNumber(a) || !isNumber(b)) return null;
  return sort[0]?.descending === true ? subtract(b, a) : subtract(a, b);
}

function rangeFirst(
  bound: Bound,
  rows: readonly AnalyticRow[],
  row: AnalyticRow,
  at: number,
  samePeer: SamePeer,
  sort: readonly SortKey[],
): number {
  if (bound.kind === 'unbounded-preceding') return 0;
  if (bound.kind === 'current-row') {
    let first = at;
    while (samePeer(rows[first - 1], row)) first -= 1;
    return first;
  }
  const least = signedBound(bound, row);
  const found = rows.findIndex((other) => {
    const far = distance(other, row, sort);
    return far !== null && compareNumbers(far, least) >= 0;
  });
  return found < 0 ? rows.length : found;
}

function rangeLast(
  bound: Bound,
  rows: readonly AnalyticRow[],
  row: AnalyticRow,
  at: number,
  samePeer: SamePeer,
  sort: readonly SortKey[],
): number {
  if (bound.kind === 'unbounded-following') return rows.length - 1;
  if (bound.kind === 'current-row') return lastPeer(rows, at, samePeer);
  const most = signedBound(bound, row);
  return rows.findLastIndex((other) => {
    const far = distance(other, row, sort);
    return far !== null && compareNumbers(far, most) <= 0;
  });
}

function signedBound(bound: Bound, row: AnalyticRow): OracleNumber {
  const given = bound.value?.evaluate(row.context) ?? null;
  if (!isNumber(given)) throw oracleError(30486);
  return bound.kind === 'preceding' ? subtract(numberFromInteger(0), given) : given;
}

function picked(
  rows: readonly AnalyticRow[],
  frames: readonly { readonly first: number; readonly last: number }[],
  value: CompiledExpression,
  nth: CompiledExpression | undefined,
  name: string,
  ignoreNulls: boolean,
): readonly SqlValue[] {
  const values = rows.map((row) => value.evaluate(row.context));
  return rows.map((row, at) => {
    const frame = frames[at] ?? { first: 0, last: -1 };
    const inside = values.slice(frame.first, frame.last + 1).filter((candidate) => !ignoreNulls || candidate !== null);
    if (name === 'FIRST_VALUE') return inside[0] ?? null;
    if (name === 'LAST_VALUE') return inside.at(-1) ?? null;
    const given = nth?.evaluate(row.context) ?? null;
    return (isNumber(given) ? inside[toInteger(given) - 1] : null) ?? null;
  });
}

function ratios(rows: readonly AnalyticRow[], value: CompiledExpression): readonly SqlValue[] {
  const values = rows.map((row) => value.evaluate(row.context));
  let total = numberFromInteger(0);
  for (const each of values) if (isNumber(each)) total = add(total, each);
  return values.map((each) => (isNumber(each) && total.coefficient !== 0 ? divide(each, total) : null));
}

function windowed(
  node: FunctionCall,
  window: Window,
  sort: readonly SortKey[],
  samePeer: SamePeer,
  scope: BlockScope,
): AnalyticFunction {
  const aggregate = compileAggregate(node, scope);
  const frame = frameOf(window, sort, samePeer, scope);
  return {
    type: aggregate.type,
    over: (rows) => {
      const frames = frame(rows);
      let accumulator = aggregate.create();
      let from = 0;
      let to = -1;
      let result: SqlValue = accumulator.result();
      return frames.map(({ first, last }) => {
        if (first !== from || last < to) {
          // The window moved on: begin again.
          accumulator = aggregate.create();
          from = first;
          to = first - 1;
          result = null;
        }
        if (to < last || result === null) {
          for (; to < last; to += 1) {
            const row = rows[to + 1];
            if (row !== undefined) accumulator.add(row.context);
          }
          result = accumulator.result();
        }
        return result;
      });
    },
  };
}

function isNumber(value: SqlValue | undefined): value is OracleNumber {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'number';
}

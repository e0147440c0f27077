import { oracleErrorAt } from '../../oracle-error.ts';
import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { FunctionCall } from '../syntax/ast.ts';
import type { Charset } from '../values/charset.ts';
import { add, divide, multiply, subtract } from '../values/number-arithmetic.ts';
import { squareRoot } from '../values/number-functions.ts';
import { numberFromInteger, ZERO } from '../values/number.ts';
import type { OracleNumber, SqlType, SqlValue } from '../values/value.ts';
import { orderRows, orderValues } from './order-values.ts';
import type { SortKey } from './order-values.ts';
import { valueKey } from './value-key.ts';

/** Gathers the rows of one group. */
export interface Accumulator {
  add(context: EvaluationContext): void;
  result(): SqlValue;
}

export interface AggregateParts {
  readonly node: FunctionCall;
  readonly args: readonly CompiledExpression[];
  /** WITHIN GROUP (ORDER BY ...) */
  readonly order: readonly CompiledExpression[];
  readonly sort: readonly SortKey[];
  readonly charset: Charset;
}

const NUMBER: SqlType = { kind: 'number', precision: null, scale: null };

export interface Aggregate {
  readonly type: SqlType;
  create(): Accumulator;
}

/** The accumulators of an aggregate call; its arguments are compiled and of fitting types. */
export function aggregateOf(parts: AggregateParts): Aggregate {
  const { node, args } = parts;
  const name = node.path[0]?.text ?? '';
  const [argument] = args;
  if (name === 'COUNT') return counting(argument ?? null, node.distinct);
  if (name === 'LISTAGG') return listing(parts);
  if (argument === undefined) throw oracleErrorAt(node.offset, 909);
  switch (name) {
    case 'MIN':
    case 'ANY_VALUE':
      return extreme(argument, -1, parts.charset);
    case 'MAX':
      return extreme(argument, 1, parts.charset);
    case 'SUM':
      return { type: sumType(argument.type), create: () => collecting(argument, node.distinct, sumOf) };
    case 'AVG':
      return { type: sumType(argument.type), create: () => collecting(argument, node.distinct, averageOf) };
    case 'VARIANCE':
    case 'VAR_SAMP':
    case 'VAR_POP':
    case 'STDDEV':
    case 'STDDEV_SAMP':
    case 'STDDEV_POP':
      return { type: NUMBER, create: () => collecting(argument, node.distinct, (values) => spread(values, name)) };
    case 'MEDIAN':
      return { type: NUMBER, create: () => collecting(argument, false, medianOf) };
    case 'APPROX_COUNT_DISTINCT':
      return counting(argument, true);
    default:
      throw oracleErrorAt(node.offset, 904, `"${name}"`);
  }
}

function sumType(type: SqlType): SqlType {
  return type.kind === 'binary-double' || type.kind === 'binary-float' ? { kind: 'binary-double' } : NUMBER;
}

function counting(argument: CompiledExpression | null, distinct: boolean): Aggregate {
  return {
    type: NUMBER,
    create: () => {
      let count = 0;
      const seen = new Set<string>();
      return {
        add: (context) => {
          const value = argument === null ? true : argument.evaluate(context);
          if (value === null) return;
          if (distinct) seen.add(valueKey(value));
          else count += 1;
        },
        result: () => numberFromInteger(distinct ? seen.size : count),
      };
    },
  };
}

function extreme(argument: CompiledExpression, sign: -1 | 1, charset: Charset): Aggregate {
  return {
    type: argument.type,
    create: () => {
      let best: SqlValue = null;
      return {
        add: (context) => {
          const value = argument.evaluate(context);
          if (value === null) return;
          if (best === null || orderValues(value, best, charset) * sign > 0) best = value;
        },
        result: () => best,
      };
    },
  };
}

type Summary = (values: Numbers) => SqlValue;

/** Sums of what has been added: enough for every aggregate but MEDIAN. */
interface Numbers {
  count: number;
  sum: OracleNumber;
  squares: OracleNumber;
  floating: number | null;
  readonly all: OracleNumber[];
}

function collecting(argument: CompiledExpression, distinct: boolean, summary: Summary): Accumulator {
  const numbers: Numbers = { count: 0, sum: ZERO, squares: ZERO, floating: null, all: [] };
  const seen = new Set<string>();
  const squares = summary !== sumOf && summary !== averageOf && summary !== medianOf;
  return {
    add: (context) => {
      const value = argument.evaluate(context);
      if (value === null || typeof value !== 'object' || !('kind' in value)) return;
      if (distinct) {
        const key = valueKey(value);
        if (seen.has(key)) return;
        seen.add(key);
      }
      numbers.count += 1;
      if (value.kind === 'binary-double' || value.kind === 'binary-float') {
        numbers.floating = (numbers.floating ?? 0) + value.value;
      } else if (value.kind === 'number') {
        numbers.sum = add(numbers.sum, value);
        if (squares) numbers.squares = add(numbers.squares, multiply(value, value));
        if (summary === medianOf) numbers.all.push(value);
      }
    },
    result: () => (numbers.count === 0 ? null : summary(numbers)),
  };
}

function sumOf(numbers: Numbers): SqlValue {
  return numbers.floating === null ? numbers.sum : { kind: 'binary-double', value: numbers.floating };
}

function averageOf(numbers: Numbers): SqlValue {
  if (numbers.floating !== null) return { kind: 'binary-double', value: numbers.floating / numbers.count };
  return divide(numbers.sum, numberFromInteger(numbers.count));
}

function medianOf(numbers: Numbers): SqlValue {
  const sorted = numbers.all.sort((a, b) => (subtract(a, b).coefficient < 0 ? -1 : 1));
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? ZERO;
  if (sorted.length % 2 === 1) return high;
  return divide(add(sorted[middle - 1] ?? ZERO, high), numberFromInteger(2));
}

/** Of one value: VARIANCE and STDDEV are 0, the _SAMP forms NULL. */
function spread(numbers: Numbers, name: string): SqlValue {
  const population = name.endsWith('_POP');
  if (numbers.count === 1 && !population) return name.endsWith('_SAMP') ? null : ZERO;
  const count = numberFromInteger(numbers.count);
  const above = subtract(numbers.squares, divide(multiply(numbers.sum, numbers.sum), count));
  const variance = divide(above, population ? count : numberFromInteger(numbers.count - 1));
  return name.startsWith('STDDEV') ? squareRoot(variance) : variance;
}

function listing(parts: AggregateParts): Aggregate {
  const [argument, separator] = parts.args;
  if (argument === undefined) throw oracleErrorAt(parts.node.offset, 909);
  return {
    type: { kind: 'varchar2', length: 4000, unit: 'byte' },
    create: () => {
      const items: { readonly text: string; readonly keys: readonly SqlValue[] }[] = [];
      let between = '';
      return {
        add: (context) => {
          const text = argument.evaluate(context);
          const given = separator?.evaluate(context) ?? null;
          if (typeof given === 'string') between = given;
          if (typeof text !== 'string') return;
          items.push({ text, keys: parts.order.map((key) => key.evaluate(context)) });
        },
        result: () => {
          items.sort((a, b) => orderRows(a.keys, b.keys, parts.sort, parts.charset));
          const texts = items.map((item) => item.text);
          const text = (parts.node.distinct ? [...new Set(texts)] : texts).join(between);
          if (parts.charset.byteLength(text) > 4000) throw oracleErrorAt(0, 1489);
          return text === '' ? null : text;
        },
      };
    },
  };
}

/** MAX(x) KEEP (DENSE_RANK FIRST ORDER BY y): only the rows that come first (last) count. */
export function keeping(
  inner: Aggregate,
  keys: readonly CompiledExpression[],
  sort: readonly SortKey[],
  last: boolean,
  charset: Charset,
): Aggregate {
  return {
    type: inner.type,
    create: () => {
      let best: readonly SqlValue[] | null = null;
      let kept = inner.create();
      return {
        add: (context) => {
          const now = keys.map((key) => key.evaluate(context));
          const order = best === null ? -1 : orderRows(now, best, sort, charset) * (last ? -1 : 1);
          if (order > 0) return;
          if (order < 0) {
            best = now;
            kept = inner.create();
          }
          kept.add(context);
        },
        result: () => kept.result(),
      };
    },
  };
}

/** NVL, NVL2, COALESCE, DECODE, NULLIF, LNNVL, GREATEST, LEAST. */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { SqlValue } from '../values/value.ts';
import { comparable, negated } from './compile-condition.ts';
import { comparatorOf } from './comparison.ts';
import { convertTo } from './convert.ts';
import { define, rawArgument } from './function-definition.ts';
import type { FunctionDefinition, FunctionInput } from './function-definition.ts';
import type { CompiledExpression } from './scope.ts';
import { BOOLEAN, familyOf, isNullLiteral } from './type-family.ts';
import { unify } from './unify.ts';

export const NULL_FUNCTIONS: readonly FunctionDefinition[] = [
  define('NVL', 2, 2, nvl),
  define('NVL2', 3, 3, nvl2),
  define('COALESCE', 2, 255, coalesce),
  define('DECODE', 3, 255, decode),
  define('NULLIF', 2, 2, nullif),
  define('LNNVL', 1, 1, lnnvl),
  define('GREATEST', 1, 255, (input) => extreme(input, 1)),
  define('LEAST', 1, 255, (input) => extreme(input, -1)),
];

function nvl(input: FunctionInput): CompiledExpression {
  const { type, operands } = unify(input.args, input.node.offset, true);
  const [first, second] = operands;
  if (first === undefined || second === undefined) throw oracleErrorAt(input.node.offset, 909);
  return {
    type,
    nullable: second.nullable,
    constant: false,
    // Unlike COALESCE, NVL evaluates both: an error in the second argument appears even when the first has a value.
    evaluate: (context) => {
      const value = first.evaluate(context);
      const otherwise = second.evaluate(context);
      return value ?? otherwise;
    },
  };
}

function coalesce(input: FunctionInput): CompiledExpression {
  const { type, operands } = unify(input.args, input.node.offset);
  return firstPresent(type, operands);
}

function firstPresent(type: CompiledExpression['type'], operands: readonly CompiledExpression[]): CompiledExpression {
  const evaluators = operands.map((operand) => operand.evaluate);
  return {
    type,
    nullable: operands.every((operand) => operand.nullable),
    constant: false,
    evaluate: (context) => {
      for (const evaluate of evaluators) {
        const value = evaluate(context);
        if (value !== null) return value;
      }
      return null;
    },
  };
}

function nvl2(input: FunctionInput): CompiledExpression {
  const tested = rawArgument(input, 0).evaluate;
  const { type, operands } = unify(input.args.slice(1), input.node.offset, true);
  const [present, absent] = operands;
  if (present === undefined || absent === undefined) throw oracleErrorAt(input.node.offset, 909);
  return {
    type,
    nullable: true,
    constant: false,
    evaluate: (context) => (tested(context) === null ? absent.evaluate(context) : present.evaluate(context)),
  };
}

/** DECODE(x, a, r, b, s, ..., default): NULL equals NULL; the results take the type of the first. */
function decode(input: FunctionInput): CompiledExpression {
  const operand = rawArgument(input, 0);
  const rest = input.args.slice(1);
  const hasDefault = rest.length % 2 === 1;
  const pairs = Math.floor(rest.length / 2);
  const results = [
    ...Array.from({ length: pairs }, (_, index) => rawArgument(input, 2 + index * 2)),
    ...(hasDefault ? rest.slice(-1) : []),
  ];
  const { type, operands } = unify(results, input.node.offset, true);
  const keyType = searchFamily(input, pairs);
  const value = convertTo(operand, keyType, input.node.offset);
  const searches = Array.from({ length: pairs }, (_, index) =>
    convertTo(rawArgument(input, 1 + index * 2), keyType, input.node.offset),
  );
  const first = searches[0];
  const compare = comparatorOf(keyType, value.type, first?.type ?? value.type, input.scope.charset);
  const evaluators = operands.map((each) => each.evaluate);
  return {
    type,
    nullable: true,
    constant: false,
    evaluate: (context) => {
      const wanted = value.evaluate(context);
      for (let index = 0; index < pairs; index += 1) {
        const candidate = searches[index]?.evaluate(context) ?? null;
        if (sameForDecode(wanted, candidate, compare)) return evaluators[index]?.(context) ?? null;
      }
      return hasDefault ? (evaluators[pairs]?.(context) ?? null) : null;
    },
  };
}

/** All are compared in the type of the first search value. */
function searchFamily(input: FunctionInput, pairs: number): ReturnType<typeof familyOf> {
  for (let index = 0; index < pairs; index += 1) {
    const search = rawArgument(input, 1 + index * 2);
    if (!isNullLiteral(search)) return familyOf(search.type);
  }
  return familyOf(rawArgument(input, 0).type);
}

function sameForDecode(left: SqlValue, right: SqlValue, compare: (left: SqlValue, right: SqlValue) => number): boolean {
  if (left === null || right === null) return left === right;
  return compare(left, right) === 0;
}

function nullif(input: FunctionInput): CompiledExpression {
  const first = rawArgument(input, 0);
  if (isNullLiteral(first)) throw oracleErrorAt(input.node.offset, 932, '-', 'CHAR');
  const pair = comparable(first, rawArgument(input, 1), input.node.offset, input.scope);
  return {
    type: first.type,
    nullable: true,
    constant: false,
    evaluate: (context) => {
      const a = pair.left(context);
      if (a === null) return null;
      const b = pair.right(context);
      return b !== null && pair.compare(a, b) === 0 ? null : first.evaluate(context);
    },
  };
}

/** True when the condition is false or unknown. */
function lnnvl(input: FunctionInput): CompiledExpression {
  const condition = rawArgument(input, 0);
  if (familyOf(condition.type) !== 'boolean') throw oracleErrorAt(input.node.offset, 13207);
  return {
    type: BOOLEAN,
    nullable: false,
    constant: false,
    evaluate: (context) => negated(condition.evaluate(context)) ?? true,
  };
}

/** In the type of the first argument; numbers in the type of highest precedence. */
function extreme(input: FunctionInput, sign: 1 | -1): CompiledExpression {
  const { type, operands } = unify(input.args, input.node.offset, true);
  const compare = comparatorOf(familyOf(type), type, type, input.scope.charset);
  return {
    type: type.kind === 'char' ? { ...type, kind: 'varchar2' } : type,
    nullable: true,
    constant: false,
    evaluate: (context) => {
      let best: SqlValue = null;
      for (const operand of operands) {
        const value = operand.evaluate(context);
        if (value === null) return null;
        if (best === null || compare(value, best) * sign > 0) best = value;
      }
      return best;
    },
  };
}

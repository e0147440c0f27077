/** Arithmetic and concatenation: numbers, binary floats, dates with days, timestamps with intervals. */
import { oracleError, oracleErrorAt } from '../../oracle-error.ts';
import type { BinaryExpression } from '../syntax/ast.ts';
import { makeNumber } from '../values/number.ts';
import { add, divide, multiply, negate, subtract } from '../values/number-arithmetic.ts';
import { power } from '../values/number-functions.ts';
import { asBinary, asClob, asNumber, asText } from '../values/narrow.ts';
import type { OracleNumber, SqlType, SqlValue } from '../values/value.ts';
import { map1, map2 } from './compiled.ts';
import { binary, convertTo, typeOfFamily } from './convert.ts';
import { compileDateArithmetic, isDateArithmetic } from './compile-date-arithmetic.ts';
import { isNational } from './comparison.ts';
import type { CompiledExpression, Scope } from './scope.ts';
import { NUMBER, familyOf, isNullLiteral, typeName, varchar2 } from './type-family.ts';

type Operator = BinaryExpression['operator'];

export function compileBinary(
  operator: Operator,
  left: CompiledExpression,
  right: CompiledExpression,
  offset: number,
  scope: Scope,
): CompiledExpression {
  if (operator === '||') return concatenation(left, right, offset, scope);
  if (isDateArithmetic(left, right)) return compileDateArithmetic(operator, left, right, offset);
  const families = [familyOf(left.type), familyOf(right.type)];
  for (const operand of [left, right]) {
    if (!['number', 'binary-float', 'binary-double', 'text', 'clob'].includes(familyOf(operand.type))) {
      throw oracleErrorAt(offset, 932, 'NUMBER', typeName(operand.type));
    }
  }
  if (families.includes('binary-double')) return floating(operator, left, right, 'binary-double', offset);
  if (families.includes('binary-float')) return floating(operator, left, right, 'binary-float', offset);
  const compute = NUMBER_OPERATIONS[operator];
  return map2(NUMBER, convertTo(left, 'number', offset), convertTo(right, 'number', offset), (a, b) =>
    compute(asNumber(a), asNumber(b)),
  );
}

const NUMBER_OPERATIONS: Readonly<
  Record<Exclude<Operator, '||'>, (left: OracleNumber, right: OracleNumber) => OracleNumber>
> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '**': power,
};

const FLOAT_OPERATIONS: Readonly<Record<Exclude<Operator, '||'>, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '**': (left, right) => left ** right,
};

function floating(
  operator: Exclude<Operator, '||'>,
  left: CompiledExpression,
  right: CompiledExpression,
  family: 'binary-float' | 'binary-double',
  offset: number,
): CompiledExpression {
  const compute = FLOAT_OPERATIONS[operator];
  const single = family === 'binary-float';
  return map2(typeOfFamily(family), convertTo(left, family, offset), convertTo(right, family, offset), (a, b) =>
    binary(compute(asBinary(a), asBinary(b)), single),
  );
}

export function compileNegation(operand: CompiledExpression, offset: number): CompiledExpression {
  const family = familyOf(operand.type);
  if (family === 'binary-float' || family === 'binary-double') {
    return map1(operand.type, operand, (value) => binary(-asBinary(value), family === 'binary-float'));
  }
  if (family === 'interval-ds' || family === 'interval-ym') {
    return compileDateArithmetic(
      '*',
      operand,
      { type: NUMBER, nullable: false, constant: true, evaluate: () => makeNumber(-1, 0) },
      offset,
    );
  }
  return map1(NUMBER, convertTo(operand, 'number', offset), (value) => negate(asNumber(value)));
}

const BYTES_MAX = 4000;

function concatenation(
  left: CompiledExpression,
  right: CompiledExpression,
  offset: number,
  scope: Scope,
): CompiledExpression {
  if (familyOf(left.type) === 'clob' || familyOf(right.type) === 'clob') return lobConcatenation(left, right, offset);
  const first = convertTo(left, 'text', offset);
  const second = convertTo(right, 'text', offset);
  const type = concatenatedType(first, second);
  const a = first.evaluate;
  const b = second.evaluate;
  const { charset } = scope;
  return {
    type,
    nullable: first.nullable && second.nullable,
    constant: first.constant && second.constant,
    evaluate: (context) => {
      const x = a(context);
      const y = b(context);
      if (x === null) return y;
      if (y === null) return x;
      const text = asText(x) + asText(y);
      if (text.length > 1000 && charset.byteLength(text) > BYTES_MAX) throw oracleError(1489);
      return text;
    },
  };
}

function concatenatedType(left: CompiledExpression, right: CompiledExpression): SqlType {
  const length = lengthOf(left) + lengthOf(right);
  if (isNational(left.type) || isNational(right.type))
    return { kind: 'nvarchar2', length: Math.min(Math.max(length, 1), 2000) };
  if (left.type.kind === 'char' && right.type.kind === 'char' && length <= 2000 && length > 0)
    return { kind: 'char', length, unit: 'byte' };
  return varchar2(length);
}

function lengthOf(operand: CompiledExpression): number {
  if (isNullLiteral(operand)) return 0;
  const { type } = operand;
  if (type.kind === 'varchar2' || type.kind === 'char') return type.unit === 'char' ? type.length * 4 : type.length;
  if (type.kind === 'nvarchar2' || type.kind === 'nchar') return type.length;
  return BYTES_MAX;
}

function lobConcatenation(left: CompiledExpression, right: CompiledExpression, offset: number): CompiledExpression {
  const first = convertTo(left, 'clob', offset).evaluate;
  const second = convertTo(right, 'clob', offset).evaluate;
  return {
    type: { kind: left.type.kind === 'nclob' || right.type.kind === 'nclob' ? 'nclob' : 'clob' },
    nullable: true,
    constant: false,
    evaluate: (context): SqlValue => {
      const x = first(context);
      const y = second(context);
      if (x === null) return y;
      if (y === null) return x;
      return { kind: 'clob', text: asClob(x).text + asClob(y).text };
    },
  };
}

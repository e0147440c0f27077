/** One type for the branches of CASE, COALESCE, NVL, DECODE and set operations. ORA-00932 when there is none. */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { SqlType } from '../values/value.ts';
import { convertTo, typeOfFamily } from './convert.ts';
import type { CompiledExpression } from './scope.ts';
import { familyOf, isDateTime, isNullLiteral, isNumeric, typeName } from './type-family.ts';
import type { TypeFamily } from './type-family.ts';

export interface Unified {
  readonly type: SqlType;
  readonly operands: readonly CompiledExpression[];
}

/** Strict: types of one kind only (CASE, COALESCE, UNION). `lenient` converts the others to the first one's (NVL, DECODE). */
export function unify(operands: readonly CompiledExpression[], offset: number, lenient = false): Unified {
  const typed = operands.filter((operand) => !isNullLiteral(operand));
  const [first] = typed;
  if (first === undefined) return { type: { kind: 'varchar2', length: 0, unit: 'byte' }, operands };
  const family = lenient ? lenientFamily(first, typed) : strictFamily(typed, offset);
  const converted = operands.map((operand) => convertTo(operand, family, offset));
  return { type: typeOf(family, operands, converted), operands: converted };
}

function lenientFamily(first: CompiledExpression, typed: readonly CompiledExpression[]): TypeFamily {
  const family = familyOf(first.type);
  if (!isNumeric(family)) return family;
  const families = typed.map((operand) => familyOf(operand.type));
  if (families.includes('binary-double')) return 'binary-double';
  return families.includes('binary-float') ? 'binary-float' : family;
}

function strictFamily(typed: readonly CompiledExpression[], offset: number): TypeFamily {
  const families = [...new Set(typed.map((operand) => familyOf(operand.type)))];
  const [only] = families;
  if (only !== undefined && families.length === 1) return only;
  if (families.every(isNumeric)) return families.includes('binary-double') ? 'binary-double' : 'binary-float';
  if (families.every(isDateTime)) {
    if (families.includes('timestamp-tz') || families.includes('timestamp-ltz')) return 'timestamp-tz';
    return 'timestamp';
  }
  if (families.every((family) => family === 'text' || family === 'clob')) return 'clob';
  const [first, ...others] = typed;
  const firstFamily = first === undefined ? 'text' : familyOf(first.type);
  const other = others.find((operand) => familyOf(operand.type) !== firstFamily);
  throw oracleErrorAt(
    offset,
    932,
    typeName(first?.type ?? typeOfFamily('text')),
    typeName(other?.type ?? typeOfFamily('text')),
  );
}

function typeOf(
  family: TypeFamily,
  before: readonly CompiledExpression[],
  after: readonly CompiledExpression[],
): SqlType {
  const types = before.filter((operand) => !isNullLiteral(operand)).map((operand) => operand.type);
  const [first] = types;
  if (first !== undefined && types.every((type) => JSON.stringify(type) === JSON.stringify(first))) return first;
  if (family === 'text')
    return textType(after.filter((operand) => !isNullLiteral(operand)).map((operand) => operand.type));
  if (family === 'timestamp' || family === 'timestamp-tz' || family === 'timestamp-ltz') {
    return {
      kind: family,
      precision: Math.max(...types.map((type) => ('precision' in type ? (type.precision ?? 0) : 0))),
    };
  }
  return typeOfFamily(family);
}

/** VARCHAR2 as long as the longest: only texts of one length stay CHAR, and that case was met before. */
function textType(types: readonly SqlType[]): SqlType {
  let length = 1;
  let national = false;
  for (const type of types) {
    if (type.kind === 'nvarchar2' || type.kind === 'nchar') national = true;
    if (type.kind === 'varchar2' || type.kind === 'char')
      length = Math.max(length, type.unit === 'char' ? type.length * 4 : type.length);
    else if (type.kind === 'nvarchar2' || type.kind === 'nchar') length = Math.max(length, type.length);
    else length = 4000;
  }
  return national
    ? { kind: 'nvarchar2', length: Math.min(length, 2000) }
    : { kind: 'varchar2', length: Math.min(length, 4000), unit: 'byte' };
}

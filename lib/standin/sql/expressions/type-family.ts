/** Families of types that share a representation, names of types in messages, and the type two operands are compared in. */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { SqlType } from '../values/value.ts';
import type { CompiledExpression } from './scope.ts';

export type TypeFamily =
  | 'text'
  | 'number'
  | 'binary-float'
  | 'binary-double'
  | 'date'
  | 'timestamp'
  | 'timestamp-tz'
  | 'timestamp-ltz'
  | 'interval-ym'
  | 'interval-ds'
  | 'raw'
  | 'rowid'
  | 'clob'
  | 'blob'
  | 'boolean'
  | 'object';

export function familyOf(type: SqlType): TypeFamily {
  switch (type.kind) {
    case 'varchar2':
    case 'char':
    case 'nvarchar2':
    case 'nchar':
    case 'long':
      return 'text';
    case 'number':
    case 'float':
      return 'number';
    case 'raw':
    case 'long-raw':
      return 'raw';
    case 'rowid':
    case 'urowid':
      return 'rowid';
    case 'clob':
    case 'nclob':
    case 'xmltype':
    case 'json':
      return 'clob';
    case 'blob':
    case 'bfile':
      return 'blob';
    default:
      return type.kind;
  }
}

/** The name in ORA-00932. */
export function typeName(type: SqlType): string {
  switch (type.kind) {
    case 'varchar2':
    case 'char':
    case 'nvarchar2':
    case 'nchar':
      return 'CHAR';
    case 'number':
    case 'float':
      return 'NUMBER';
    case 'raw':
      return 'BINARY';
    case 'timestamp-tz':
      return 'TIMESTAMP WITH TIME ZONE';
    case 'timestamp-ltz':
      return 'TIMESTAMP WITH LOCAL TIME ZONE';
    case 'interval-ym':
      return 'INTERVAL YEAR TO MONTH';
    case 'interval-ds':
      return 'INTERVAL DAY TO SECOND';
    case 'binary-float':
      return 'BINARY_FLOAT';
    case 'binary-double':
      return 'BINARY_DOUBLE';
    case 'long-raw':
      return 'LONG BINARY';
    case 'xmltype':
      return 'SYS.XMLTYPE';
    case 'object':
      return type.name;
    default:
      return type.kind.toUpperCase();
  }
}

export function isDateTime(family: TypeFamily): boolean {
  return family === 'date' || family === 'timestamp' || family === 'timestamp-tz' || family === 'timestamp-ltz';
}

export function isNumeric(family: TypeFamily): boolean {
  return family === 'number' || family === 'binary-float' || family === 'binary-double';
}

/** The literal NULL, which goes with every type. */
export function isNullLiteral(operand: CompiledExpression): boolean {
  return operand.constant && operand.type.kind === 'varchar2' && operand.type.length === 0;
}

export const NUMBER: SqlType = { kind: 'number', precision: null, scale: null };
export const BOOLEAN: SqlType = { kind: 'boolean' };
export const DATE: SqlType = { kind: 'date' };

export function varchar2(length: number): SqlType {
  return { kind: 'varchar2', length: Math.min(Math.max(length, 1), 4000), unit: 'byte' };
}

const NUMERIC_RANK: readonly TypeFamily[] = ['number', 'binary-float', 'binary-double'];
const DATETIME_RANK: readonly TypeFamily[] = ['date', 'timestamp', 'timestamp-ltz', 'timestamp-tz'];

/** The family both operands are converted to before they are compared. ORA-00932 when there is none. */
export function commonFamily(left: CompiledExpression, right: CompiledExpression, offset: number): TypeFamily {
  const a = familyOf(left.type);
  const b = familyOf(right.type);
  if (isNullLiteral(left)) return b;
  if (isNullLiteral(right)) return a;
  if (a === b) return a;
  if (isNumeric(a) && isNumeric(b)) return later(NUMERIC_RANK, a, b);
  if (isDateTime(a) && isDateTime(b)) return later(DATETIME_RANK, a, b);
  if (a === 'text' && b !== 'blob' && b !== 'object' && b !== 'boolean') return b;
  if (b === 'text' && a !== 'blob' && a !== 'object' && a !== 'boolean') return a;
  throw oracleErrorAt(offset, 932, typeName(left.type), typeName(right.type));
}

function later(ranks: readonly TypeFamily[], a: TypeFamily, b: TypeFamily): TypeFamily {
  return ranks.indexOf(a) > ranks.indexOf(b) ? a : b;
}

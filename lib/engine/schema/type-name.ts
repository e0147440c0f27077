/** Types in words, for the fidelity statement and for messages. */
import { unreachable } from '../../model/fault.ts';
import type { OracleType } from '../../model/oracle-type.ts';
import type { TargetType } from '../../model/target-type.ts';

/** `NUMBER(10,2)`, `VARCHAR2(40 CHAR)`, `TIMESTAMP(9) WITH TIME ZONE`. */
export function oracleTypeName(type: OracleType): string {
  switch (type.kind) {
    case 'number':
      return numberName(type.precision, type.scale);
    case 'float':
      return `FLOAT(${type.binaryPrecision})`;
    case 'varchar2':
    case 'char':
      return `${type.kind.toUpperCase()}(${type.length} ${type.unit.toUpperCase()})`;
    case 'nvarchar2':
    case 'nchar':
      return `${type.kind.toUpperCase()}(${type.length})`;
    case 'raw':
      return `RAW(${type.length})`;
    case 'timestamp':
      return `TIMESTAMP(${type.digits})`;
    case 'timestamp-zone':
      return `TIMESTAMP(${type.digits}) WITH TIME ZONE`;
    case 'timestamp-local':
      return `TIMESTAMP(${type.digits}) WITH LOCAL TIME ZONE`;
    case 'interval-year-month':
      return `INTERVAL YEAR(${type.yearDigits}) TO MONTH`;
    case 'interval-day-second':
      return `INTERVAL DAY(${type.dayDigits}) TO SECOND(${type.secondDigits})`;
    case 'binary-float':
    case 'binary-double':
      return type.kind.replace('-', '_').toUpperCase();
    case 'date':
    case 'clob':
    case 'nclob':
    case 'blob':
    case 'boolean':
    case 'long':
      return type.kind.toUpperCase();
    case 'long-raw':
      return 'LONG RAW';
    case 'other':
      return type.name;
    default:
      return unreachable(type, 'Oracle type');
  }
}

function numberName(precision: number | null, scale: number | null): string {
  if (scale === null) return 'NUMBER';
  return `NUMBER(${precision ?? '*'},${scale})`;
}

/** `DECIMAL(10,2)`, `VARCHAR(40)`, `DATETIME(6)`. */
export function targetTypeName(type: TargetType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'char':
    case 'varchar':
    case 'varbinary':
      return `${type.kind.toUpperCase()}(${type.length})`;
    case 'datetime':
      return `DATETIME(${type.digits})`;
    case 'boolean':
      return 'TINYINT(1)';
    case 'bigint':
    case 'double':
    case 'longtext':
    case 'longblob':
      return type.kind.toUpperCase();
    default:
      return unreachable(type, 'target type');
  }
}

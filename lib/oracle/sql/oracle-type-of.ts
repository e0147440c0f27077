/**
 * Declared types as ALL_TAB_COLS spells them, to OracleType:
 *   NUMBER · FLOAT · VARCHAR2 · NCHAR · TIMESTAMP(6) · TIMESTAMP(9) WITH TIME ZONE · TIMESTAMP(3) WITH LOCAL TIME ZONE
 *   INTERVAL YEAR(2) TO MONTH · INTERVAL DAY(2) TO SECOND(6) · LONG RAW · XMLTYPE ...
 * What is not known here becomes `other` with its name and is refused by the type table, never guessed.
 */
import type { OracleType } from '../../model/oracle-type.ts';

/** The columns of ALL_TAB_COLS that describe a type. */
export interface DictionaryType {
  readonly dataType: string;
  /** Owner of an object type; null for built-in types. */
  readonly owner: string | null;
  readonly dataLength: number;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly charLength: number;
  /** `B`, `C`, or null for types without characters. */
  readonly charUsed: string | null;
}

const timestamp = /^TIMESTAMP\((\d)\)( WITH TIME ZONE| WITH LOCAL TIME ZONE)?$/;
const yearToMonth = /^INTERVAL YEAR\((\d)\) TO MONTH$/;
const dayToSecond = /^INTERVAL DAY\((\d)\) TO SECOND\((\d)\)$/;

const plain: Readonly<Record<string, OracleType>> = {
  BINARY_FLOAT: { kind: 'binary-float' },
  BINARY_DOUBLE: { kind: 'binary-double' },
  DATE: { kind: 'date' },
  CLOB: { kind: 'clob' },
  NCLOB: { kind: 'nclob' },
  BLOB: { kind: 'blob' },
  LONG: { kind: 'long' },
  'LONG RAW': { kind: 'long-raw' },
  BOOLEAN: { kind: 'boolean' },
};

/** Oracle's FLOAT without a precision. */
const floatPrecisionMax = 126;

/** The type of one column. */
export function oracleTypeOf(type: DictionaryType): OracleType {
  if (type.owner !== null) return { kind: 'other', name: `${type.owner}.${type.dataType}` };
  switch (type.dataType) {
    case 'NUMBER':
      return { kind: 'number', precision: type.precision, scale: type.scale };
    case 'FLOAT':
      return { kind: 'float', binaryPrecision: type.precision ?? floatPrecisionMax };
    case 'VARCHAR2':
    case 'CHAR': {
      const byCharacters = type.charUsed === 'C';
      return {
        kind: type.dataType === 'CHAR' ? 'char' : 'varchar2',
        length: byCharacters ? type.charLength : type.dataLength,
        unit: byCharacters ? 'char' : 'byte',
        bytes: type.dataLength,
      };
    }
    case 'NVARCHAR2':
    case 'NCHAR':
      return {
        kind: type.dataType === 'NCHAR' ? 'nchar' : 'nvarchar2',
        length: type.charLength,
        bytes: type.dataLength,
      };
    case 'RAW':
      return { kind: 'raw', length: type.dataLength };
    default:
      return Object.hasOwn(plain, type.dataType) ? (plain[type.dataType] ?? other(type)) : composedType(type);
  }
}

function composedType(type: DictionaryType): OracleType {
  const stamp = timestamp.exec(type.dataType);
  if (stamp !== null) {
    const digits = Number(stamp[1]);
    if (stamp[2] === undefined) return { kind: 'timestamp', digits };
    return { kind: stamp[2].includes('LOCAL') ? 'timestamp-local' : 'timestamp-zone', digits };
  }
  const months = yearToMonth.exec(type.dataType);
  if (months !== null) return { kind: 'interval-year-month', yearDigits: Number(months[1]) };
  const seconds = dayToSecond.exec(type.dataType);
  if (seconds === null) return other(type);
  return { kind: 'interval-day-second', dayDigits: Number(seconds[1]), secondDigits: Number(seconds[2]) };
}

function other(type: DictionaryType): OracleType {
  return { kind: 'other', name: type.dataType };
}

import type { SqlType } from '../sql/values/value.ts';
import type { Persona } from './persona.ts';

/** A declared type as ALL_TAB_COLUMNS tells it. */
export interface TypeDescription {
  /** DATA_TYPE: `TIMESTAMP(6) WITH TIME ZONE`. */
  readonly name: string;
  readonly owner: string | null;
  /** DATA_LENGTH in bytes. */
  readonly length: number;
  readonly precision: number | null;
  readonly scale: number | null;
  readonly characterSet: 'CHAR_CS' | 'NCHAR_CS' | null;
  readonly charLength: number;
  readonly charUsed: 'B' | 'C' | null;
  /** Character columns have the collation USING_NLS_COMP. */
  readonly collated: boolean;
}

/** Bytes a character may take: what `VARCHAR2(10 CHAR)` reserves. */
export const BYTES_PER_CHARACTER: Readonly<Record<Persona['characterSet'], number>> = { AL32UTF8: 4, ZHS16GBK: 2 };

const MAX_VARCHAR2_BYTES = 4000;
const MAX_CHAR_BYTES = 2000;

export function describeType(type: SqlType, characterSet: Persona['characterSet']): TypeDescription {
  switch (type.kind) {
    case 'varchar2':
      return text('VARCHAR2', type.length, type.unit, characterSet, MAX_VARCHAR2_BYTES);
    case 'char':
      return text('CHAR', type.length, type.unit, characterSet, MAX_CHAR_BYTES);
    case 'nvarchar2':
      return national('NVARCHAR2', type.length);
    case 'nchar':
      return national('NCHAR', type.length);
    case 'number':
      return { ...plain('NUMBER', 22), precision: type.precision, scale: type.scale };
    case 'float':
      return { ...plain('FLOAT', 22), precision: type.binaryPrecision };
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
    case 'interval-ym':
    case 'interval-ds':
      return timeType(type);
    case 'raw':
      return plain('RAW', type.length);
    case 'urowid':
      return plain('UROWID', type.length);
    case 'object':
      return { ...plain(type.name, 1), owner: type.owner };
    default:
      return SIMPLE_TYPES[type.kind];
  }
}

type SimpleKind =
  | 'date'
  | 'binary-float'
  | 'binary-double'
  | 'long'
  | 'long-raw'
  | 'clob'
  | 'nclob'
  | 'blob'
  | 'bfile'
  | 'rowid'
  | 'xmltype'
  | 'json'
  | 'boolean';

const SIMPLE_TYPES: Readonly<Record<SimpleKind, TypeDescription>> = {
  date: plain('DATE', 7),
  'binary-float': plain('BINARY_FLOAT', 4),
  'binary-double': plain('BINARY_DOUBLE', 8),
  long: { ...plain('LONG', 0), characterSet: 'CHAR_CS', collated: true },
  'long-raw': plain('LONG RAW', 0),
  clob: { ...plain('CLOB', 4000), characterSet: 'CHAR_CS', collated: true },
  nclob: { ...plain('NCLOB', 4000), characterSet: 'NCHAR_CS', collated: true },
  blob: plain('BLOB', 4000),
  bfile: plain('BFILE', 530),
  rowid: plain('ROWID', 10),
  xmltype: { ...plain('XMLTYPE', 2000), owner: 'PUBLIC' },
  json: plain('JSON', 8200),
  boolean: plain('BOOLEAN', 1),
};

type TimeType = Extract<
  SqlType,
  { kind: 'timestamp' | 'timestamp-tz' | 'timestamp-ltz' | 'interval-ym' | 'interval-ds' }
>;

/** The precisions are part of the name; the fraction's is DATA_SCALE, the leading field's DATA_PRECISION. */
function timeType(type: TimeType): TypeDescription {
  switch (type.kind) {
    case 'timestamp':
      return { ...plain(`TIMESTAMP(${type.precision})`, type.precision === 0 ? 7 : 11), scale: type.precision };
    case 'timestamp-tz':
      return { ...plain(`TIMESTAMP(${type.precision}) WITH TIME ZONE`, 13), scale: type.precision };
    case 'timestamp-ltz':
      return {
        ...plain(`TIMESTAMP(${type.precision}) WITH LOCAL TIME ZONE`, type.precision === 0 ? 7 : 11),
        scale: type.precision,
      };
    case 'interval-ym':
      return { ...plain(`INTERVAL YEAR(${type.yearPrecision}) TO MONTH`, 5), precision: type.yearPrecision, scale: 0 };
    case 'interval-ds':
      return {
        ...plain(`INTERVAL DAY(${type.dayPrecision}) TO SECOND(${type.secondPrecision})`, 11),
        precision: type.dayPrecision,
        scale: type.secondPrecision,
      };
  }
}

function plain(name: string, length: number): TypeDescription {
  return {
    name,
    owner: null,
    length,
    precision: null,
    scale: null,
    characterSet: null,
    charLength: 0,
    charUsed: null,
    collated: false,
  };
}

function text(
  name: string,
  declared: number,
  unit: 'byte' | 'char',
  characterSet: Persona['characterSet'],
  bytesMax: number,
): TypeDescription {
  const bytes = unit === 'byte' ? declared : declared * BYTES_PER_CHARACTER[characterSet];
  return {
    ...plain(name, Math.min(bytes, Math.max(bytesMax, declared))),
    characterSet: 'CHAR_CS',
    charLength: declared,
    charUsed: unit === 'byte' ? 'B' : 'C',
    collated: true,
  };
}

/** AL16UTF16: two bytes for each declared character. */
function national(name: string, declared: number): TypeDescription {
  return {
    ...plain(name, declared * 2),
    characterSet: 'NCHAR_CS',
    charLength: declared,
    charUsed: 'C',
    collated: true,
  };
}

import { oracleError } from '../oracle-error.ts';
import type { ResultColumn } from '../sql/session-result.ts';
import type { SqlType } from '../sql/values/value.ts';
import { CHARSET, FIELD_VERSION, FORM, MAX_STRING_BYTES, WIRE_TYPE } from './wire-numbers.ts';
import type { Writer } from './writer.ts';

/** A column of a result as DESCRIBE shows it to the client. */
export interface WireColumn {
  readonly name: string;
  readonly nullable: boolean;
  readonly type: SqlType;
  readonly wireType: number;
  readonly form: number;
  readonly precision: number;
  readonly scale: number;
  /** Most bytes of a value. A column of 0 bytes is skipped in rows: every value of it is NULL. */
  readonly bytesMax: number;
  readonly charactersMax: number;
}

type Shape = Omit<WireColumn, 'name' | 'nullable' | 'type'>;

const PLAIN = { form: FORM.none, precision: 0, scale: 0, charactersMax: 0 } as const;
/** Scale of a NUMBER without one, and of FLOAT. */
const FLOATING = -127;
const UTF8_BYTES_MAX = 4;

export function wireColumn(column: ResultColumn): WireColumn {
  return { name: column.name, nullable: column.nullable, type: column.type, ...shapeOf(column.type) };
}

function shapeOf(type: SqlType): Shape {
  switch (type.kind) {
    case 'varchar2':
      return text(WIRE_TYPE.varchar, FORM.database, type.length, type.unit === 'char' ? UTF8_BYTES_MAX : 1);
    case 'char':
      return text(WIRE_TYPE.char, FORM.database, type.length, type.unit === 'char' ? UTF8_BYTES_MAX : 1);
    case 'nvarchar2':
      return text(WIRE_TYPE.varchar, FORM.national, type.length, 2);
    case 'nchar':
      return text(WIRE_TYPE.char, FORM.national, type.length, 2);
    case 'long':
      return { ...PLAIN, wireType: WIRE_TYPE.long, form: FORM.database, bytesMax: 0 };
    case 'clob':
      return { ...PLAIN, wireType: WIRE_TYPE.clob, form: FORM.database, bytesMax: 4000, charactersMax: 4000 };
    case 'nclob':
      return { ...PLAIN, wireType: WIRE_TYPE.clob, form: FORM.national, bytesMax: 4000, charactersMax: 4000 };
    default:
      return shapeOfOther(type);
  }
}

function text(wireType: number, form: number, length: number, bytesPerCharacter: number): Shape {
  const bytesMax = Math.min(MAX_STRING_BYTES, length * bytesPerCharacter);
  return { ...PLAIN, wireType, form, bytesMax, charactersMax: length };
}

function shapeOfOther(type: SqlType): Shape {
  switch (type.kind) {
    case 'number':
      return { ...PLAIN, wireType: WIRE_TYPE.number, bytesMax: 22, ...numberScale(type.precision, type.scale) };
    case 'float':
      return { ...PLAIN, wireType: WIRE_TYPE.number, bytesMax: 22, precision: type.binaryPrecision, scale: FLOATING };
    case 'binary-float':
      return { ...PLAIN, wireType: WIRE_TYPE.binaryFloat, bytesMax: 4 };
    case 'binary-double':
      return { ...PLAIN, wireType: WIRE_TYPE.binaryDouble, bytesMax: 8 };
    case 'date':
      return { ...PLAIN, wireType: WIRE_TYPE.date, bytesMax: 7 };
    case 'timestamp':
      return { ...PLAIN, wireType: WIRE_TYPE.timestamp, bytesMax: 11, scale: type.precision };
    case 'timestamp-tz':
      return { ...PLAIN, wireType: WIRE_TYPE.timestampTz, bytesMax: 13, scale: type.precision };
    case 'timestamp-ltz':
      return { ...PLAIN, wireType: WIRE_TYPE.timestampLtz, bytesMax: 11, scale: type.precision };
    case 'interval-ym':
      return { ...PLAIN, wireType: WIRE_TYPE.intervalYm, bytesMax: 5, precision: type.yearPrecision };
    case 'interval-ds':
      return {
        ...PLAIN,
        wireType: WIRE_TYPE.intervalDs,
        bytesMax: 11,
        precision: type.dayPrecision,
        scale: type.secondPrecision,
      };
    case 'raw':
      return { ...PLAIN, wireType: WIRE_TYPE.raw, bytesMax: type.length };
    case 'long-raw':
      return { ...PLAIN, wireType: WIRE_TYPE.longRaw, bytesMax: 0 };
    case 'blob':
      return { ...PLAIN, wireType: WIRE_TYPE.blob, bytesMax: 4000 };
    case 'rowid':
      return { ...PLAIN, wireType: WIRE_TYPE.rowid, bytesMax: 10 };
    case 'urowid':
      return { ...PLAIN, wireType: WIRE_TYPE.urowid, bytesMax: 4000 };
    case 'boolean':
      return { ...PLAIN, wireType: WIRE_TYPE.boolean, bytesMax: 4 };
    default:
      // BFILE, XMLTYPE, JSON and object types need images that are not served.
      throw oracleError(3115);
  }
}

/** NUMBER has no precision and the floating scale; NUMBER(*,s) is described with 38 digits. */
function numberScale(
  precision: number | null,
  scale: number | null,
): { readonly precision: number; readonly scale: number } {
  if (scale === null) return { precision: precision ?? 0, scale: precision === null ? FLOATING : 0 };
  return { precision: precision ?? 38, scale };
}

export function isLobColumn(column: WireColumn): boolean {
  return column.wireType === WIRE_TYPE.clob || column.wireType === WIRE_TYPE.blob;
}

/** One column of a DESCRIBE message; `place` counts from 1. */
export function writeColumn(writer: Writer, column: WireColumn, place: number, fieldVersion: number): void {
  const { form } = column;
  writer
    .byte(column.wireType)
    .byte(0)
    .byte(column.precision & 0xff)
    .byte(column.scale & 0xff);
  writer.integer(column.bytesMax).integer(0).integer(0).integer(0).integer(0);
  writer.integer(form === FORM.none ? 0 : form === FORM.national ? CHARSET.utf16 : CHARSET.utf8).byte(form);
  writer.integer(form === FORM.none ? 0 : column.charactersMax);
  if (fieldVersion >= FIELD_VERSION.v12r2) writer.integer(0);
  writer
    .byte(column.nullable ? 1 : 0)
    .byte(Math.min(column.name.length, 30))
    .sizedText(column.name);
  writer.integer(0).integer(0).integer(place).integer(0);
  if (fieldVersion >= FIELD_VERSION.v23) writer.integer(0).integer(0);
  if (fieldVersion >= FIELD_VERSION.v23Extension3) writer.integer(0);
  if (fieldVersion >= FIELD_VERSION.v23r4) writer.integer(0).byte(0).byte(0);
}

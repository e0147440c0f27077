/**
 * The type table: one arm per Oracle kind. Load, replay, verification and repair read only what is decided here, through
 * ColumnPlan. Every kind is mapped, mapped with a stated loss, or refused with a reason.
 */
import { unreachable } from '../../model/fault.ts';
import { limits } from '../../model/limits.ts';
import type { OracleType } from '../../model/oracle-type.ts';
import type { TargetLimits } from '../../model/target-object.ts';
import type { TargetType } from '../../model/target-type.ts';
import type { CanonicalForm } from '../../model/value.ts';

/** How declared byte lengths become character lengths on the target. */
export type LengthSemantics = 'keep' | 'drop-unit' | 'char' | 'expand';

export interface TypeContext {
  readonly lengthSemantics: LengthSemantics;
  /** `+08:00`: the zone in which TIMESTAMP WITH LOCAL TIME ZONE is held on the target. */
  readonly timeZone: string;
  readonly limits: TargetLimits;
  /** The column belongs to a primary or unique key of the target table: its mapping must be injective (V5). */
  readonly inKey: boolean;
}

export type TypeMapping =
  | {
      readonly kind: 'mapped';
      readonly targetType: TargetType;
      readonly form: CanonicalForm;
      /** What is lost, or which values are refused at load; null when nothing. */
      readonly loss: string | null;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** DECIMAL of the target: 65 digits, at most 30 of them after the point (OceanBase's limit, the narrower one). */
const decimalDigitsMax = 65;
const decimalScaleMax = 30;
const charCharactersMax = 255;
const datetimeDigitsMax = 6;
const zoneTextCharacters = 50;
const intervalTextCharacters = 30;
const expandFactor = 1.5;
/** NUMBER(*,s) and INTEGER: Oracle documents 38 digits. */
const numberDigitsMax = 38;

/** The target type and canonical form of a column. */
export function mapType(type: OracleType, context: TypeContext): TypeMapping {
  switch (type.kind) {
    case 'number':
      return mapNumber(type.precision, type.scale);
    case 'float':
      return mapFloat(type.binaryPrecision, context);
    case 'binary-float':
    case 'binary-double':
      return mapBinary(type.kind, context);
    case 'varchar2':
      return mapText(characters(type.length, type.unit, context), 'text', context);
    case 'char':
      return mapText(characters(type.length, type.unit, context), 'char', context);
    case 'nvarchar2':
      return mapText(type.length, 'text', context);
    case 'nchar':
      return mapText(type.length, 'char', context);
    case 'date':
      return mapped({ kind: 'datetime', digits: 0 }, 'datetime', yearRange);
    case 'timestamp':
      return mapTimestamp(type.digits, context);
    case 'timestamp-zone':
      return mapped(
        { kind: 'varchar', length: zoneTextCharacters },
        'timestamp-zone',
        'held as text with its offset; the name of a time zone region becomes the offset it had',
      );
    case 'timestamp-local':
      return mapLocalTimestamp(type.digits, context);
    case 'interval-year-month':
    case 'interval-day-second':
      return mapped({ kind: 'varchar', length: intervalTextCharacters }, type.kind, 'held as text');
    case 'raw':
      return mapRaw(type.length, context);
    case 'clob':
    case 'nclob':
      return mapLargeObject('longtext', 'clob', context);
    case 'blob':
      return mapLargeObject('longblob', 'blob', context);
    case 'boolean':
      return mapped({ kind: 'boolean' }, 'decimal', null);
    case 'long':
    case 'long-raw':
      return refused(
        `${type.kind === 'long' ? 'LONG' : 'LONG RAW'} cannot be read in ranges as of an SCN with its full length: convert the column to ${type.kind === 'long' ? 'CLOB' : 'BLOB'} on the source, or exclude it`,
      );
    case 'other':
      return refused(`type ${type.name} has no counterpart on the target: exclude the column, or convert it`);
    default:
      return unreachable(type, 'Oracle type');
  }
}

const yearRange = 'dates before year 1 are refused at load';

function mapped(targetType: TargetType, form: CanonicalForm, loss: string | null): TypeMapping {
  return { kind: 'mapped', targetType, form, loss };
}

function refused(reason: string): TypeMapping {
  return { kind: 'refused', reason };
}

function decimal(precision: number, scale: number, loss: string | null): TypeMapping {
  return mapped({ kind: 'decimal', precision, scale }, 'decimal', loss);
}

const unboundedLoss =
  'a number with more than 35 digits before or 30 after the point is refused at load; nothing is rounded';

function mapNumber(precision: number | null, scale: number | null): TypeMapping {
  if (scale === null) return decimal(decimalDigitsMax, decimalScaleMax, unboundedLoss);
  const digits = precision ?? numberDigitsMax;
  const unbounded = precision === null ? `a number with more than ${numberDigitsMax} digits is refused at load` : null;
  if (scale <= 0) {
    const wanted = digits - scale;
    if (wanted <= decimalDigitsMax) return decimal(wanted, 0, unbounded);
    return decimal(decimalDigitsMax, 0, `a number with more than ${decimalDigitsMax} digits is refused at load`);
  }
  if (scale <= decimalScaleMax) return decimal(Math.max(digits, scale), scale, unbounded);
  return decimal(
    Math.max(digits - scale, 0) + decimalScaleMax,
    decimalScaleMax,
    `a number with more than ${decimalScaleMax} digits after the point is refused at load; nothing is rounded`,
  );
}

/**
 * FLOAT(b) is a decimal NUMBER of ceil(b * 0.30103) significant digits. A double returns every decimal of up to 15 digits
 * unchanged (and no more than that): b <= 49. REAL (63) and FLOAT or DOUBLE PRECISION (126) have more.
 */
const doubleBinaryPrecisionMax = 49;

function mapFloat(binaryPrecision: number, context: TypeContext): TypeMapping {
  if (binaryPrecision <= doubleBinaryPrecisionMax && !context.inKey) return mapped({ kind: 'double' }, 'decimal', null);
  return decimal(decimalDigitsMax, decimalScaleMax, unboundedLoss);
}

function mapBinary(kind: 'binary-float' | 'binary-double', context: TypeContext): TypeMapping {
  const name = kind === 'binary-float' ? 'BINARY_FLOAT' : 'BINARY_DOUBLE';
  if (context.inKey) return refused(`${name} in a key: a floating-point key does not identify a row on the target`);
  const back = kind === 'binary-float' ? '; held in double precision, which may be rounded on a way back' : '';
  return mapped({ kind: 'double' }, 'double', `NaN and infinity are refused at load${back}`);
}

/**
 * Lengths of the target count characters. A value of n bytes has at most n characters, so `keep`, `drop-unit` and `char`
 * all give n; `expand` leaves room for an application that will store longer texts.
 */
function characters(length: number, unit: 'byte' | 'char', context: TypeContext): number {
  return context.lengthSemantics === 'expand' && unit === 'byte' ? Math.ceil(length * expandFactor) : length;
}

function mapText(length: number, form: 'text' | 'char', context: TypeContext): TypeMapping {
  if (form === 'char' && length <= charCharactersMax) return mapped({ kind: 'char', length }, form, null);
  if (length <= context.limits.varcharCharacters) return mapped({ kind: 'varchar', length }, form, null);
  if (context.inKey) {
    return refused(
      `a key text of ${length} characters: the server's VARCHAR holds ${context.limits.varcharCharacters}`,
    );
  }
  return mapped({ kind: 'longtext' }, form, null);
}

function mapRaw(length: number, context: TypeContext): TypeMapping {
  if (length <= context.limits.varcharCharacters) return mapped({ kind: 'varbinary', length }, 'bytes', null);
  if (context.inKey) return refused(`a key of ${length} bytes: too long for VARBINARY of the server`);
  return mapped({ kind: 'longblob' }, 'bytes', null);
}

function mapTimestamp(digits: number, context: TypeContext): TypeMapping {
  if (digits <= datetimeDigitsMax) return mapped({ kind: 'datetime', digits }, 'timestamp', yearRange);
  if (context.inKey) {
    return refused(`TIMESTAMP(${digits}) in a key: the target keeps 6 digits, so two keys could become equal`);
  }
  return mapped(
    { kind: 'datetime', digits: datetimeDigitsMax },
    'timestamp',
    `fraction digits 7 to ${digits} are cut; ${yearRange}`,
  );
}

function mapLocalTimestamp(digits: number, context: TypeContext): TypeMapping {
  if (digits > datetimeDigitsMax && context.inKey) {
    return refused(
      `TIMESTAMP(${digits}) WITH LOCAL TIME ZONE in a key: the target keeps 6 digits, so two keys could become equal`,
    );
  }
  const cut = digits > datetimeDigitsMax ? `fraction digits 7 to ${digits} are cut; ` : '';
  return mapped(
    { kind: 'datetime', digits: Math.min(digits, datetimeDigitsMax) },
    'timestamp-local',
    `${cut}the instant is held as local time of ${context.timeZone}; ${yearRange}`,
  );
}

function mapLargeObject(kind: 'longtext' | 'longblob', form: 'clob' | 'blob', context: TypeContext): TypeMapping {
  if (context.inKey) return refused('a large object in a key');
  const bytes = Math.min(limits.largeObjectBytesMax, context.limits.largeObjectBytes);
  return mapped({ kind }, form, `a value over ${bytes} bytes is refused at load`);
}

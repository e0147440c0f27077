/**
 * Oracle values as the stand-in holds them in memory, and the declared types of columns and expressions.
 *
 * Text of every family (VARCHAR2, CHAR, NVARCHAR2, NCHAR, LONG) is a JavaScript string; whether it is blank padded or national
 * is said by its {@link SqlType}. The empty string does not exist in Oracle: it is `null` everywhere. RAW is a `Uint8Array` of at
 * least one byte. Everything else is a tagged object. Values are immutable and may be shared.
 */

/** NUMBER: `coefficient * 10 ** exponent`, canonical (no trailing decimal zero; zero is 0 and 0). See `number.ts`. */
export interface OracleNumber {
  readonly kind: 'number';
  /** A safe integer when it fits, else a bigint: the value is exact either way. */
  readonly coefficient: number | bigint;
  readonly exponent: number;
}

/** The seven fields of DATE. Years -4712..-1 are BC; there is no year 0. */
export interface OracleDate {
  readonly kind: 'date';
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export interface OracleTimestamp {
  readonly kind: 'timestamp';
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

/** The fields are in UTC, as Oracle stores them; `offsetMinutes` (and `region`, when named) tell the local time. */
export interface OracleTimestampTz {
  readonly kind: 'timestamp-tz';
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  readonly offsetMinutes: number;
  /** Region name such as `Europe/Paris`, or null when the zone is a plain offset. */
  readonly region: string | null;
}

/** TIMESTAMP WITH LOCAL TIME ZONE. The fields are in DBTIMEZONE, which the stand-in fixes at +00:00. */
export interface OracleTimestampLtz {
  readonly kind: 'timestamp-ltz';
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
}

export interface OracleIntervalYm {
  readonly kind: 'interval-ym';
  /** Signed total of months. */
  readonly months: number;
}

export interface OracleIntervalDs {
  readonly kind: 'interval-ds';
  /** Signed total of whole seconds, truncated towards zero. */
  readonly seconds: number;
  /** Signed like `seconds`, -999999999..999999999. */
  readonly nanosecond: number;
}

export interface OracleBinaryFloat {
  readonly kind: 'binary-float';
  /** Already rounded to single precision. */
  readonly value: number;
}

export interface OracleBinaryDouble {
  readonly kind: 'binary-double';
  readonly value: number;
}

export interface OracleRowid {
  readonly kind: 'rowid';
  readonly object: number;
  readonly file: number;
  readonly block: number;
  readonly row: number;
}

/** A CLOB or NCLOB by value. An empty LOB has the text '' and is not null. */
export interface OracleClob {
  readonly kind: 'clob';
  readonly text: string;
}

/** A BLOB by value. An empty LOB has no bytes and is not null. */
export interface OracleBlob {
  readonly kind: 'blob';
  readonly bytes: Uint8Array;
}

export type SqlValue =
  | null
  | string
  /** Truth of a condition (and PL/SQL BOOLEAN); never a column value before 23ai. */
  | boolean
  | OracleNumber
  | OracleDate
  | OracleTimestamp
  | OracleTimestampTz
  | OracleTimestampLtz
  | OracleIntervalYm
  | OracleIntervalDs
  | OracleBinaryFloat
  | OracleBinaryDouble
  | Uint8Array
  | OracleRowid
  | OracleClob
  | OracleBlob;

export type LengthUnit = 'byte' | 'char';

/**
 * The type of a column or of an expression. An expression that is the literal NULL is `varchar2` of length 0.
 * The tags of the date-time types equal the tags of their values.
 */
export type SqlType =
  | { readonly kind: 'varchar2'; readonly length: number; readonly unit: LengthUnit }
  | { readonly kind: 'char'; readonly length: number; readonly unit: LengthUnit }
  | { readonly kind: 'nvarchar2'; readonly length: number }
  | { readonly kind: 'nchar'; readonly length: number }
  /** NUMBER is (null, null); NUMBER(*,s) and the INTEGER family are (null, s). */
  | { readonly kind: 'number'; readonly precision: number | null; readonly scale: number | null }
  /** FLOAT(b), REAL, DOUBLE PRECISION: a NUMBER rounded to b binary digits. Its values are OracleNumber. */
  | { readonly kind: 'float'; readonly binaryPrecision: number }
  | { readonly kind: 'binary-float' }
  | { readonly kind: 'binary-double' }
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp'; readonly precision: number }
  | { readonly kind: 'timestamp-tz'; readonly precision: number }
  | { readonly kind: 'timestamp-ltz'; readonly precision: number }
  | { readonly kind: 'interval-ym'; readonly yearPrecision: number }
  | { readonly kind: 'interval-ds'; readonly dayPrecision: number; readonly secondPrecision: number }
  | { readonly kind: 'raw'; readonly length: number }
  | { readonly kind: 'long' }
  | { readonly kind: 'long-raw' }
  | { readonly kind: 'clob' }
  | { readonly kind: 'nclob' }
  | { readonly kind: 'blob' }
  | { readonly kind: 'bfile' }
  | { readonly kind: 'rowid' }
  | { readonly kind: 'urowid'; readonly length: number }
  | { readonly kind: 'xmltype' }
  | { readonly kind: 'json' }
  | { readonly kind: 'boolean' }
  /** A user-defined or supplied object type: kept for the dictionary, its values are refused. */
  | { readonly kind: 'object'; readonly owner: string | null; readonly name: string };

export type SqlTypeKind = SqlType['kind'];

/** The fields shared by every date-time value. */
export type DateTimeValue = OracleDate | OracleTimestamp | OracleTimestampTz | OracleTimestampLtz;

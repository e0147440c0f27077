/** Values to and from text by the session's NLS settings: what implicit conversion, TO_CHAR and TO_DATE without a format do. */
import { oracleError } from '../../oracle-error.ts';
import {
  fieldsInSession,
  makeDate,
  makeTimestamp,
  makeTimestampLtz,
  makeTimestampTz,
  timestampTzFromUtc,
  zoneOf,
} from '../values/datetime.ts';
import type { ShownDateTime } from '../values/datetime-to-text.ts';
import { intervalDsToText, intervalYmToText, textToIntervalDs, textToIntervalYm } from '../values/interval-text.ts';
import type { NlsSettings } from '../values/nls.ts';
import { numberToText, parseNumber } from '../values/number.ts';
import { rowidToText } from '../values/rowid.ts';
import type { CurrentDate } from '../values/datetime-reading.ts';
import { parseZone, zoneOffsetAtUtc } from '../values/time-zone.ts';
import type { Zone } from '../values/time-zone.ts';
import type { DateTimeValue, OracleNumber, SqlType, SqlValue } from '../values/value.ts';
import { secondsOf } from '../values/datetime.ts';
import { dateTimeFormatter, dateTimeParser } from './format-cache.ts';
import type { SessionEnvironment } from './scope.ts';

export function decimalCharacter(nls: NlsSettings): string {
  return nls.numericCharacters.charAt(0);
}

let lastZoneText = '';
let lastZone: Zone = { kind: 'offset', minutes: 0 };

/** The session's zone, parsed once for as long as it stays the same. */
export function sessionZone(session: SessionEnvironment): Zone {
  const text = session.nls.timeZone;
  if (text !== lastZoneText) {
    lastZone = parseZone(text);
    lastZoneText = text;
  }
  return lastZone;
}

/** What TO_CHAR shows of a date-time. */
export function shownOf(value: DateTimeValue, session: SessionEnvironment): ShownDateTime {
  if (value.kind === 'date') return { fields: value, zone: null, offsetMinutes: 0 };
  if (value.kind === 'timestamp') return { fields: value, zone: null, offsetMinutes: 0 };
  if (value.kind === 'timestamp-tz') {
    const zone = zoneOf(value);
    return { fields: fieldsInSession(value, zone), zone, offsetMinutes: value.offsetMinutes };
  }
  const zone = sessionZone(session);
  return { fields: fieldsInSession(value, zone), zone, offsetMinutes: zoneOffsetAtUtc(zone, secondsOf(value)) };
}

/** Fractional digits FF shows for a type. */
export function fractionDigits(type: SqlType): number | null {
  return type.kind === 'timestamp' || type.kind === 'timestamp-tz' || type.kind === 'timestamp-ltz'
    ? type.precision
    : null;
}

export function nlsFormatOf(type: SqlType, nls: NlsSettings): string {
  if (type.kind === 'timestamp-tz') return nls.timestampTzFormat;
  if (type.kind === 'timestamp' || type.kind === 'timestamp-ltz') return nls.timestampFormat;
  return nls.dateFormat;
}

export function dateTimeToText(
  value: DateTimeValue,
  type: SqlType,
  format: string,
  session: SessionEnvironment,
): string {
  const hasZone = value.kind === 'timestamp-tz' || value.kind === 'timestamp-ltz';
  const shownType = { fraction: fractionDigits(type), hasZone, radix: decimalCharacter(session.nls) };
  return dateTimeFormatter(format, shownType)(shownOf(value, session));
}

/** The text of BINARY_FLOAT and BINARY_DOUBLE: `1.0E+001`, `Nan`, `Inf`, `-Inf`. */
export function binaryToText(value: number, single: boolean): string {
  if (Number.isNaN(value)) return 'Nan';
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
  if (value === 0) return '0';
  // 9 and 17 digits, which tell every value apart; trailing zeros are dropped.
  const [mantissa = '0', power = '0'] = value.toExponential(single ? 8 : 16).split('e');
  const exponent = Number(power);
  const magnitude = String(Math.abs(exponent)).padStart(3, '0');
  return `${mantissa.replace(/0+$/, '').replace(/\.$/, '.0')}E${exponent < 0 ? '-' : '+'}${magnitude}`;
}

/** Implicit conversion to text. ORA-00932 for types that have none. */
export function valueToText(value: SqlValue, type: SqlType, session: SessionEnvironment): string | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex').toUpperCase();
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  switch (value.kind) {
    case 'number': {
      const decimal = decimalCharacter(session.nls);
      const text = numberToText(value);
      return decimal === '.' ? text : text.replace('.', decimal);
    }
    case 'binary-float':
    case 'binary-double':
      return binaryToText(value.value, value.kind === 'binary-float');
    case 'date':
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
      return dateTimeToText(value, type, nlsFormatOf(type, session.nls), session);
    case 'interval-ym':
      return intervalYmToText(value, type.kind === 'interval-ym' ? type.yearPrecision : 2);
    case 'interval-ds':
      return type.kind === 'interval-ds'
        ? intervalDsToText(value, type.dayPrecision, type.secondPrecision)
        : intervalDsToText(value, 2, 6);
    case 'rowid':
      return rowidToText(value);
    case 'clob':
      return value.text === '' ? null : value.text;
    case 'blob':
      throw oracleError(932, 'CHAR', 'BLOB');
  }
}

/** Implicit conversion of text to NUMBER. ORA-01722. */
export function textToNumber(text: string, nls: NlsSettings): OracleNumber {
  const decimal = decimalCharacter(nls);
  const trimmed = text.trim();
  const number = parseNumber(decimal === '.' ? trimmed : trimmed.replace('.', '\0').replace(decimal, '.'));
  if (number === null) throw oracleError(1722);
  return number;
}

export function textToBinary(text: string): number {
  const trimmed = text.trim();
  if (/^nan$/i.test(trimmed)) return Number.NaN;
  const infinite = /^([+-]?)inf(?:inity)?$/i.exec(trimmed);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/.test(trimmed)) throw oracleError(1722);
  return Number(trimmed.replace(/[fFdD]$/, ''));
}

export function currentDate(session: SessionEnvironment): CurrentDate {
  return session.systimestamp;
}

/** Text to a date-time of the type, by a format or by the NLS format of the type. */
export function textToDateTime(
  text: string,
  kind: DateTimeValue['kind'],
  format: string | null,
  session: SessionEnvironment,
): DateTimeValue {
  const { nls } = session;
  if (kind === 'date') {
    const parsed = dateTimeParser(format ?? nls.dateFormat, false)(text, currentDate(session));
    return makeDate(parsed.fields);
  }
  const model = format ?? (kind === 'timestamp-tz' ? nls.timestampTzFormat : nls.timestampFormat);
  const { fields, zone } = dateTimeParser(model, true)(text, currentDate(session));
  if (kind === 'timestamp') return makeTimestamp(fields);
  const instant = makeTimestampTz(fields, zone ?? sessionZone(session));
  return kind === 'timestamp-tz' ? instant : makeTimestampLtz(instant);
}

/** One date-time kind to another, through the session's zone where one side has no zone. */
export function convertDateTime(
  value: DateTimeValue,
  kind: DateTimeValue['kind'],
  session: SessionEnvironment,
): DateTimeValue {
  if (value.kind === kind) return value;
  const zone = sessionZone(session);
  if (kind === 'date') return makeDate(fieldsInSession(value, zone));
  if (kind === 'timestamp') return makeTimestamp(fieldsInSession(value, zone));
  const instant = toInstant(value, zone);
  return kind === 'timestamp-tz' ? instant : makeTimestampLtz(instant);
}

function toInstant(value: DateTimeValue, zone: Zone): Extract<DateTimeValue, { kind: 'timestamp-tz' }> {
  if (value.kind === 'timestamp-tz') return value;
  if (value.kind === 'timestamp-ltz') return timestampTzFromUtc(value, zone);
  return makeTimestampTz(fieldsInSession(value, zone), zone);
}

export function textToInterval(text: string, kind: 'interval-ym' | 'interval-ds'): SqlValue {
  return kind === 'interval-ym' ? textToIntervalYm(text) : textToIntervalDs(text);
}

/** Hexadecimal text to RAW. ORA-01465. */
export function textToRaw(text: string): Uint8Array | null {
  if (!/^[0-9a-fA-F]*$/.test(text)) throw oracleError(1465);
  if (text === '') return null;
  return Uint8Array.from(Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex'));
}

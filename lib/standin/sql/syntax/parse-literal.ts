/**
 * Literals: 1, 1.5e3, 1f, 'text', N'text', NULL, DATE '2024-01-31', TIMESTAMP '2024-01-31 10:11:12.5 +01:00',
 * INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 02:03:04.5' DAY(3) TO SECOND(3).
 */
import { OracleError, oracleErrorAt } from '../../oracle-error.ts';
import { checkDay } from '../values/calendar.ts';
import { makeDate, makeTimestamp, makeTimestampTz } from '../values/datetime.ts';
import { parseIntervalDs, parseIntervalYm } from '../values/interval-text.ts';
import { parseNumber } from '../values/number.ts';
import { parseZone } from '../values/time-zone.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import type { Literal } from './ast.ts';
import type { TokenStream } from './token-stream.ts';

export const NULL_TYPE: SqlType = { kind: 'varchar2', length: 0, unit: 'byte' };

export function literal(value: SqlValue, type: SqlType, offset: number): Literal {
  return { kind: 'literal', value, type, offset };
}

/** The literal that begins at the current token, or null when none does. */
export function parseLiteral(stream: TokenStream): Literal | null {
  const { token } = stream;
  if (token.kind === 'number') {
    stream.next();
    return numberLiteral(token.text, token.offset);
  }
  if (token.kind === 'text' || token.kind === 'ntext') {
    stream.next();
    return textLiteral(token.text, token.kind === 'ntext', token.offset);
  }
  if (token.kind !== 'word') return null;
  if (token.text === 'NULL') {
    stream.next();
    return literal(null, NULL_TYPE, token.offset);
  }
  const following = stream.peek(1).kind;
  if (following !== 'text' && following !== 'ntext') return null;
  if (token.text === 'DATE') return temporal(stream, dateLiteral);
  if (token.text === 'TIMESTAMP') return temporal(stream, timestampLiteral);
  if (token.text === 'INTERVAL') return intervalLiteral(stream);
  return null;
}

export function textLiteral(text: string, national: boolean, offset: number): Literal {
  if (text === '') return literal(null, NULL_TYPE, offset);
  if (national) return literal(text, { kind: 'nchar', length: text.length }, offset);
  return literal(text, { kind: 'char', length: Buffer.byteLength(text), unit: 'byte' }, offset);
}

function numberLiteral(text: string, offset: number): Literal {
  if (/[fF]$/.test(text)) {
    const value = Math.fround(Number(text.slice(0, -1)));
    return literal({ kind: 'binary-float', value }, { kind: 'binary-float' }, offset);
  }
  if (/[dD]$/.test(text)) {
    return literal({ kind: 'binary-double', value: Number(text.slice(0, -1)) }, { kind: 'binary-double' }, offset);
  }
  try {
    return literal(parseNumber(text), { kind: 'number', precision: null, scale: null }, offset);
  } catch (error) {
    if (error instanceof OracleError) throw oracleErrorAt(offset, error.code);
    throw error;
  }
}

function temporal(stream: TokenStream, parse: (text: string) => Omit<Literal, 'kind' | 'offset'>): Literal {
  const offset = stream.offset;
  stream.next();
  const at = stream.offset;
  return positioned(at, () => ({ kind: 'literal', ...parse(stream.text(1861)), offset }));
}

/** Errors of a literal's text point at the text. */
function positioned<T>(offset: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof OracleError) throw new OracleError(error.code, error.message, offset);
    throw error;
  }
}

const DATE_TEXT = /^\s*([+-]?\d{1,4})-(\d{1,2})-(\d{1,2})\s*$/;
const TIMESTAMP_TEXT =
  /^\s*([+-]?\d{1,4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{0,9}))?)?\s*(\S.*)?$/;

function dateLiteral(text: string): Omit<Literal, 'kind' | 'offset'> {
  const match = DATE_TEXT.exec(text);
  if (match === null) throw oracleErrorAt(0, 1861);
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  checkDay(year, month, day);
  return { value: makeDate({ year, month, day, hour: 0, minute: 0, second: 0 }), type: { kind: 'date' } };
}

function timestampLiteral(text: string): Omit<Literal, 'kind' | 'offset'> {
  const match = TIMESTAMP_TEXT.exec(text);
  if (match === null) throw oracleErrorAt(0, 1861);
  const fraction = match[7] ?? '';
  const fields = {
    year: Number(match[1]),
    month: Number(match[2]),
    day: Number(match[3]),
    hour: Number(match[4]),
    minute: Number(match[5]),
    second: Number(match[6] ?? '0'),
    nanosecond: Number(fraction.padEnd(9, '0')),
  };
  checkDay(fields.year, fields.month, fields.day);
  if (fields.hour > 23) throw oracleErrorAt(0, 1850);
  if (fields.minute > 59) throw oracleErrorAt(0, 1851);
  if (fields.second > 59) throw oracleErrorAt(0, 1852);
  const zone = match[8];
  // The type of a timestamp literal is TIMESTAMP(9), whatever digits were written.
  if (zone === undefined) return { value: makeTimestamp(fields), type: { kind: 'timestamp', precision: 9 } };
  return { value: makeTimestampTz(fields, parseZone(zone)), type: { kind: 'timestamp-tz', precision: 9 } };
}

function intervalLiteral(stream: TokenStream): Literal {
  const offset = stream.offset;
  stream.next();
  const at = stream.offset;
  const text = stream.text(1867);
  const qualifier = parseIntervalQualifier(stream, 30089);
  return positioned(at, () => {
    if (qualifier.kind === 'ym') {
      const value = parseIntervalYm(text, qualifier.from, qualifier.to, qualifier.leading);
      return literal(value, { kind: 'interval-ym', yearPrecision: qualifier.leading }, offset);
    }
    const value = parseIntervalDs(text, qualifier.from, qualifier.to, qualifier.leading);
    return literal(
      value,
      { kind: 'interval-ds', dayPrecision: qualifier.leading, secondPrecision: qualifier.fraction },
      offset,
    );
  });
}

export type IntervalQualifier =
  | { readonly kind: 'ym'; readonly from: 'YEAR' | 'MONTH'; readonly to: 'MONTH' | null; readonly leading: number }
  | {
      readonly kind: 'ds';
      readonly from: 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND';
      readonly to: 'HOUR' | 'MINUTE' | 'SECOND' | null;
      readonly leading: number;
      readonly fraction: number;
    };

/** `YEAR(3) TO MONTH`, `DAY(2) TO SECOND(6)`, `HOUR`, `SECOND(2,3)` ... */
export function parseIntervalQualifier(stream: TokenStream, code: number): IntervalQualifier {
  if (stream.atAny('YEAR', 'MONTH')) {
    const from = stream.accept('YEAR') ? 'YEAR' : 'MONTH';
    if (from === 'MONTH') stream.expect('MONTH', code);
    const leading = precision(stream, 2);
    const to = from === 'YEAR' && stream.accept('TO', 'MONTH') ? 'MONTH' : null;
    return { kind: 'ym', from, to, leading };
  }
  const from = dayTimeField(stream);
  if (from === null) throw stream.error(code);
  let leading = 2;
  let fraction = 6;
  if (stream.acceptSymbol('(')) {
    leading = stream.wholeNumber(30088);
    if (from === 'SECOND' && stream.acceptSymbol(',')) fraction = stream.wholeNumber(30088);
    stream.expectSymbol(')', 907);
  }
  if (!stream.accept('TO')) return { kind: 'ds', from, to: null, leading, fraction };
  const to = dayTimeField(stream);
  if (to === null || to === 'DAY') throw stream.error(code);
  if (to === 'SECOND') fraction = precision(stream, 6);
  if (leading > 9 || fraction > 9) throw stream.error(30088);
  return { kind: 'ds', from, to, leading, fraction };
}

function dayTimeField(stream: TokenStream): 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND' | null {
  for (const field of ['DAY', 'HOUR', 'MINUTE', 'SECOND'] as const) if (stream.accept(field)) return field;
  return null;
}

/** `(n)` or the default; at most 9, else ORA-30088. */
export function precision(stream: TokenStream, byDefault: number): number {
  if (!stream.acceptSymbol('(')) return byDefault;
  const digits = stream.wholeNumber(30088, 0, 9);
  stream.expectSymbol(')', 907);
  return digits;
}

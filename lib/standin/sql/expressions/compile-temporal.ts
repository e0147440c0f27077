/** EXTRACT, AT TIME ZONE, and the interval qualifier `(a - b) DAY TO SECOND`. */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { AtTimeZone, Expression, ExtractExpression, IntervalQualified } from '../syntax/ast.ts';
import { secondsOf, timestampTzFromUtc, zoneOf } from '../values/datetime.ts';
import type { DateTimeFields } from '../values/datetime.ts';
import { makeNumber } from '../values/number.ts';
import { multiply, roundNumber } from '../values/number-arithmetic.ts';
import { asDateTime, asIntervalDs, asIntervalYm, asNumber, asText } from '../values/narrow.ts';
import { parseZone, zoneAbbreviation } from '../values/time-zone.ts';
import type { SqlValue } from '../values/value.ts';
import { secondsToInterval } from './compile-date-arithmetic.ts';
import { map1, mapInSession } from './compiled.ts';
import { convertTo } from './convert.ts';
import type { CompiledExpression, Scope } from './scope.ts';
import { NUMBER, familyOf, isDateTime, typeName, varchar2 } from './type-family.ts';
import { convertDateTime, sessionZone, shownOf } from './value-text.ts';

type Compile = (node: Expression, scope: Scope) => CompiledExpression;

export function compileExtract(node: ExtractExpression, operand: CompiledExpression): CompiledExpression {
  const family = familyOf(operand.type);
  const { field } = node;
  if (family === 'interval-ym') return extractYm(node, operand);
  if (family === 'interval-ds') return extractDs(node, operand);
  if (!isDateTime(family)) throw oracleErrorAt(node.offset, 30076);
  if (field.startsWith('TIMEZONE')) return extractZone(node, operand);
  const clock = field === 'HOUR' || field === 'MINUTE' || field === 'SECOND';
  if (clock && family === 'date') throw oracleErrorAt(node.offset, 30076);
  return mapInSession(NUMBER, operand, (value, context) => {
    const moment = asDateTime(value);
    // Time fields of a TSTZ are those of UTC.
    const fields = moment.kind === 'timestamp-tz' && clock ? moment : shownOf(moment, context.session).fields;
    if (field === 'SECOND') return makeNumber(fields.second * 1_000_000_000 + (fields.nanosecond ?? 0), -9);
    return makeNumber(wholeField(field, fields), 0);
  });
}

function wholeField(field: ExtractExpression['field'], fields: Omit<DateTimeFields, 'nanosecond'>): number {
  if (field === 'YEAR') return fields.year;
  if (field === 'MONTH') return fields.month;
  if (field === 'DAY') return fields.day;
  return field === 'HOUR' ? fields.hour : fields.minute;
}

function extractYm(node: ExtractExpression, operand: CompiledExpression): CompiledExpression {
  if (node.field !== 'YEAR' && node.field !== 'MONTH') throw oracleErrorAt(node.offset, 30076);
  return map1(NUMBER, operand, (value) => {
    const { months } = asIntervalYm(value);
    return makeNumber((node.field === 'YEAR' ? Math.trunc(months / 12) : months % 12) || 0, 0);
  });
}

function extractDs(node: ExtractExpression, operand: CompiledExpression): CompiledExpression {
  const { field } = node;
  if (field !== 'DAY' && field !== 'HOUR' && field !== 'MINUTE' && field !== 'SECOND')
    throw oracleErrorAt(node.offset, 30076);
  return map1(NUMBER, operand, (value) => {
    const { seconds, nanosecond } = asIntervalDs(value);
    if (field === 'SECOND') return makeNumber((seconds % 60) * 1_000_000_000 + nanosecond || 0, -9);
    const whole = {
      DAY: Math.trunc(seconds / 86_400),
      HOUR: Math.trunc(seconds / 3600) % 24,
      MINUTE: Math.trunc(seconds / 60) % 60,
    };
    return makeNumber(whole[field] || 0, 0);
  });
}

function extractZone(node: ExtractExpression, operand: CompiledExpression): CompiledExpression {
  const { field } = node;
  const family = familyOf(operand.type);
  if (family !== 'timestamp-tz' && family !== 'timestamp-ltz') throw oracleErrorAt(node.offset, 30076);
  const textual = field === 'TIMEZONE_REGION' || field === 'TIMEZONE_ABBR';
  return mapInSession(textual ? varchar2(64) : NUMBER, operand, (value, context): SqlValue => {
    const moment = convertDateTime(asDateTime(value), 'timestamp-tz', context.session);
    if (moment.kind !== 'timestamp-tz') return null;
    if (field === 'TIMEZONE_HOUR') return makeNumber(Math.trunc(moment.offsetMinutes / 60) || 0, 0);
    if (field === 'TIMEZONE_MINUTE') return makeNumber(moment.offsetMinutes % 60 || 0, 0);
    if (field === 'TIMEZONE_REGION') return moment.region ?? 'UNKNOWN';
    return moment.region === null ? 'UNK' : zoneAbbreviation(zoneOf(moment), secondsOf(moment));
  });
}

/** The zone is an offset, a region, SESSIONTIMEZONE or DBTIMEZONE; the result is a TSTZ of the same instant. */
export function compileAtTimeZone(node: AtTimeZone, scope: Scope, compile: Compile): CompiledExpression {
  const operand = compile(node.operand, scope);
  const family = familyOf(operand.type);
  if (!isDateTime(family)) throw oracleErrorAt(node.offset, 932, 'TIMESTAMP', typeName(operand.type));
  const zone = node.zone === null ? null : convertTo(compile(node.zone, scope), 'text', node.offset).evaluate;
  const precision = 'precision' in operand.type ? (operand.type.precision ?? 0) : 0;
  return mapInSession({ kind: 'timestamp-tz', precision }, operand, (value, context) => {
    const named = zone === null ? null : zone(context);
    if (zone !== null && named === null) return null;
    const target = named === null ? sessionZone(context.session) : parseZone(asText(named));
    const instant = convertDateTime(asDateTime(value), 'timestamp-tz', context.session);
    if (instant.kind !== 'timestamp-tz') return null;
    return timestampTzFromUtc(instant, target);
  });
}

export function compileIntervalQualified(node: IntervalQualified, operand: CompiledExpression): CompiledExpression {
  const family = familyOf(operand.type);
  if (family === node.type.kind) return { ...operand, type: node.type };
  if (node.type.kind === 'interval-ds' && family === 'number') {
    // date - date in days: the interval of as many days.
    return map1(node.type, operand, (value) => daysToInterval(value));
  }
  if (node.type.kind === 'interval-ym') throw oracleErrorAt(node.offset, 30081);
  throw oracleErrorAt(node.offset, 932, 'INTERVAL', typeName(operand.type));
}

function daysToInterval(value: SqlValue): SqlValue {
  return secondsToInterval(roundNumber(multiply(asNumber(value), makeNumber(86_400, 0)), 0));
}

/** ADD_MONTHS, MONTHS_BETWEEN, LAST_DAY, NEXT_DAY, NUMTODSINTERVAL, FROM_TZ, SYS_EXTRACT_UTC, NEW_TIME and SCN conversions. */
import { oracleError } from '../../oracle-error.ts';
import { dayNumber, dayOfWeek, civilFromDayNumber, daysInMonth } from '../values/calendar.ts';
import { makeDate, makeTimestamp, makeTimestampTz, secondsOf, shiftMonths } from '../values/datetime.ts';
import { DAYS } from '../values/format-elements.ts';
import { makeIntervalYm } from '../values/interval-text.ts';
import { makeNumber, toBigInt, toInteger } from '../values/number.ts';
import { add, divide, multiply, roundNumber, truncateNumber } from '../values/number-arithmetic.ts';
import { asDateTime, asNumber, asText } from '../values/narrow.ts';
import { offsetText, parseZone, zoneOffsetAtUtc } from '../values/time-zone.ts';
import type { DateTimeValue, OracleNumber, SqlType, SqlValue } from '../values/value.ts';
import { secondsToInterval } from './compile-date-arithmetic.ts';
import { map1, map2, mapInSession } from './compiled.ts';
import { argument, define, rawArgument } from './function-definition.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { DATE, NUMBER, familyOf, varchar2 } from './type-family.ts';

const INTERVAL_DS: SqlType = { kind: 'interval-ds', dayPrecision: 9, secondPrecision: 9 };
const TIMESTAMP: SqlType = { kind: 'timestamp', precision: 9 };

export const DATETIME_FUNCTIONS: readonly FunctionDefinition[] = [
  define('ADD_MONTHS', 2, 2, (input) =>
    map2(DATE, argument(input, 0, 'date'), argument(input, 1, 'number'), (value, months) =>
      addMonths(asDateTime(value), toInteger(asNumber(months))),
    ),
  ),
  define('MONTHS_BETWEEN', 2, 2, (input) =>
    map2(NUMBER, argument(input, 0, 'date'), argument(input, 1, 'date'), (a, b) =>
      monthsBetween(asDateTime(a), asDateTime(b)),
    ),
  ),
  define('LAST_DAY', 1, 1, (input) =>
    map1(DATE, argument(input, 0, 'date'), (value) => {
      const date = asDateTime(value);
      return makeDate({ ...date, day: daysInMonth(date.year, date.month) });
    }),
  ),
  define('NEXT_DAY', 2, 2, (input) =>
    map2(DATE, argument(input, 0, 'date'), argument(input, 1, 'text'), (value, name) =>
      nextDay(asDateTime(value), asText(name)),
    ),
  ),
  define('NUMTODSINTERVAL', 2, 2, (input) =>
    map2(INTERVAL_DS, argument(input, 0, 'number'), argument(input, 1, 'text'), (value, unit) =>
      toDsInterval(asNumber(value), asText(unit)),
    ),
  ),
  define('NUMTOYMINTERVAL', 2, 2, (input) =>
    map2(
      { kind: 'interval-ym', yearPrecision: 9 },
      argument(input, 0, 'number'),
      argument(input, 1, 'text'),
      (value, unit) => toYmInterval(asNumber(value), asText(unit)),
    ),
  ),
  define('FROM_TZ', 2, 2, (input) =>
    map2(
      { kind: 'timestamp-tz', precision: 9 },
      argument(input, 0, 'timestamp'),
      argument(input, 1, 'text'),
      (value, zone) => {
        const moment = asDateTime(value);
        return moment.kind === 'timestamp' ? makeTimestampTz(moment, parseZone(asText(zone))) : null;
      },
    ),
  ),
  define('SYS_EXTRACT_UTC', 1, 1, (input) =>
    map1(TIMESTAMP, argument(input, 0, 'timestamp-tz'), (value) => {
      const moment = asDateTime(value);
      return moment.kind === 'date' ? null : makeTimestamp(moment);
    }),
  ),
  define('TZ_OFFSET', 1, 1, (input) =>
    mapInSession(varchar2(7), argument(input, 0, 'text'), (value, context) =>
      offsetText(zoneOffsetAtUtc(parseZone(asText(value)), secondsOf(context.session.systimestamp))),
    ),
  ),
  define('TIMESTAMP_TO_SCN', 1, 1, (input) => {
    const operand = rawArgument(input, 0);
    const source = familyOf(operand.type) === 'text' ? argument(input, 0, 'timestamp') : operand;
    return mapInSession(NUMBER, source, (value, context) => makeNumber(context.session.timestampToScn(value), 0));
  }),
  define('SCN_TO_TIMESTAMP', 1, 1, (input) =>
    mapInSession(TIMESTAMP, argument(input, 0, 'number'), (value, context) =>
      context.session.scnToTimestamp(toBigInt(asNumber(value)) ?? 0n),
    ),
  ),
];

function addMonths(value: DateTimeValue, months: number): SqlValue {
  const [year, month, day] = shiftMonths(value.year, value.month, value.day, months, true);
  return makeDate({ ...value, year, month, day });
}

/** Whole months when the days are equal or both last of their month; else by a month of 31 days. */
function monthsBetween(left: DateTimeValue, right: DateTimeValue): OracleNumber {
  const months = (left.year - right.year) * 12 + left.month - right.month;
  const lastDays =
    left.day === daysInMonth(left.year, left.month) && right.day === daysInMonth(right.year, right.month);
  if (left.day === right.day || lastDays) return makeNumber(months, 0);
  const clock = (value: DateTimeValue): number => value.hour * 3600 + value.minute * 60 + value.second;
  const seconds = (left.day - right.day) * 86_400 + clock(left) - clock(right);
  return add(makeNumber(months, 0), divide(makeNumber(seconds, 0), makeNumber(31 * 86_400, 0)));
}

function nextDay(value: DateTimeValue, name: string): SqlValue {
  const wanted = name.trim().toUpperCase();
  const byNumber = /^[1-7]$/.test(wanted) ? Number(wanted) : 0;
  const target = byNumber || DAYS.findIndex((day) => wanted.startsWith(day.slice(0, 3).toUpperCase())) + 1;
  if (target === 0) throw oracleError(1846);
  const number = dayNumber(value.year, value.month, value.day);
  const ahead = (target - dayOfWeek(number) + 7) % 7 || 7;
  return makeDate({ ...value, ...civilFromDayNumber(number + ahead) });
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { DAY: 86_400, HOUR: 3600, MINUTE: 60, SECOND: 1 };

function toDsInterval(value: OracleNumber, unit: string): SqlValue {
  const seconds = UNIT_SECONDS[unit.trim().toUpperCase()];
  if (seconds === undefined) throw oracleError(1760);
  return secondsToInterval(multiply(value, makeNumber(seconds, 0)));
}

function toYmInterval(value: OracleNumber, unit: string): SqlValue {
  const name = unit.trim().toUpperCase();
  if (name !== 'YEAR' && name !== 'MONTH') throw oracleError(1760);
  const months = name === 'YEAR' ? multiply(value, makeNumber(12, 0)) : value;
  return makeIntervalYm(toInteger(truncateNumber(roundNumber(months, 0), 0)));
}

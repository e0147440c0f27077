/** ROUND and TRUNC of dates by a format: CC, YYYY, IYYY, Q, MM, WW, IW, W, DD, DAY, HH, MI. ORA-01898 for another one. */
import { oracleError } from '../../oracle-error.ts';
import { dayNumber, dayOfWeek, isoWeek, civilFromDayNumber } from '../values/calendar.ts';
import { SECONDS_PER_DAY, fieldsOf, makeDate, secondsOf } from '../values/datetime.ts';
import { asDateTime, asText } from '../values/narrow.ts';
import type { OracleDate } from '../values/value.ts';
import { constantOf, map2 } from './compiled.ts';
import { argument } from './function-definition.ts';
import type { FunctionInput } from './function-definition.ts';
import type { CompiledExpression } from './scope.ts';
import { DATE } from './type-family.ts';

export function roundDate(input: FunctionInput, isRound: boolean): CompiledExpression {
  const format =
    input.args.length > 1 ? argument(input, 1, 'text') : constantOf('DD', { kind: 'char', length: 2, unit: 'byte' });
  return map2(DATE, argument(input, 0, 'date'), format, (value, unit) => {
    const date = asDateTime(value);
    if (date.kind !== 'date') return date;
    return isRound ? rounded(date, asText(unit).toUpperCase()) : truncated(date, asText(unit).toUpperCase());
  });
}

function midnight(day: number): OracleDate {
  return makeDate({ ...civilFromDayNumber(day), hour: 0, minute: 0, second: 0 });
}

/** A first of a month: months may be 13 and more. */
function firstOf(year: number, month: number): OracleDate {
  const index = year * 12 + month - 1;
  return makeDate({ year: Math.floor(index / 12), month: (index % 12) + 1, day: 1, hour: 0, minute: 0, second: 0 });
}

export function truncated(date: OracleDate, unit: string): OracleDate {
  const { year, month, day } = date;
  const number = dayNumber(year, month, day);
  switch (unit) {
    case 'DDD':
    case 'DD':
    case 'J':
      return midnight(number);
    case 'HH':
    case 'HH12':
    case 'HH24':
      return { ...date, minute: 0, second: 0 };
    case 'MI':
      return { ...date, second: 0 };
    case 'CC':
    case 'SCC':
      return firstOf(Math.floor((year - 1) / 100) * 100 + 1, 1);
    case 'MONTH':
    case 'MON':
    case 'MM':
    case 'RM':
      return firstOf(year, month);
    case 'Q':
      return firstOf(year, Math.floor((month - 1) / 3) * 3 + 1);
    case 'DAY':
    case 'DY':
    case 'D':
      return midnight(number - (dayOfWeek(number) - 1));
    case 'IW':
      return midnight(number - ((number + 7) % 7));
    case 'WW':
      return midnight(number - ((number - dayNumber(year, 1, 1)) % 7));
    case 'W':
      return midnight(number - ((day - 1) % 7));
    default:
      if (/^(?:SYYYY|YYYY|YEAR|SYEAR|YYY|YY|Y)$/.test(unit)) return firstOf(year, 1);
      if (/^(?:IYYY|IYY|IY|I)$/.test(unit)) return isoYearStart(isoWeek(year, month, day).year);
      throw oracleError(1898);
  }
}

function isoYearStart(year: number): OracleDate {
  const fourth = dayNumber(year, 1, 4);
  return midnight(fourth - ((fourth + 7) % 7));
}

/** Up from the middle: noon, the 16th, July, the 16th of the second month of a quarter, half past. */
function rounded(date: OracleDate, unit: string): OracleDate {
  const { year, month, day } = date;
  const base = truncated(date, unit);
  switch (unit) {
    case 'CC':
    case 'SCC':
      return (year - 1) % 100 >= 50 ? firstOf(base.year + 100, 1) : base;
    case 'MONTH':
    case 'MON':
    case 'MM':
    case 'RM':
      return day >= 16 ? firstOf(year, month + 1) : base;
    case 'Q': {
      const inQuarter = (month - 1) % 3;
      return inQuarter === 2 || (inQuarter === 1 && day >= 16) ? firstOf(year, base.month + 3) : base;
    }
    case 'HH':
    case 'HH12':
    case 'HH24':
      return half(date, base, 3600);
    case 'MI':
      return half(date, base, 60);
    case 'DDD':
    case 'DD':
    case 'J':
      return half(date, base, SECONDS_PER_DAY);
    default:
      if (/^(?:SYYYY|YYYY|YEAR|SYEAR|YYY|YY|Y)$/.test(unit)) return month >= 7 ? firstOf(year + 1, 1) : base;
      if (/^(?:IYYY|IYY|IY|I)$/.test(unit)) return month >= 7 ? isoYearStart(isoWeek(year, month, day).year + 1) : base;
      return half(date, base, 7 * SECONDS_PER_DAY);
  }
}

function half(date: OracleDate, base: OracleDate, unitSeconds: number): OracleDate {
  const start = secondsOf(base);
  return (secondsOf(date) - start) * 2 >= unitSeconds ? makeDate(fieldsOf(start + unitSeconds, 0)) : base;
}

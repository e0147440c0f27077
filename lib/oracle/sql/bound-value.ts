/** Key values as conditions bind them: the inverse of the select list. */
import { Fault, unreachable } from '../../model/fault.ts';
import type { ColumnPlan } from '../../model/table-plan.ts';
import { quoteLiteral } from './quoting.ts';
import type { Placeholders } from './statement.ts';

/** The expression that stands for a canonical value of a key column. `timeZone` is that of the table's plan. */
export function boundValue(
  column: ColumnPlan,
  value: string | Uint8Array,
  placeholders: Placeholders,
  timeZone = '+00:00',
): string {
  if (typeof value !== 'string') return placeholders.bind(value);
  switch (column.form) {
    case 'decimal':
      return `TO_NUMBER(${placeholders.bind(value)})`;
    case 'double':
      return `TO_BINARY_DOUBLE(${placeholders.bind(value)})`;
    case 'text':
      return placeholders.bind(isNational(column) ? { national: value } : value);
    case 'char':
      return charValue(column, value, placeholders);
    case 'datetime':
      return `TO_DATE(${placeholders.bind(value)}, ${quoteLiteral(datetimeFormat)})`;
    case 'timestamp':
      return `TO_TIMESTAMP(${placeholders.bind(value)}, ${quoteLiteral(timestampFormat(value))})`;
    case 'timestamp-zone':
      return zoned(value, placeholders);
    case 'timestamp-local':
      return zoned(`${value} ${timeZone}`, placeholders);
    case 'interval-year-month':
      return `TO_YMINTERVAL(${placeholders.bind(value)})`;
    case 'interval-day-second':
      return `TO_DSINTERVAL(${placeholders.bind(value)})`;
    case 'bytes':
    case 'blob':
    case 'clob':
      throw new Fault('TYPE_REFUSED', 'a large object or text for bytes in a key', { subject: column.targetName });
    default:
      return unreachable(column.form, 'canonical form');
  }
}

/** Only two CHAR values are compared without regard to trailing blanks; the zero-length text would be NULL. */
function charValue(column: ColumnPlan, value: string, placeholders: Placeholders): string {
  const text = value === '' ? ' ' : value;
  const type = column.origin.kind === 'column' ? column.origin.type : null;
  if (type?.kind === 'nchar') return `CAST(${placeholders.bind({ national: text })} AS NCHAR(${type.length}))`;
  if (type?.kind !== 'char') return placeholders.bind(text);
  return `CAST(${placeholders.bind(text)} AS CHAR(${type.length} ${type.unit.toUpperCase()}))`;
}

function isNational(column: ColumnPlan): boolean {
  return column.origin.kind === 'column' && column.origin.type.kind === 'nvarchar2';
}

const datetimeFormat = 'SYYYY-MM-DD HH24:MI:SS';

/** The format must have exactly the parts that the value has. */
function timestampFormat(value: string): string {
  return value.includes('.') ? `${datetimeFormat}.FF9` : datetimeFormat;
}

function zoned(value: string, placeholders: Placeholders): string {
  return `TO_TIMESTAMP_TZ(${placeholders.bind(value)}, ${quoteLiteral(`${timestampFormat(value)} TZH:TZM`)})`;
}

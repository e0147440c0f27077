/**
 * Defaults as the dictionary stores them, to defaults of the target. Accepted:
 *   NULL · '' · 12.5 · -1 · (0) · 'text' · N'text' · 'it''s' · DATE '2024-01-31' · TIMESTAMP '2024-01-31 10:00:00.5'
 *   SYSDATE · SYSTIMESTAMP · CURRENT_DATE · CURRENT_TIMESTAMP[(n)] · LOCALTIMESTAMP[(n)]
 * Everything else is dropped with a statement: rows are loaded with their values in any case.
 */
import { canonicalDecimal } from '../../model/canonical-value.ts';
import type { TargetDefault } from '../../model/target-object.ts';
import type { TargetType } from '../../model/target-type.ts';

export interface MappedDefault {
  readonly value: TargetDefault;
  /** What changed, in words without the column's name; null when nothing did. */
  readonly conversion: string | null;
}

const none: TargetDefault = { kind: 'none' };
const textLiteral = /^[nN]?'((?:[^']|'')*)'$/;
const numberLiteral = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const dateLiteral = /^date\s*'(\d{4}-\d{2}-\d{2})'$/i;
const timestampLiteral = /^timestamp\s*'(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)'$/i;
const nowFunction = /^(?:sysdate|systimestamp|current_date|(?:current_timestamp|localtimestamp)(?:\s*\(\s*\d\s*\))?)$/i;

/** The default of a target column of type `type` for the stored DEFAULT text. */
export function mapDefault(stored: string | null, type: TargetType): MappedDefault {
  const text = withoutParentheses((stored ?? '').trim());
  if (text === '' || /^null$/i.test(text) || text === "''") return { value: none, conversion: null };
  const value = literalDefault(text, type);
  if (value !== null) return { value, conversion: null };
  if (nowFunction.test(text) && type.kind === 'datetime') {
    return {
      value: { kind: 'now', digits: type.digits },
      conversion: `default ${text} becomes CURRENT_TIMESTAMP of the target`,
    };
  }
  return { value: none, conversion: `default ${shown(text)} has no counterpart and is left out` };
}

function literalDefault(text: string, type: TargetType): TargetDefault | null {
  const quoted = textLiteral.exec(text)?.[1]?.replaceAll("''", "'") ?? null;
  const content = quoted ?? (numberLiteral.test(text) ? text : null);
  switch (type.kind) {
    case 'decimal':
    case 'bigint':
    case 'double':
    case 'boolean':
      return content === null ? null : numericDefault(content.trim(), type);
    case 'char':
    case 'varchar':
      return textDefault(quoted ?? (content === null ? null : canonicalDecimal(content)), type.length);
    case 'datetime':
      return datetimeDefault(text, type.digits);
    default:
      return null;
  }
}

function textDefault(text: string | null, length: number): TargetDefault | null {
  if (text === null || text === '' || Array.from(text).length > length) return null;
  return { kind: 'literal', text, numeric: false };
}

/** Oracle rounds a default into its column; one that would have to be rounded is left out instead. */
function numericDefault(text: string, type: TargetType): TargetDefault | null {
  if (!numberLiteral.test(text)) return null;
  const value = canonicalDecimal(text);
  const [integers = '', decimals = ''] = value.replace('-', '').split('.');
  const whole = integers === '0' ? 0 : integers.length;
  const scale = type.kind === 'decimal' ? type.scale : type.kind === 'double' ? 30 : 0;
  const digits = type.kind === 'decimal' ? type.precision - type.scale : type.kind === 'boolean' ? 1 : 18;
  if (whole > digits || decimals.length > scale) return null;
  return { kind: 'literal', text: value, numeric: true };
}

function datetimeDefault(text: string, digits: number): TargetDefault | null {
  const date = dateLiteral.exec(text)?.[1];
  if (date !== undefined) return { kind: 'literal', text: `${date} 00:00:00`, numeric: false };
  const timestamp = timestampLiteral.exec(text)?.[1];
  if (timestamp === undefined) return null;
  const fraction = timestamp.split('.')[1] ?? '';
  return fraction.replace(/0+$/, '').length > digits ? null : { kind: 'literal', text: timestamp, numeric: false };
}

/** `(0)` and `((0))` are `0`: the dictionary keeps the parentheses of the DDL. */
function withoutParentheses(text: string): string {
  let inner = text;
  for (;;) {
    const match = /^\(([^()]*)\)$/s.exec(inner);
    if (match?.[1] === undefined) return inner;
    inner = match[1].trim();
  }
}

const shownCharactersMax = 60;

function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= shownCharactersMax ? line : `${line.slice(0, shownCharactersMax)}...`;
}

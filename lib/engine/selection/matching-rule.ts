/**
 * Matching rules, one per line of the project file:
 *   `SHOP.*`   `SHOP.ORDER_?`   `SHOP.T1=shop2.t_one`   `SHOP.LOG_[0-9]=archive.log`
 * The schema is literal, only the name may have wildcards; the target after `=` is literal and taken as it is.
 */
import type { TableName } from '../../model/source-table.ts';
import { type NamePattern, namePattern } from './name-pattern.ts';

export interface MatchingRule {
  readonly text: string;
  readonly schema: string;
  readonly matches: NamePattern;
  /** Where matching objects go; null = by the project's other settings. */
  readonly target: TableName | null;
}

/** Reads one rule. RangeError with the reason when it is not one. */
export function matchingRule(text: string): MatchingRule {
  if (text !== text.trim()) throw new RangeError('a rule has no blanks before or after it');
  const [source = '', target, ...more] = text.split('=');
  if (more.length > 0) throw new RangeError('a rule has one `=` at most');
  const { schema, table } = qualified(source);
  if (/[*?[\]!]/.test(schema)) throw new RangeError('wildcards in the schema part are not supported');
  return { text, schema, matches: namePattern(table), target: target === undefined ? null : targetName(target) };
}

function targetName(text: string): TableName {
  const name = qualified(text);
  if (/[*?[\]]/.test(`${name.schema}${name.table}`)) throw new RangeError('the target of a rule has no wildcards');
  return name;
}

/** `SCHEMA.NAME`, both not empty; a name with a dot cannot be written in a rule. */
function qualified(text: string): TableName {
  const point = text.indexOf('.');
  const schema = text.slice(0, Math.max(point, 0));
  const table = text.slice(point + 1);
  if (schema === '' || table === '') throw new RangeError('a rule has the form SCHEMA.NAME');
  if (table.includes('.')) throw new RangeError('a rule has one dot on each side of `=`');
  return { schema, table };
}

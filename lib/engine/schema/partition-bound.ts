/**
 * Partition bounds as the dictionary prints them (HIGH_VALUE), to bounds of the target, in parentheses:
 *   range  `100`  `MAXVALUE`  `10, 'M'`  `TO_DATE(' 2024-01-01 00:00:00', 'SYYYY-MM-DD HH24:MI:SS', 'NLS_CALENDAR=GREGORIAN')`
 *          `TIMESTAMP' 2024-01-01 00:00:00'`
 *   list   `'A', 'B', NULL`  `DEFAULT`  `( 1, 'A' ), ( 2, 'B' )`
 * SyntaxError with the reason for everything else.
 */
import { canonicalDatetime, canonicalTimestamp } from '../../model/canonical-value.ts';
import { Fault } from '../../model/fault.ts';
import { TokenReader, sqlTokens } from './sql-tokens.ts';
import { targetLiteral } from './target-text.ts';

export type BoundKind = 'number' | 'datetime' | 'text';

/** `(1000)`, `('2024-01-01 00:00:00', MAXVALUE)`. */
export function rangeBound(highValue: string, kinds: readonly BoundKind[]): string {
  const tokens = new TokenReader(sqlTokens(highValue));
  const values = kinds.map((kind, index) => {
    if (index > 0) tokens.expect(',');
    return tokens.accept('MAXVALUE') ? 'MAXVALUE' : boundValue(tokens, kind);
  });
  if (!tokens.atEnd) throw new SyntaxError('a partition bound has more values than the table has partition columns');
  return `(${values.join(', ')})`;
}

/** `('A', 'B', NULL)`, `((1, 'A'), (2, 'B'))`, `(DEFAULT)` where the server has one. */
export function listBound(highValue: string, kinds: readonly BoundKind[], hasDefault: boolean): string {
  const tokens = new TokenReader(sqlTokens(highValue));
  const values: string[] = [];
  do {
    if (tokens.accept('DEFAULT')) {
      if (!hasDefault) throw new SyntaxError('a DEFAULT partition of a list has no counterpart on this server');
      values.push('DEFAULT');
    } else {
      values.push(kinds.length === 1 ? listValue(tokens, kinds[0] ?? 'text') : tuple(tokens, kinds));
    }
  } while (tokens.accept(','));
  if (!tokens.atEnd) throw new SyntaxError('a partition bound is not a list of values');
  return `(${values.join(', ')})`;
}

function tuple(tokens: TokenReader, kinds: readonly BoundKind[]): string {
  tokens.expect('(');
  const values = kinds.map((kind, index) => {
    if (index > 0) tokens.expect(',');
    return listValue(tokens, kind);
  });
  tokens.expect(')');
  return `(${values.join(', ')})`;
}

function listValue(tokens: TokenReader, kind: BoundKind): string {
  return tokens.accept('NULL') ? 'NULL' : boundValue(tokens, kind);
}

function boundValue(tokens: TokenReader, kind: BoundKind): string {
  switch (kind) {
    case 'number':
      return numberBound(tokens);
    case 'datetime':
      return targetLiteral(datetimeBound(tokens));
    case 'text': {
      const token = tokens.next();
      if (token.kind !== 'text' || token.text === '') throw new SyntaxError('a bound of a text column is not a text');
      return targetLiteral(token.text);
    }
  }
}

function numberBound(tokens: TokenReader): string {
  const minus = tokens.accept('-') ? '-' : '';
  const token = tokens.next();
  if (token.kind !== 'number' || !/^\d{1,18}$/.test(token.text)) throw new SyntaxError('a bound is not a whole number');
  return `${minus}${token.text}`;
}

function datetimeBound(tokens: TokenReader): string {
  if (tokens.accept('TIMESTAMP') || tokens.accept('DATE')) return datetimeText(tokens);
  if (!tokens.accept('TO_DATE')) throw new SyntaxError('a bound of a date column is not a date');
  tokens.expect('(');
  const text = datetimeText(tokens);
  tokens.expect(',');
  const format = tokens.next();
  if (format.kind !== 'text' || !/^S?YYYY-MM-DD HH24:MI:SS$/.test(format.text)) {
    throw new SyntaxError('a bound of a date column has another format');
  }
  if (tokens.accept(',')) tokens.next();
  tokens.expect(')');
  return text;
}

function datetimeText(tokens: TokenReader): string {
  const token = tokens.next();
  if (token.kind !== 'text') throw new SyntaxError('a bound of a date column is not a date');
  try {
    const text = token.text.trim();
    const whole = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text} 00:00:00` : text;
    return whole.includes('.') ? canonicalTimestamp(whole, 6) : canonicalDatetime(whole);
  } catch (error) {
    if (error instanceof Fault) throw new SyntaxError('a bound of a date column is not a date');
    throw error;
  }
}

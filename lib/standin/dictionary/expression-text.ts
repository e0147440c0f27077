import { tokenize } from '../sql/syntax/tokenize.ts';
import type { Token } from '../sql/syntax/tokenize.ts';

/**
 * An expression as Oracle prints it back for virtual columns and function-based indexes: columns quoted, other words in upper
 * case, no blank that is not needed, `<>` for every spelling of not-equal, and the two blanks of a searched CASE.
 *
 *   upper( name )              UPPER("NAME")
 *   qty*price + 1              "QTY"*"PRICE"+1
 *   case when a != 1 then b end    CASE  WHEN "A"<>1 THEN "B" END
 */
export function canonicalExpression(text: string, columns: ReadonlySet<string>): string {
  const tokens = tokenize(text).filter((token) => token.kind !== 'end');
  let printed = '';
  for (const [place, token] of tokens.entries()) {
    const before = tokens[place - 1];
    if (before !== undefined) printed += separator(before, token);
    printed += printToken(token, tokens[place + 1], text, columns);
  }
  return printed;
}

/** Words that keep a blank before an opening parenthesis; behind other words it opens the arguments of a function. */
const OPERATOR_WORDS: ReadonlySet<string> = new Set(
  'AND OR NOT IN LIKE BETWEEN CASE WHEN THEN ELSE ESCAPE IS'.split(' '),
);

function separator(before: Token, token: Token): string {
  if (before.text === 'CASE' && token.text === 'WHEN') return '  ';
  if (token.kind !== 'symbol') return before.kind !== 'symbol' || before.text === ')' ? ' ' : '';
  return token.text === '(' && before.kind === 'word' && OPERATOR_WORDS.has(before.text) ? ' ' : '';
}

const NOT_EQUAL: ReadonlySet<string> = new Set(['!=', '^=', '~=']);

function printToken(token: Token, next: Token | undefined, text: string, columns: ReadonlySet<string>): string {
  switch (token.kind) {
    case 'word': {
      const isColumn = columns.has(token.text) && !(next?.kind === 'symbol' && next.text === '(');
      return isColumn ? `"${token.text}"` : token.text;
    }
    case 'quoted':
      return `"${token.text}"`;
    case 'symbol':
      return NOT_EQUAL.has(token.text) ? '<>' : token.text;
    default:
      return text.slice(token.offset, token.end);
  }
}

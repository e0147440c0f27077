import type { Query } from '../syntax/ast-query.ts';
import { parseStatement } from '../syntax/parse-statement.ts';

/** The query of a view as the catalog keeps it: it was parsed once before it was stored. */
export function queryOf(text: string): Query {
  const statement = parseStatement(text);
  if (statement.kind !== 'select') throw new Error('the text of a view is no query');
  return statement.query;
}

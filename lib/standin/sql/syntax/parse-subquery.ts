/** Where a query begins inside an expression. */
import type { Expression } from './ast.ts';
import type { Query } from './ast-query.ts';
import type { TokenStream } from './token-stream.ts';

/** After an opening parenthesis: SELECT or WITH follows, perhaps behind more parentheses. */
export function atQuery(stream: TokenStream): boolean {
  return stream.atAny('SELECT', 'WITH');
}

/** A query up to, not including, its closing parenthesis. */
export function parseQueryIn(stream: TokenStream): Query {
  return stream.nested(() => stream.queries.query(stream));
}

/** `((SELECT ..) UNION (SELECT ..))`: the first query was read as a scalar subquery; null when no set operator follows it. */
export function continueSubquery(stream: TokenStream, first: Expression): Query | null {
  if (first.kind !== 'subquery' || !stream.atAny('UNION', 'INTERSECT', 'MINUS', 'ORDER')) return null;
  return stream.queries.continueQuery(stream, first.query);
}

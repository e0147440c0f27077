/** EXECUTE IMMEDIATE, OPEN, FETCH. */
import type { CallArgument, Expression } from './ast.ts';
import type { ExecuteImmediate, PlsqlStatement, UsingArgument } from './ast-plsql.ts';
import { parseExpression, parseExpressions } from './parse-expression.ts';
import { atQuery, parseQueryIn } from './parse-subquery.ts';
import { plsqlUnexpected } from './plsql-error.ts';
import type { TokenStream } from './token-stream.ts';

export function parseExecuteImmediate(stream: TokenStream): ExecuteImmediate {
  const offset = stream.offset;
  stream.next();
  if (!stream.accept('IMMEDIATE')) plsqlUnexpected(stream);
  const text = parseExpression(stream);
  const bulkCollect = stream.accept('BULK', 'COLLECT');
  const into = stream.accept('INTO') ? parseExpressions(stream) : [];
  const using = usingClause(stream);
  let returning: readonly Expression[] = [];
  if (stream.acceptAny('RETURNING', 'RETURN') !== null) {
    stream.accept('BULK', 'COLLECT');
    if (!stream.accept('INTO')) plsqlUnexpected(stream);
    returning = parseExpressions(stream);
  }
  return { kind: 'execute-immediate', text, into, bulkCollect, using, returning, offset };
}

function usingClause(stream: TokenStream): UsingArgument[] {
  if (!stream.accept('USING')) return [];
  const using: UsingArgument[] = [];
  do {
    let mode: UsingArgument['mode'] = 'in';
    if (stream.accept('IN', 'OUT')) mode = 'in-out';
    else if (stream.accept('OUT')) mode = 'out';
    else stream.accept('IN');
    using.push({ mode, value: parseExpression(stream) });
  } while (stream.acceptSymbol(','));
  return using;
}

/** `OPEN c`, `OPEN c(1)`, `OPEN c FOR SELECT ...`, `OPEN c FOR 'text' USING x` */
export function parseOpen(stream: TokenStream): PlsqlStatement {
  const offset = stream.offset;
  stream.next();
  const target = parseExpression(stream);
  const args: readonly CallArgument[] = target.kind === 'call' ? target.args : [];
  const cursor: Expression =
    target.kind === 'call' ? { kind: 'column', path: target.path, outerJoin: false, offset: target.offset } : target;
  if (!stream.accept('FOR')) return { kind: 'open', cursor, args, query: null, using: [], offset };
  const query = atQuery(stream) ? parseQueryIn(stream) : parseExpression(stream);
  return { kind: 'open', cursor, args, query, using: usingClause(stream), offset };
}

export function parseFetch(stream: TokenStream): PlsqlStatement {
  const offset = stream.offset;
  stream.next();
  const cursor = parseExpression(stream);
  const bulkCollect = stream.accept('BULK', 'COLLECT');
  if (!stream.accept('INTO')) plsqlUnexpected(stream);
  const into = parseExpressions(stream);
  const limit = stream.accept('LIMIT') ? parseExpression(stream) : null;
  return { kind: 'fetch', cursor, into, bulkCollect, limit, offset };
}

/** LOOP, WHILE, FOR i IN [REVERSE] a..b, FOR r IN (query) | cursor, FORALL. */
import type { Name, Statement } from './ast.ts';
import type { CallArgument } from './ast.ts';
import type { ExecuteImmediate, PlsqlStatement } from './ast-plsql.ts';
import { parseExpression } from './parse-expression.ts';
import { parseExecuteImmediate } from './parse-plsql-cursor.ts';
import { parseQueryIn, atQuery } from './parse-subquery.ts';
import { plsqlUnexpected } from './plsql-error.ts';
import type { TokenStream } from './token-stream.ts';

type Statements = (stream: TokenStream, ...until: readonly string[]) => PlsqlStatement[];

export function parseLoop(stream: TokenStream, label: Name | null, statements: Statements): PlsqlStatement {
  const offset = stream.offset;
  if (stream.accept('WHILE')) {
    const condition = parseExpression(stream);
    return { kind: 'while', label, condition, body: loopBody(stream, statements), offset };
  }
  if (!stream.accept('FOR')) return { kind: 'loop', label, body: loopBody(stream, statements), offset };
  const variable = stream.name(904);
  if (!stream.accept('IN')) plsqlUnexpected(stream);
  if (stream.atSymbol('(')) {
    const mark = stream.mark();
    stream.next();
    if (atQuery(stream)) {
      const query = parseQueryIn(stream);
      stream.expectSymbol(')', 907);
      return {
        kind: 'for-cursor',
        label,
        variable,
        source: { kind: 'query', query },
        body: loopBody(stream, statements),
        offset,
      };
    }
    stream.reset(mark);
  }
  const reverse = stream.accept('REVERSE');
  const low = parseExpression(stream);
  if (stream.acceptSymbol('..')) {
    const high = parseExpression(stream);
    return { kind: 'for-range', label, variable, reverse, low, high, body: loopBody(stream, statements), offset };
  }
  const cursor = cursorOf(low);
  if (cursor === null) return plsqlUnexpected(stream);
  return {
    kind: 'for-cursor',
    label,
    variable,
    source: { kind: 'cursor', ...cursor },
    body: loopBody(stream, statements),
    offset,
  };
}

function cursorOf(
  node: ReturnType<typeof parseExpression>,
): { readonly name: Name; readonly args: readonly CallArgument[] } | null {
  if (node.kind !== 'column' && node.kind !== 'call') return null;
  const name = node.path.at(-1);
  if (name === undefined) return null;
  return { name, args: node.kind === 'call' ? node.args : [] };
}

function loopBody(stream: TokenStream, statements: Statements): PlsqlStatement[] {
  if (!stream.accept('LOOP')) plsqlUnexpected(stream);
  const body = statements(stream, 'END');
  if (!stream.accept('END', 'LOOP')) plsqlUnexpected(stream);
  if (stream.atName()) stream.next();
  if (!stream.acceptSymbol(';')) plsqlUnexpected(stream);
  return body;
}

export function parseForall(stream: TokenStream, sql: (stream: TokenStream) => Statement): PlsqlStatement {
  const offset = stream.offset;
  stream.next();
  const variable = stream.name(904);
  if (!stream.accept('IN')) plsqlUnexpected(stream);
  if (stream.atAny('INDICES', 'VALUES')) throw stream.error(3001);
  const low = parseExpression(stream);
  if (!stream.acceptSymbol('..')) plsqlUnexpected(stream);
  const high = parseExpression(stream);
  const saveExceptions = stream.accept('SAVE', 'EXCEPTIONS');
  const statement: Statement | ExecuteImmediate = stream.at('EXECUTE') ? parseExecuteImmediate(stream) : sql(stream);
  return { kind: 'forall', variable, low, high, saveExceptions, statement, offset };
}

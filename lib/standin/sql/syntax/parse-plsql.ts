/**
 * Anonymous PL/SQL blocks:
 *
 *   [<<label>>] [DECLARE declarations] BEGIN statements [EXCEPTION WHEN e OR f THEN ... WHEN OTHERS THEN ...] END [label];
 *
 * Inside, SQL statements are parsed by the SQL parsers with `stream.plsql` set.
 */
import type { CallArgument, Expression, Name, Statement } from './ast.ts';
import type { Block, CallStatement, ExceptionHandler, PlsqlStatement } from './ast-plsql.ts';
import { parseDeclarations } from './parse-declaration.ts';
import { parseDelete, parseInsert, parseMerge, parseUpdate } from './parse-dml.ts';
import { parseExpression } from './parse-expression.ts';
import { parseExecuteImmediate, parseFetch, parseOpen } from './parse-plsql-cursor.ts';
import { parseForall, parseLoop } from './parse-plsql-loop.ts';
import { parseQueryStatement } from './parse-query.ts';
import { parseCommit, parseLockTable, parseRollback, parseSavepoint, parseSet } from './parse-session.ts';
import { plsqlUnexpected } from './plsql-error.ts';
import type { TokenStream } from './token-stream.ts';

/** A whole block as a statement; `stream.plsql` must be set. */
export function parseBlock(stream: TokenStream): Block {
  const offset = stream.offset;
  const label = parseLabel(stream);
  const declarations = stream.accept('DECLARE') ? parseDeclarations(stream, parseSubprogramBody) : [];
  return blockBody(stream, label, declarations, offset);
}

/** IS has been read: declarations without DECLARE. */
function parseSubprogramBody(stream: TokenStream): Block {
  const offset = stream.offset;
  return blockBody(stream, null, parseDeclarations(stream, parseSubprogramBody), offset);
}

function blockBody(
  stream: TokenStream,
  label: Name | null,
  declarations: Block['declarations'],
  offset: number,
): Block {
  if (!stream.accept('BEGIN')) plsqlUnexpected(stream);
  const body = stream.nested(() => parseStatements(stream, 'END', 'EXCEPTION'));
  const handlers: ExceptionHandler[] = [];
  if (stream.accept('EXCEPTION')) while (stream.at('WHEN')) handlers.push(handler(stream));
  if (!stream.accept('END')) plsqlUnexpected(stream);
  if (stream.atName()) stream.next();
  expectSemicolon(stream);
  return { kind: 'block', label, declarations, body, handlers, offset };
}

function handler(stream: TokenStream): ExceptionHandler {
  const offset = stream.offset;
  stream.next();
  let exceptions: Name[][] | null = null;
  if (!stream.accept('OTHERS')) {
    exceptions = [];
    do exceptions.push(dottedName(stream));
    while (stream.accept('OR'));
  }
  if (!stream.accept('THEN')) plsqlUnexpected(stream);
  return { exceptions, body: parseStatements(stream, 'WHEN', 'END'), offset };
}

export function dottedName(stream: TokenStream): Name[] {
  const path = [plainName(stream)];
  while (stream.acceptSymbol('.')) path.push(plainName(stream));
  return path;
}

function plainName(stream: TokenStream): Name {
  return stream.atName() ? stream.anyName() : plsqlUnexpected(stream);
}

function parseLabel(stream: TokenStream): Name | null {
  if (!stream.acceptSymbol('<<')) return null;
  const name = plainName(stream);
  if (!stream.acceptSymbol('>>')) plsqlUnexpected(stream);
  return name;
}

function expectSemicolon(stream: TokenStream): void {
  if (!stream.acceptSymbol(';')) plsqlUnexpected(stream);
}

/** One statement or more, up to one of the words, which is not consumed. */
export function parseStatements(stream: TokenStream, ...until: readonly string[]): PlsqlStatement[] {
  const statements: PlsqlStatement[] = [];
  while (!stream.atAny(...until)) {
    if (stream.atEnd()) plsqlUnexpected(stream);
    statements.push(stream.nested(() => parsePlsqlStatement(stream)));
  }
  if (statements.length === 0) plsqlUnexpected(stream);
  return statements;
}

type StatementParser = (stream: TokenStream, offset: number, label: Name | null) => PlsqlStatement;

const STATEMENTS: ReadonlyMap<string, StatementParser> = new Map<string, StatementParser>([
  ['NULL', (stream, offset) => simple(stream, { kind: 'null', offset })],
  ['IF', ifStatement],
  ['CASE', caseStatement],
  ['LOOP', (stream, _offset, label) => parseLoop(stream, label, parseStatements)],
  ['WHILE', (stream, _offset, label) => parseLoop(stream, label, parseStatements)],
  ['FOR', (stream, _offset, label) => parseLoop(stream, label, parseStatements)],
  ['FORALL', (stream) => terminated(stream, parseForall(stream, sqlStatement))],
  ['EXIT', exitStatement],
  ['CONTINUE', exitStatement],
  ['RETURN', returnStatement],
  ['RAISE', raiseStatement],
  ['GOTO', gotoStatement],
  ['EXECUTE', (stream) => terminated(stream, parseExecuteImmediate(stream))],
  ['OPEN', (stream) => terminated(stream, parseOpen(stream))],
  ['FETCH', (stream) => terminated(stream, parseFetch(stream))],
  ['CLOSE', closeStatement],
  ['PIPE', (stream) => refuse(stream)],
]);

function refuse(stream: TokenStream): never {
  throw stream.error(3001);
}

const SQL_STATEMENTS: ReadonlyMap<string, (stream: TokenStream) => Statement> = new Map<
  string,
  (stream: TokenStream) => Statement
>([
  ['SELECT', parseQueryStatement],
  ['WITH', parseQueryStatement],
  ['INSERT', parseInsert],
  ['UPDATE', parseUpdate],
  ['DELETE', parseDelete],
  ['MERGE', parseMerge],
  ['COMMIT', parseCommit],
  ['ROLLBACK', parseRollback],
  ['SAVEPOINT', parseSavepoint],
  ['SET', parseSet],
  ['LOCK', parseLockTable],
]);

function parsePlsqlStatement(stream: TokenStream): PlsqlStatement {
  const offset = stream.offset;
  const label = parseLabel(stream);
  const { token } = stream;
  if (token.kind === 'word') {
    if (token.text === 'DECLARE' || token.text === 'BEGIN') {
      return { kind: 'nested-block', block: { ...parseBlock(stream), label }, offset };
    }
    // A variable may be called OPEN or CLOSE; a keyword statement is not followed by an assignment.
    const parser = stream.peek(1).text === ':=' ? undefined : STATEMENTS.get(token.text);
    if (parser !== undefined) return parser(stream, offset, label);
    if (SQL_STATEMENTS.has(token.text) && stream.peek(1).text !== ':=') {
      return terminated(stream, { kind: 'sql', statement: sqlStatement(stream), offset });
    }
  }
  return assignmentOrCall(stream, offset);
}

function sqlStatement(stream: TokenStream): Statement {
  const parser = SQL_STATEMENTS.get(stream.token.text);
  if (stream.token.kind !== 'word' || parser === undefined) return plsqlUnexpected(stream);
  return parser(stream);
}

function terminated<T extends PlsqlStatement>(stream: TokenStream, statement: T): T {
  expectSemicolon(stream);
  return statement;
}

function simple(stream: TokenStream, statement: PlsqlStatement): PlsqlStatement {
  stream.next();
  return terminated(stream, statement);
}

function ifStatement(stream: TokenStream, offset: number): PlsqlStatement {
  const branches: { condition: Expression; body: readonly PlsqlStatement[] }[] = [];
  do {
    stream.next();
    const condition = parseExpression(stream);
    if (!stream.accept('THEN')) plsqlUnexpected(stream);
    branches.push({ condition, body: parseStatements(stream, 'ELSIF', 'ELSE', 'END') });
  } while (stream.at('ELSIF'));
  const otherwise = stream.accept('ELSE') ? parseStatements(stream, 'END') : [];
  if (!stream.accept('END', 'IF')) plsqlUnexpected(stream);
  return terminated(stream, { kind: 'if', branches, otherwise, offset });
}

function caseStatement(stream: TokenStream, offset: number): PlsqlStatement {
  stream.next();
  const operand = stream.at('WHEN') ? null : parseExpression(stream);
  const branches: { when: Expression; body: readonly PlsqlStatement[] }[] = [];
  while (stream.accept('WHEN')) {
    const when = parseExpression(stream);
    if (!stream.accept('THEN')) plsqlUnexpected(stream);
    branches.push({ when, body: parseStatements(stream, 'WHEN', 'ELSE', 'END') });
  }
  const otherwise = stream.accept('ELSE') ? parseStatements(stream, 'END') : null;
  if (!stream.accept('END', 'CASE')) plsqlUnexpected(stream);
  return terminated(stream, { kind: 'case-statement', operand, branches, otherwise, offset });
}

function exitStatement(stream: TokenStream, offset: number): PlsqlStatement {
  const kind = stream.next().text === 'EXIT' ? 'exit' : 'continue';
  const label = stream.atName() ? stream.anyName() : null;
  const when = stream.accept('WHEN') ? parseExpression(stream) : null;
  return terminated(stream, { kind, label, when, offset });
}

function returnStatement(stream: TokenStream, offset: number): PlsqlStatement {
  stream.next();
  const value = stream.atSymbol(';') ? null : parseExpression(stream);
  return terminated(stream, { kind: 'return', value, offset });
}

function raiseStatement(stream: TokenStream, offset: number): PlsqlStatement {
  stream.next();
  const exception = stream.atSymbol(';') ? null : dottedName(stream);
  return terminated(stream, { kind: 'raise', exception, offset });
}

function gotoStatement(stream: TokenStream, offset: number): PlsqlStatement {
  stream.next();
  return terminated(stream, { kind: 'goto', label: plainName(stream), offset });
}

function closeStatement(stream: TokenStream, offset: number): PlsqlStatement {
  stream.next();
  return terminated(stream, { kind: 'close', cursor: parseExpression(stream), offset });
}

function assignmentOrCall(stream: TokenStream, offset: number): PlsqlStatement {
  const { token } = stream;
  const isTarget = token.kind === 'bind' || token.kind === 'quoted' || (token.kind === 'word' && stream.atName());
  if (!isTarget) plsqlUnexpected(stream);
  const target = parseExpression(stream);
  if (stream.acceptSymbol(':=')) {
    return terminated(stream, { kind: 'assign', target, value: parseExpression(stream), offset });
  }
  if (target.kind === 'call')
    return terminated(stream, { kind: 'procedure-call', path: target.path, args: target.args, offset });
  if (target.kind === 'column')
    return terminated(stream, { kind: 'procedure-call', path: target.path, args: [], offset });
  return plsqlUnexpected(stream);
}

/** `CALL p(1, :x) INTO :y` */
export function parseCall(stream: TokenStream): CallStatement {
  const offset = stream.offset;
  stream.next();
  const path = [stream.name(6576)];
  while (stream.acceptSymbol('.')) path.push(stream.name(6576));
  stream.expectSymbol('(', 6576);
  const args: CallArgument[] = [];
  while (!stream.atSymbol(')')) {
    const named = stream.peek(1).text === '=>';
    const name = named ? stream.anyName() : null;
    if (named) stream.next();
    args.push({ name, value: parseExpression(stream) });
    if (!stream.acceptSymbol(',')) break;
  }
  stream.expectSymbol(')', 907);
  if (!stream.accept('INTO')) return { kind: 'call-statement', path, args, into: null, offset };
  const into = parseExpression(stream);
  if (into.kind !== 'bind') throw stream.error(1745);
  return { kind: 'call-statement', path, args, into, offset };
}

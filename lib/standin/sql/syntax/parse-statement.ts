/**
 * The entry of the syntax: a statement's text to its tree. Every text ends in a tree or in an OracleError.
 * ORA-00900 when no statement begins so, ORA-00933 when text is left over.
 */
import { oracleErrorAt } from '../../oracle-error.ts';
import type { Expression, Statement } from './ast.ts';
import type { Block } from './ast-plsql.ts';
import { parseAlter } from './parse-alter.ts';
import { parseCreate } from './parse-create.ts';
import { parseDelete, parseInsert, parseMerge, parseUpdate } from './parse-dml.ts';
import { parseDrop, parseTruncate } from './parse-drop.ts';
import { parseAny, parseExpression } from './parse-expression.ts';
import { parseGrant, parseRevoke } from './parse-grant.ts';
import { parseAnalyze, parseComment, parseFlashbackTable, parsePurge, parseRename } from './parse-maintenance.ts';
import { parseBlock, parseCall } from './parse-plsql.ts';
import { continueQuery, parseQuery, parseQueryStatement } from './parse-query.ts';
import { parseCommit, parseLockTable, parseRollback, parseSavepoint, parseSet } from './parse-session.ts';
import { plsqlUnexpected } from './plsql-error.ts';
import { TokenStream } from './token-stream.ts';

const QUERIES = { query: parseQuery, continueQuery } as const;

type StatementParser = (stream: TokenStream) => Statement;

const STATEMENTS: ReadonlyMap<string, StatementParser> = new Map<string, StatementParser>([
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
  ['CALL', parseCall],
  ['CREATE', parseCreate],
  ['ALTER', parseAlter],
  ['DROP', parseDrop],
  ['TRUNCATE', parseTruncate],
  ['RENAME', parseRename],
  ['COMMENT', parseComment],
  ['GRANT', parseGrant],
  ['REVOKE', parseRevoke],
  ['PURGE', parsePurge],
  ['FLASHBACK', parseFlashbackTable],
  ['ANALYZE', parseAnalyze],
  ['EXPLAIN', explainPlan],
]);

/** Statements in which no bind may stand: ORA-01027. */
const DEFINITIONS = new Set([
  'CREATE',
  'ALTER',
  'DROP',
  'TRUNCATE',
  'RENAME',
  'COMMENT',
  'GRANT',
  'REVOKE',
  'PURGE',
  'ANALYZE',
]);

export function parseStatement(text: string): Statement {
  const stream = new TokenStream(text, QUERIES);
  const { token } = stream;
  if (token.kind === 'symbol' && token.text === '(') {
    const statement = parseQueryStatement(stream);
    return finished(stream, statement);
  }
  if (token.kind === 'word' && (token.text === 'BEGIN' || token.text === 'DECLARE')) return block(stream);
  if (token.kind === 'symbol' && token.text === '<<') return block(stream);
  const parser = token.kind === 'word' ? STATEMENTS.get(token.text) : undefined;
  if (parser === undefined) throw stream.error(900);
  const statement = parser(stream);
  if (DEFINITIONS.has(token.text) && stream.binds > 0) throw oracleErrorAt(0, 1027);
  return finished(stream, statement);
}

function finished<T>(stream: TokenStream, statement: T): T {
  if (!stream.atEnd()) throw stream.error(933);
  return statement;
}

/** A block, with the `;` of its END and an optional `/` after it. */
function block(stream: TokenStream): Block {
  stream.plsql = true;
  const parsed = parseBlock(stream);
  if (!stream.atEnd()) plsqlUnexpected(stream);
  return parsed;
}

/** EXPLAIN PLAN [SET STATEMENT_ID = 'x'] [INTO t] FOR statement */
function explainPlan(stream: TokenStream): Statement {
  const offset = stream.offset;
  stream.next();
  stream.expect('PLAN', 905);
  if (stream.accept('SET')) {
    stream.expect('STATEMENT_ID', 905);
    stream.expectSymbol('=', 927);
    stream.text(905);
  }
  if (stream.accept('INTO')) stream.objectName(903);
  stream.expect('FOR', 905);
  const parser = stream.token.kind === 'word' ? STATEMENTS.get(stream.token.text) : undefined;
  if (parser === undefined) throw stream.error(900);
  return { kind: 'explain-plan', statement: parser(stream), offset };
}

/** An expression by itself: a column default or virtual column read back from the dictionary, a predicate. */
export function parseExpressionText(text: string): Expression {
  const stream = new TokenStream(text, QUERIES);
  return finished(stream, parseExpression(stream));
}

/** A condition by itself: a check constraint read back from the dictionary, a trigger's WHEN. */
export function parseConditionText(text: string): Expression {
  const stream = new TokenStream(text, QUERIES);
  return finished(stream, parseAny(stream));
}

/** COMMENT ON, RENAME a TO b, PURGE, FLASHBACK TABLE, ANALYZE. */
import type { Name, ObjectName } from './ast.ts';
import type { Analyze, CommentOn, FlashbackTable, Purge, RenameObject } from './ast-ddl.ts';
import { parseExpression } from './parse-expression.ts';
import type { TokenStream } from './token-stream.ts';

export function parseComment(stream: TokenStream): CommentOn {
  const offset = stream.offset;
  stream.next();
  stream.expect('ON', 969);
  const base = { kind: 'comment', offset } as const;
  if (stream.accept('COLUMN')) {
    const { name, column } = columnPath(stream);
    return { ...base, on: 'column', name, column, text: commentText(stream) };
  }
  if (stream.accept('MATERIALIZED', 'VIEW')) {
    return { ...base, on: 'materialized-view', name: stream.objectName(903), column: null, text: commentText(stream) };
  }
  if (!stream.accept('TABLE')) throw stream.error(905);
  return { ...base, on: 'table', name: stream.objectName(903), column: null, text: commentText(stream) };
}

function commentText(stream: TokenStream): string {
  stream.expect('IS', 905);
  return stream.text(1780);
}

/** `[schema.]table.column` */
function columnPath(stream: TokenStream): { readonly name: ObjectName; readonly column: Name } {
  const first = stream.name(903);
  stream.expectSymbol('.', 903);
  const second = stream.name(904, '');
  if (!stream.acceptSymbol('.')) {
    return { name: { schema: null, name: first, link: null, offset: first.offset }, column: second };
  }
  return { name: { schema: first, name: second, link: null, offset: first.offset }, column: stream.name(904, '') };
}

export function parseRename(stream: TokenStream): RenameObject {
  const offset = stream.offset;
  stream.next();
  const from = stream.name(903);
  stream.expect('TO', 905);
  return { kind: 'rename-object', from, to: stream.name(903), offset };
}

export function parsePurge(stream: TokenStream): Purge {
  const offset = stream.offset;
  stream.next();
  if (stream.accept('RECYCLEBIN')) return { kind: 'purge', what: 'recyclebin', name: null, offset };
  if (stream.accept('DBA_RECYCLEBIN')) return { kind: 'purge', what: 'dba-recyclebin', name: null, offset };
  if (stream.accept('TABLE')) return { kind: 'purge', what: 'table', name: stream.name(903), offset };
  if (stream.accept('INDEX')) return { kind: 'purge', what: 'index', name: stream.name(953), offset };
  if (stream.accept('TABLESPACE')) {
    const name = stream.name(2216);
    if (stream.accept('USER')) stream.name(1935);
    return { kind: 'purge', what: 'tablespace', name, offset };
  }
  throw stream.error(38302);
}

export function parseFlashbackTable(stream: TokenStream): FlashbackTable {
  const offset = stream.offset;
  stream.next();
  if (!stream.accept('TABLE')) throw stream.error(stream.atAny('DATABASE', 'PLUGGABLE') ? 3001 : 900);
  const tables = [stream.objectName(903)];
  while (stream.acceptSymbol(',')) tables.push(stream.objectName(903));
  stream.expect('TO', 905);
  return { kind: 'flashback-table', tables, to: flashbackTarget(stream), offset };
}

function flashbackTarget(stream: TokenStream): FlashbackTable['to'] {
  if (stream.accept('BEFORE', 'DROP')) {
    const rename = stream.accept('RENAME', 'TO') ? stream.name(903) : null;
    return { kind: 'before-drop', rename };
  }
  if (stream.accept('RESTORE', 'POINT')) return { kind: 'restore-point', name: stream.name(904, '') };
  let kind: 'scn' | 'timestamp' | null = null;
  if (stream.accept('SCN')) kind = 'scn';
  else if (stream.accept('TIMESTAMP')) kind = 'timestamp';
  if (kind === null) throw stream.error(905);
  const value = parseExpression(stream);
  if (stream.atAny('ENABLE', 'DISABLE')) {
    stream.next();
    stream.expect('TRIGGERS', 905);
  }
  return { kind, value };
}

export function parseAnalyze(stream: TokenStream): Analyze {
  const offset = stream.offset;
  stream.next();
  const what = stream.acceptAny('TABLE', 'INDEX', 'CLUSTER');
  if (what === null) throw stream.error(905);
  const name = stream.objectName(what === 'INDEX' ? 953 : 903);
  if (stream.atEnd()) throw stream.error(1490);
  const kind = what === 'TABLE' ? 'table' : what === 'INDEX' ? 'index' : 'cluster';
  return { kind: 'analyze', what: kind, name, action: stream.rest().trim(), offset };
}

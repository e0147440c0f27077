/** CREATE: dispatch by what follows. ORA-00901 when it is nothing Oracle creates. */
import type { Statement } from './ast.ts';
import type {
  CreateDirectory,
  CreateMaterializedView,
  CreateRole,
  CreateSynonym,
  CreateTablespace,
  CreateView,
} from './ast-ddl.ts';
import { parseTableConstraint, atTableConstraint } from './parse-constraint.ts';
import { parseCreateTable } from './parse-create-table.ts';
import { parseCreateIndex } from './parse-index.ts';
import { parseCreateProgram } from './parse-program.ts';
import { parseQuery } from './parse-query.ts';
import { parseCreateSequence } from './parse-sequence.ts';
import { atQuery } from './parse-subquery.ts';
import { parseCreateUser } from './parse-user.ts';
import type { TokenStream } from './token-stream.ts';

const PROGRAMS = new Set(['TRIGGER', 'PROCEDURE', 'FUNCTION', 'PACKAGE', 'TYPE', 'EDITIONABLE', 'NONEDITIONABLE']);

export function parseCreate(stream: TokenStream): Statement {
  const offset = stream.offset;
  const mark = stream.mark();
  stream.next();
  if (stream.accept('TABLE')) return parseCreateTable(stream, null, offset);
  if (stream.accept('GLOBAL', 'TEMPORARY', 'TABLE')) return parseCreateTable(stream, 'global', offset);
  if (stream.accept('PRIVATE', 'TEMPORARY', 'TABLE')) return parseCreateTable(stream, 'private', offset);
  if (stream.atAny('INDEX', 'UNIQUE', 'BITMAP')) {
    stream.reset(mark);
    return parseCreateIndex(stream);
  }
  const orReplace = stream.accept('OR', 'REPLACE');
  if (stream.accept('SEQUENCE')) return parseCreateSequence(stream, offset);
  if (stream.accept('USER')) return parseCreateUser(stream, offset);
  if (stream.accept('ROLE')) return createRole(stream, offset);
  if (stream.accept('MATERIALIZED', 'VIEW')) return createMaterializedView(stream, offset);
  if (stream.atAny('VIEW', 'FORCE', 'NO', 'NOFORCE') || viewWithEdition(stream))
    return createView(stream, orReplace, offset);
  if (stream.token.kind === 'word' && PROGRAMS.has(stream.token.text))
    return parseCreateProgram(stream, orReplace, offset);
  if (stream.accept('PUBLIC', 'SYNONYM')) return createSynonym(stream, orReplace, true, offset);
  if (stream.accept('SYNONYM')) return createSynonym(stream, orReplace, false, offset);
  if (stream.accept('DIRECTORY')) return createDirectory(stream, orReplace, offset);
  const tablespace = createTablespace(stream, offset);
  if (tablespace !== null) return tablespace;
  if (
    stream.atAny(
      'CLUSTER',
      'CONTEXT',
      'DATABASE',
      'LIBRARY',
      'PROFILE',
      'OPERATOR',
      'DIMENSION',
      'PLUGGABLE',
      'CONTROLFILE',
      'JAVA',
    )
  ) {
    throw stream.error(3001);
  }
  throw stream.error(901);
}

function viewWithEdition(stream: TokenStream): boolean {
  if (!stream.atAny('EDITIONABLE', 'NONEDITIONABLE') || stream.peek(1).text !== 'VIEW') return false;
  stream.next();
  return true;
}

function createRole(stream: TokenStream, offset: number): CreateRole {
  const name = stream.name(1937);
  if (!stream.accept('NOT', 'IDENTIFIED') && stream.accept('IDENTIFIED', 'BY')) stream.anyName();
  if (stream.accept('CONTAINER')) {
    stream.expectSymbol('=', 927);
    stream.next();
  }
  return { kind: 'create-role', name, offset };
}

function createView(stream: TokenStream, orReplace: boolean, offset: number): CreateView {
  const force = stream.accept('FORCE');
  if (!force && !stream.accept('NO', 'FORCE')) stream.accept('NOFORCE');
  stream.acceptAny('EDITIONABLE', 'NONEDITIONABLE');
  stream.expect('VIEW', 901);
  const name = stream.objectName(999);
  const columns: CreateView['columns'][number][] = [];
  const constraints: CreateView['constraints'][number][] = [];
  if (stream.acceptSymbol('(')) {
    do {
      if (atTableConstraint(stream)) constraints.push(parseTableConstraint(stream, parseCreateIndex));
      else columns.push(stream.name(904, ''));
    } while (stream.acceptSymbol(','));
    stream.expectSymbol(')', 907);
  }
  if (stream.accept('BEQUEATH') && stream.acceptAny('CURRENT_USER', 'DEFINER') === null) throw stream.error(905);
  stream.expect('AS', 905);
  if (!atQuery(stream) && !stream.atSymbol('(')) throw stream.error(928);
  const start = stream.offset;
  const query = parseQuery(stream);
  const text = stream.textFrom(start);
  return {
    kind: 'create-view',
    name,
    orReplace,
    force,
    columns,
    constraints,
    query,
    text,
    restriction: restriction(stream),
    offset,
  };
}

function restriction(stream: TokenStream): CreateView['restriction'] {
  if (!stream.accept('WITH')) return null;
  let kind: 'read-only' | 'check-option' = 'read-only';
  if (stream.accept('CHECK', 'OPTION')) kind = 'check-option';
  else if (!stream.accept('READ', 'ONLY')) throw stream.error(905);
  return { kind, name: stream.accept('CONSTRAINT') ? stream.name(904, '') : null };
}

function createMaterializedView(stream: TokenStream, offset: number): CreateMaterializedView {
  if (stream.accept('LOG', 'ON')) {
    const name = stream.objectName(903);
    const options = stream.rest();
    return { kind: 'create-materialized-view', name, columns: [], options, query: null, text: '', log: true, offset };
  }
  const name = stream.objectName(903);
  const columns = stream.atSymbol('(') ? stream.nameList(904, '') : [];
  const start = stream.offset;
  while (!(stream.at('AS') && ['SELECT', 'WITH', '('].includes(stream.peek(1).text))) {
    if (stream.atEnd()) throw stream.error(905);
    stream.next();
  }
  const options = stream.source.slice(start, stream.offset).trim();
  stream.next();
  const queryStart = stream.offset;
  const query = parseQuery(stream);
  const text = stream.textFrom(queryStart);
  return { kind: 'create-materialized-view', name, columns, options, query, text, log: false, offset };
}

function createSynonym(stream: TokenStream, orReplace: boolean, isPublic: boolean, offset: number): CreateSynonym {
  const name = stream.objectName(995);
  stream.expect('FOR', 905);
  const target = stream.objectName(903);
  return { kind: 'create-synonym', name, orReplace, public: isPublic, target, offset };
}

function createDirectory(stream: TokenStream, orReplace: boolean, offset: number): CreateDirectory {
  const name = stream.name(903);
  stream.expect('AS', 905);
  return { kind: 'create-directory', name, path: stream.text(1780), orReplace, offset };
}

function createTablespace(stream: TokenStream, offset: number): CreateTablespace | null {
  const mark = stream.mark();
  stream.acceptAny('BIGFILE', 'SMALLFILE');
  stream.acceptAny('TEMPORARY', 'UNDO');
  if (!stream.accept('TABLESPACE')) {
    stream.reset(mark);
    return null;
  }
  const name = stream.name(2216);
  return { kind: 'create-tablespace', name, text: stream.rest(), offset };
}

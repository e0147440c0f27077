/**
 * CREATE [GLOBAL TEMPORARY] TABLE s.t (columns, constraints) ORGANIZATION INDEX ... PARTITION BY ... AS SELECT ...
 * ORA-00903 for a bad name, ORA-00904 for a bad column, ORA-00922 for an option that does not exist.
 */
import type { ObjectName } from './ast.ts';
import type { Query } from './ast-query.ts';
import type {
  ColumnDefinition,
  CreateTable,
  LobStorage,
  Organization,
  Partitioning,
  PhysicalAttributes,
  SupplementalLogClause,
  TableConstraint,
} from './ast-table.ts';
import { parseColumnDefinition } from './parse-column.ts';
import { atTableConstraint, parseTableConstraint } from './parse-constraint.ts';
import { parseCreateIndex } from './parse-index.ts';
import { parsePartitioning } from './parse-partitioning.ts';
import { NO_PHYSICAL, parsePhysical, skipParentheses } from './parse-physical.ts';
import { parseQuery } from './parse-query.ts';
import { parseTableStorage } from './parse-storage.ts';
import { atSupplementalLog, parseSupplementalLog } from './parse-supplemental-log.ts';
import { atQuery } from './parse-subquery.ts';
import type { TokenStream } from './token-stream.ts';

interface Options {
  onCommit: CreateTable['onCommit'];
  organization: Organization;
  partitioning: Partitioning | null;
  lobs: LobStorage[];
  rowMovement: boolean | null;
  cache: boolean | null;
  readOnly: boolean | null;
  physical: PhysicalAttributes;
}

/** CREATE [.. TEMPORARY] TABLE has been read. */
export function parseCreateTable(
  stream: TokenStream,
  temporary: CreateTable['temporary'],
  offset: number,
): CreateTable {
  const name: ObjectName = stream.objectName(903);
  if (stream.accept('OF')) throw stream.error(3001);
  const columns: ColumnDefinition[] = [];
  const constraints: TableConstraint[] = [];
  const supplementalLog: SupplementalLogClause[] = [];
  if (stream.atSymbol('(') && !atColumnsOfQuery(stream))
    relationalProperties(stream, columns, constraints, supplementalLog);
  const options: Options = {
    onCommit: null,
    organization: { kind: 'heap' },
    partitioning: null,
    lobs: [],
    rowMovement: null,
    cache: null,
    readOnly: null,
    physical: NO_PHYSICAL,
  };
  while (tableOption(stream, options));
  const query = queryClause(stream);
  if (!stream.atEnd() && query === null) throw stream.error(922);
  if (columns.length === 0 && query === null) throw stream.error(stream.atEnd() ? 906 : 922);
  return { kind: 'create-table', name, temporary, columns, constraints, supplementalLog, ...options, query, offset };
}

/** `CREATE TABLE t (SELECT` is no Oracle; nothing to tell apart today but kept in one place. */
function atColumnsOfQuery(stream: TokenStream): boolean {
  return stream.peek(1).kind === 'word' && stream.peek(1).text === 'SELECT';
}

function queryClause(stream: TokenStream): Query | null {
  if (!stream.accept('AS')) return null;
  if (!atQuery(stream) && !stream.atSymbol('(')) throw stream.error(928);
  return parseQuery(stream);
}

function relationalProperties(
  stream: TokenStream,
  columns: ColumnDefinition[],
  constraints: TableConstraint[],
  supplementalLog: SupplementalLogClause[],
): void {
  stream.next();
  do {
    if (atSupplementalLog(stream)) supplementalLog.push(parseSupplementalLog(stream));
    else if (stream.accept('PERIOD')) throw stream.error(3001);
    else if (atTableConstraint(stream)) constraints.push(parseTableConstraint(stream, parseCreateIndex));
    // Without a type it can only be CREATE TABLE AS SELECT; the store refuses it otherwise (ORA-02263).
    else columns.push(parseColumnDefinition(stream, parseCreateIndex, true));
  } while (stream.acceptSymbol(','));
  stream.expectSymbol(')', 907);
}

function tableOption(stream: TokenStream, into: Options): boolean {
  const physical = parsePhysical(stream);
  if (physical.text !== '') {
    into.physical = merged(into.physical, physical);
    return true;
  }
  const storage = parseTableStorage(stream);
  if (storage.any) {
    into.lobs.push(...storage.lobs);
    return true;
  }
  return onCommit(stream, into) || organization(stream, into) || partitions(stream, into) || flags(stream, into);
}

export function merged(first: PhysicalAttributes, second: PhysicalAttributes): PhysicalAttributes {
  return {
    tablespace: second.tablespace ?? first.tablespace,
    logging: second.logging ?? first.logging,
    compression: second.compression ?? first.compression,
    parallel: second.parallel ?? first.parallel,
    text: `${first.text} ${second.text}`.trim(),
  };
}

function onCommit(stream: TokenStream, into: Options): boolean {
  if (!stream.accept('ON', 'COMMIT')) return false;
  if (stream.accept('DELETE', 'ROWS')) into.onCommit = 'delete-rows';
  else if (stream.accept('PRESERVE', 'ROWS')) into.onCommit = 'preserve-rows';
  else if (stream.accept('DROP', 'DEFINITION')) into.onCommit = 'drop-definition';
  else if (stream.accept('PRESERVE', 'DEFINITION')) into.onCommit = 'preserve-definition';
  else throw stream.error(922);
  return true;
}

function organization(stream: TokenStream, into: Options): boolean {
  if (stream.accept('ORGANIZATION')) {
    if (stream.accept('HEAP')) into.organization = { kind: 'heap' };
    else if (stream.accept('INDEX')) {
      into.organization = { kind: 'index', pctThreshold: null, including: null, overflow: null, compress: null };
    } else if (stream.accept('EXTERNAL')) {
      const offset = stream.offset;
      skipParentheses(stream);
      if (stream.accept('REJECT', 'LIMIT')) stream.next();
      into.organization = { kind: 'external', text: stream.textFrom(offset) };
    } else throw stream.error(922);
    return true;
  }
  const current = into.organization;
  if (current.kind !== 'index') return false;
  if (stream.accept('PCTTHRESHOLD')) into.organization = { ...current, pctThreshold: stream.wholeNumber(25176) };
  else if (stream.accept('INCLUDING')) into.organization = { ...current, including: stream.name(904, '') };
  else if (stream.accept('OVERFLOW')) into.organization = { ...current, overflow: parsePhysical(stream) };
  else return stream.accept('MAPPING', 'TABLE') || stream.acceptAny('NOMAPPING') !== null;
  return true;
}

function partitions(stream: TokenStream, into: Options): boolean {
  const offset = stream.offset;
  if (!stream.accept('PARTITION')) return false;
  stream.expect('BY', 924);
  into.partitioning = parsePartitioning(stream, offset);
  return true;
}

function flags(stream: TokenStream, into: Options): boolean {
  if (stream.accept('ENABLE', 'ROW', 'MOVEMENT')) into.rowMovement = true;
  else if (stream.accept('DISABLE', 'ROW', 'MOVEMENT')) into.rowMovement = false;
  else if (stream.accept('CACHE')) into.cache = true;
  else if (stream.accept('NOCACHE')) into.cache = false;
  else if (stream.accept('READ', 'ONLY')) into.readOnly = true;
  else if (stream.accept('READ', 'WRITE')) into.readOnly = false;
  else if (stream.accept('FLASHBACK', 'ARCHIVE')) throw stream.error(3001);
  else {
    return (
      stream.acceptAny('ROWDEPENDENCIES', 'NOROWDEPENDENCIES') !== null ||
      stream.accept('NO', 'FLASHBACK', 'ARCHIVE') ||
      stream.accept('DEFAULT', 'COLLATION', 'USING_NLS_COMP')
    );
  }
  return true;
}

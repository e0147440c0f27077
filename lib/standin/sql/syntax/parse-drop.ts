/** DROP TABLE t CASCADE CONSTRAINTS PURGE, DROP INDEX | VIEW | SEQUENCE | USER ...; TRUNCATE TABLE t REUSE STORAGE. */
import type { Statement } from './ast.ts';
import type { DropObject, DroppableKind } from './ast-ddl.ts';
import type { DropTable, TruncateTable } from './ast-table.ts';
import type { TokenStream } from './token-stream.ts';

/** Kind, its words, the code raised when its name is missing. */
const KINDS: readonly (readonly [DroppableKind, number])[] = [
  ['INDEX', 953],
  ['MATERIALIZED VIEW LOG', 903],
  ['MATERIALIZED VIEW', 903],
  ['VIEW', 903],
  ['SEQUENCE', 2277],
  ['PUBLIC SYNONYM', 995],
  ['SYNONYM', 995],
  ['TRIGGER', 4070],
  ['PROCEDURE', 4050],
  ['FUNCTION', 4050],
  ['PACKAGE BODY', 4050],
  ['PACKAGE', 4050],
  ['TYPE BODY', 4050],
  ['TYPE', 4050],
  ['ROLE', 1937],
  ['DIRECTORY', 903],
  ['TABLESPACE', 2216],
  ['DATABASE LINK', 2010],
  ['CONTEXT', 903],
  ['PROFILE', 2380],
];

export function parseDrop(stream: TokenStream): Statement {
  const offset = stream.offset;
  stream.next();
  if (stream.accept('TABLE')) return dropTable(stream, offset);
  if (stream.accept('USER')) {
    const ifExists = stream.accept('IF', 'EXISTS');
    const name = stream.name(1935);
    if (ifExists) throw stream.error(3001);
    return { kind: 'drop-user', name, cascade: stream.accept('CASCADE'), offset };
  }
  for (const [objectKind, code] of KINDS) {
    if (stream.accept(...objectKind.split(' '))) return dropObject(stream, objectKind, code, offset);
  }
  throw stream.error(950);
}

function dropTable(stream: TokenStream, offset: number): DropTable {
  const ifExists = stream.accept('IF', 'EXISTS');
  const name = stream.objectName(903);
  const cascadeConstraints = stream.accept('CASCADE', 'CONSTRAINTS');
  const purge = stream.accept('PURGE');
  return { kind: 'drop-table', name, cascadeConstraints, purge, ifExists, offset };
}

function dropObject(stream: TokenStream, objectKind: DroppableKind, code: number, offset: number): DropObject {
  const ifExists = stream.accept('IF', 'EXISTS');
  stream.accept('ON');
  const name = stream.objectName(code);
  const start = stream.offset;
  while (
    stream.acceptAny(
      'CASCADE',
      'CONSTRAINTS',
      'FORCE',
      'ONLINE',
      'PRESERVE',
      'TABLE',
      'VALIDATE',
      'INCLUDING',
      'CONTENTS',
      'AND',
      'DATAFILES',
    ) !== null
  );
  const options = stream.source.slice(start, Math.max(start, stream.previousEnd)).toUpperCase();
  return { kind: 'drop-object', objectKind, name, options, ifExists, offset };
}

export function parseTruncate(stream: TokenStream): TruncateTable {
  const offset = stream.offset;
  stream.next();
  if (stream.at('CLUSTER')) throw stream.error(3001);
  stream.expect('TABLE', 3290);
  const name = stream.objectName(903);
  if (stream.acceptAny('PRESERVE', 'PURGE') !== null) {
    if (!stream.accept('MATERIALIZED', 'VIEW', 'LOG')) throw stream.error(3291);
  }
  let storage: TruncateTable['storage'] = 'drop';
  if (stream.accept('REUSE', 'STORAGE')) storage = 'reuse';
  else if (stream.accept('DROP', 'ALL', 'STORAGE')) storage = 'drop-all';
  else stream.accept('DROP', 'STORAGE');
  const cascade = stream.accept('CASCADE');
  if (!stream.atEnd()) throw stream.error(3291);
  return { kind: 'truncate-table', name, storage, cascade, offset };
}

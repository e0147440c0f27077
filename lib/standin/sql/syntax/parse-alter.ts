/** ALTER: dispatch by what follows. ORA-00940 when it is nothing Oracle alters. */
import type { Statement } from './ast.ts';
import { parseAlterIndex } from './parse-index.ts';
import { parseAlterTable } from './parse-alter-table.ts';
import { parseAlterSequence } from './parse-sequence.ts';
import { parseAlterDatabase, parseAlterSession, parseAlterSystem } from './parse-session.ts';
import { parseAlterUser } from './parse-user.ts';
import type { TokenStream } from './token-stream.ts';

const OTHERS: readonly (readonly string[])[] = [
  ['MATERIALIZED', 'VIEW', 'LOG'],
  ['MATERIALIZED', 'VIEW'],
  ['VIEW'],
  ['TRIGGER'],
  ['PROCEDURE'],
  ['FUNCTION'],
  ['PACKAGE'],
  ['TYPE'],
  ['SYNONYM'],
  ['PUBLIC', 'SYNONYM'],
  ['TABLESPACE'],
  ['ROLE'],
  ['PROFILE'],
  ['DIRECTORY'],
];

export function parseAlter(stream: TokenStream): Statement {
  const offset = stream.offset;
  stream.next();
  if (stream.accept('TABLE')) return parseAlterTable(stream, offset);
  if (stream.accept('INDEX')) return parseAlterIndex(stream, offset);
  if (stream.accept('SEQUENCE')) return parseAlterSequence(stream, offset);
  if (stream.accept('SESSION')) return parseAlterSession(stream, offset);
  if (stream.accept('SYSTEM')) return parseAlterSystem(stream, offset);
  if (stream.accept('DATABASE') || stream.accept('PLUGGABLE', 'DATABASE')) return parseAlterDatabase(stream, offset);
  if (stream.accept('USER')) return parseAlterUser(stream, offset);
  const words = OTHERS.find((candidate) => stream.accept(...candidate));
  if (words === undefined) throw stream.error(940);
  const name = stream.objectName(903);
  if (stream.atEnd()) throw stream.error(922);
  const action = stream.rest().trim();
  return { kind: 'alter-object', objectKind: words.join(' '), name, action, offset };
}

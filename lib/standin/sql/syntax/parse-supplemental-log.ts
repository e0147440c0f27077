/** SUPPLEMENTAL LOG GROUP g (a, b NO LOG) ALWAYS; SUPPLEMENTAL LOG DATA (PRIMARY KEY, ALL) COLUMNS. */
import type { SupplementalLogClause } from './ast-table.ts';
import { supplementalKeys } from './parse-session.ts';
import type { TokenStream } from './token-stream.ts';

export function atSupplementalLog(stream: TokenStream): boolean {
  return stream.atWords('SUPPLEMENTAL', 'LOG');
}

export function parseSupplementalLog(stream: TokenStream): SupplementalLogClause {
  stream.next();
  stream.next();
  if (stream.accept('DATA')) return { kind: 'data', keys: supplementalKeys(stream) };
  stream.expect('GROUP', 905);
  const name = stream.name(904, '');
  stream.expectSymbol('(', 906);
  const columns: Extract<SupplementalLogClause, { kind: 'group' }>['columns'][number][] = [];
  do {
    const column = stream.name(904, '');
    columns.push({ name: column, noLog: stream.accept('NO', 'LOG') });
  } while (stream.acceptSymbol(','));
  stream.expectSymbol(')', 907);
  return { kind: 'group', name, columns, always: stream.accept('ALWAYS') };
}

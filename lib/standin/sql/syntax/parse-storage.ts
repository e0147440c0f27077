/**
 * Storage of LOB and object columns, kept as text:
 *
 *   LOB (a, b) STORE AS SECUREFILE seg (TABLESPACE x DISABLE STORAGE IN ROW CHUNK 8192), VARRAY v STORE AS LOB, XMLTYPE COLUMN x STORE AS CLOB
 */
import type { Name } from './ast.ts';
import type { LobStorage } from './ast-table.ts';
import { skipParentheses } from './parse-physical.ts';
import type { TokenStream } from './token-stream.ts';

export function parseTableStorage(stream: TokenStream): {
  readonly lobs: readonly LobStorage[];
  readonly any: boolean;
} {
  const lobs: LobStorage[] = [];
  let any = false;
  for (;;) {
    if (stream.at('LOB') && stream.peek(1).text === '(') lobs.push(lobStorage(stream));
    else if (stream.at('VARRAY') || stream.atWords('NESTED', 'TABLE') || stream.at('XMLTYPE') || stream.at('OPAQUE'))
      objectStorage(stream);
    else return { lobs, any };
    any = true;
  }
}

function lobStorage(stream: TokenStream): LobStorage {
  const offset = stream.offset;
  stream.next();
  const columns = stream.nameList(904, '');
  if (!stream.accept('STORE', 'AS')) throw stream.error(905);
  const kind = stream.acceptAny('SECUREFILE', 'BASICFILE');
  const segment: Name | null =
    stream.atName() && !stream.atSymbol('(') && !stream.atAny('LOB', 'ENABLE', 'DISABLE') ? stream.anyName() : null;
  const start = stream.offset;
  if (stream.atSymbol('(')) skipParentheses(stream);
  const attributes = stream.source.slice(start, stream.previousEnd).toUpperCase();
  const inRow = /DISABLE\s+STORAGE\s+IN\s+ROW/.test(attributes)
    ? false
    : /ENABLE\s+STORAGE\s+IN\s+ROW/.test(attributes)
      ? true
      : null;
  return {
    columns,
    segment,
    secureFile: kind === null ? null : kind === 'SECUREFILE',
    inRow,
    text: stream.textFrom(offset),
  };
}

function objectStorage(stream: TokenStream): void {
  stream.next();
  stream.accept('TABLE');
  stream.accept('COLUMN');
  stream.name(904, '');
  while (stream.accept('NOT', 'SUBSTITUTABLE'));
  if (!stream.accept('STORE')) throw stream.error(905);
  while (stream.atName() || stream.at('AS')) stream.next();
  if (stream.atSymbol('(')) skipParentheses(stream);
}

/** Compilation errors of PL/SQL text: ORA-06550 with the line and column of the token that does not fit. */
import { plsqlError } from '../../oracle-error.ts';
import type { TokenStream } from './token-stream.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** Line and column, both from 1, of an offset in the text. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - (before.lastIndexOf('\n') + 1) + 1, offset };
}

const EXPECTED =
  '( ; := . @ % begin case declare end exception exit for goto if loop null raise return select while <an identifier>';

/** PLS-00103: Encountered the symbol "X". */
export function plsqlUnexpected(stream: TokenStream): never {
  const { token } = stream;
  if (token.kind === 'invalid') throw stream.error(6550);
  const symbol = token.kind === 'end' ? 'end-of-file' : token.text;
  throw plsqlError(placeOf(stream.source, token.offset), 103, symbol, EXPECTED);
}

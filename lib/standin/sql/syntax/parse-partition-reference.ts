/** `PARTITION p`, `SUBPARTITION s`, `PARTITION FOR (values)`. */
import type { PartitionReference } from './ast-table.ts';
import { parseExpressions } from './parse-expression.ts';
import type { TokenStream } from './token-stream.ts';

export function parsePartitionReference(stream: TokenStream): PartitionReference | null {
  const word = stream.acceptAny('PARTITION', 'SUBPARTITION');
  return word === null ? null : partitionReferenceAfter(stream, word === 'SUBPARTITION');
}

/** The word has been read. */
export function partitionReferenceAfter(stream: TokenStream, isSub: boolean): PartitionReference {
  if (stream.at('FOR') && stream.peek(1).text === '(') {
    stream.next();
    stream.next();
    const values = parseExpressions(stream);
    stream.expectSymbol(')', 907);
    return { kind: isSub ? 'subpartition-for' : 'partition-for', values };
  }
  return { kind: isSub ? 'subpartition' : 'partition', name: stream.name(isSub ? 14251 : 2149) };
}

/**
 * Partitioning:
 *
 *   PARTITION BY RANGE (d) INTERVAL (NUMTOYMINTERVAL(1, 'MONTH')) (PARTITION p0 VALUES LESS THAN (DATE '2020-01-01') TABLESPACE x)
 *   PARTITION BY LIST (c) SUBPARTITION BY HASH (id) SUBPARTITIONS 4 (PARTITION a VALUES ('A', NULL), PARTITION z VALUES (DEFAULT))
 *   PARTITION BY HASH (id) PARTITIONS 8 STORE IN (x, y);  PARTITION BY REFERENCE (fk)
 */
import type { Expression, Name } from './ast.ts';
import type { PartitionBound, PartitionDefinition, Partitioning, Subpartitioning } from './ast-table.ts';
import { parseExpression } from './parse-expression.ts';
import { parsePhysical } from './parse-physical.ts';
import { parseTableStorage } from './parse-storage.ts';
import type { TokenStream } from './token-stream.ts';

/** PARTITION BY has been read. */
export function parsePartitioning(stream: TokenStream, offset: number): Partitioning {
  const method = partitionMethod(stream);
  const columns = method === 'system' || method === 'reference' ? [] : stream.nameList(904, '');
  const constraint = method === 'reference' ? referenceConstraint(stream) : null;
  const automatic = stream.accept('AUTOMATIC');
  const interval = stream.accept('INTERVAL') ? intervalClause(stream) : null;
  let storeIn = storeInClause(stream);
  const subpartitioning = stream.accept('SUBPARTITION', 'BY') ? subpartitionClause(stream) : null;
  const count = stream.accept('PARTITIONS') ? stream.wholeNumber(14007) : null;
  if (storeIn.length === 0) storeIn = storeInClause(stream);
  const partitions = stream.atSymbol('(') ? parsePartitionDefinitions(stream, 'PARTITION') : [];
  checkDefinitions(stream, method, partitions, count);
  return { method, columns, constraint, interval, automatic, subpartitioning, count, storeIn, partitions, offset };
}

function partitionMethod(stream: TokenStream): Partitioning['method'] {
  if (stream.accept('RANGE')) return 'range';
  if (stream.accept('LIST')) return 'list';
  if (stream.accept('HASH')) return 'hash';
  if (stream.accept('REFERENCE')) return 'reference';
  if (stream.accept('SYSTEM')) return 'system';
  throw stream.error(14151);
}

function checkDefinitions(
  stream: TokenStream,
  method: Partitioning['method'],
  partitions: readonly PartitionDefinition[],
  count: number | null,
): void {
  if ((method === 'range' || method === 'list') && partitions.length === 0) throw stream.error(14004);
  for (const { bound } of partitions) {
    if (method === 'range' && bound?.kind !== 'less-than') throw stream.error(14007);
    if (method === 'list' && bound?.kind !== 'list') throw stream.error(14019);
  }
  if (method === 'hash' && partitions.length === 0 && count === null) throw stream.error(14004);
}

function referenceConstraint(stream: TokenStream): Name {
  stream.expectSymbol('(', 906);
  const name = stream.name(904, '');
  stream.expectSymbol(')', 907);
  return name;
}

function intervalClause(stream: TokenStream): NonNullable<Partitioning['interval']> {
  stream.expectSymbol('(', 906);
  const offset = stream.offset;
  const expression = parseExpression(stream);
  const text = stream.textFrom(offset);
  stream.expectSymbol(')', 907);
  return { expression, text };
}

function storeInClause(stream: TokenStream): Name[] {
  return stream.accept('STORE', 'IN') ? stream.nameList(959, '') : [];
}

function subpartitionClause(stream: TokenStream): Subpartitioning {
  const method = partitionMethod(stream);
  if (method === 'reference' || method === 'system') throw stream.error(14151);
  const columns = stream.nameList(904, '');
  let count = stream.accept('SUBPARTITIONS') ? stream.wholeNumber(14007) : null;
  storeInClause(stream);
  let template: PartitionDefinition[] = [];
  if (stream.accept('SUBPARTITION', 'TEMPLATE')) {
    if (stream.token.kind === 'number') count = stream.wholeNumber(14007);
    else template = parsePartitionDefinitions(stream, 'SUBPARTITION');
  }
  return { method, columns, count, template };
}

/** `(PARTITION a ..., PARTITION b ...)` or with SUBPARTITION. */
export function parsePartitionDefinitions(
  stream: TokenStream,
  word: 'PARTITION' | 'SUBPARTITION',
): PartitionDefinition[] {
  stream.expectSymbol('(', 906);
  const definitions: PartitionDefinition[] = [];
  do definitions.push(parsePartitionDefinition(stream, word));
  while (stream.acceptSymbol(','));
  stream.expectSymbol(')', 907);
  return definitions;
}

export function parsePartitionDefinition(stream: TokenStream, word: 'PARTITION' | 'SUBPARTITION'): PartitionDefinition {
  const offset = stream.offset;
  stream.expect(word, word === 'PARTITION' ? 14004 : 905);
  return partitionBody(stream, offset);
}

/** What follows the word PARTITION: name, bound, attributes, subpartitions. */
export function partitionBody(stream: TokenStream, offset: number): PartitionDefinition {
  const named = stream.token.kind === 'quoted' || (stream.atName() && !stream.atAny('TABLESPACE'));
  const name = named ? stream.anyName() : null;
  const bound = stream.accept('VALUES') ? parseBound(stream) : null;
  let physical = parsePhysical(stream);
  const { lobs } = parseTableStorage(stream);
  if (lobs.length > 0 && physical.text === '') physical = parsePhysical(stream);
  let subpartitions: PartitionDefinition[] = [];
  let subpartitionCount: number | null = null;
  if (stream.accept('SUBPARTITIONS')) {
    subpartitionCount = stream.wholeNumber(14007);
    storeInClause(stream);
  } else if (stream.atSymbol('(') && stream.peek(1).text === 'SUBPARTITION') {
    subpartitions = parsePartitionDefinitions(stream, 'SUBPARTITION');
  }
  return { name, bound, physical, subpartitions, subpartitionCount, offset };
}

export function parseBound(stream: TokenStream): PartitionBound {
  if (stream.accept('LESS', 'THAN')) {
    stream.expectSymbol('(', 906);
    const start = stream.offset;
    const values: (Expression | 'maxvalue')[] = [];
    do values.push(stream.accept('MAXVALUE') ? 'maxvalue' : parseExpression(stream));
    while (stream.acceptSymbol(','));
    const text = stream.textFrom(start);
    stream.expectSymbol(')', 907);
    return { kind: 'less-than', values, text };
  }
  if (!stream.atSymbol('(')) throw stream.error(14019);
  stream.next();
  const start = stream.offset;
  const values: (readonly Expression[] | 'default')[] = [];
  do values.push(stream.accept('DEFAULT') ? 'default' : listKey(stream));
  while (stream.acceptSymbol(','));
  const text = stream.textFrom(start);
  stream.expectSymbol(')', 907);
  return { kind: 'list', values, text };
}

export function listKey(stream: TokenStream): readonly Expression[] {
  const node = parseExpression(stream);
  return node.kind === 'list' ? node.items : [node];
}

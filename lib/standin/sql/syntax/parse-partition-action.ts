/**
 * Partition maintenance of ALTER TABLE:
 *
 *   ADD PARTITION p VALUES LESS THAN (10) | DROP PARTITION a, b | TRUNCATE PARTITION p | RENAME PARTITION a TO b
 *   SPLIT PARTITION p AT (5) INTO (PARTITION a, PARTITION b) | MERGE PARTITIONS a, b INTO PARTITION c
 *   EXCHANGE PARTITION p WITH TABLE t INCLUDING INDEXES WITHOUT VALIDATION | MODIFY PARTITION p ADD VALUES ('X')
 */
import type { Expression } from './ast.ts';
import type { AlterTableAction, PartitionDefinition, PartitionReference } from './ast-table.ts';
import { parseExpressions } from './parse-expression.ts';
import { parsePartitionReference, partitionReferenceAfter } from './parse-partition-reference.ts';
import { listKey, parsePartitionDefinition, parsePartitionDefinitions, partitionBody } from './parse-partitioning.ts';
import type { TokenStream } from './token-stream.ts';

const VERBS: ReadonlyMap<string, (stream: TokenStream) => AlterTableAction> = new Map<
  string,
  (stream: TokenStream) => AlterTableAction
>([
  ['ADD', addPartitions],
  ['DROP', dropPartitions],
  ['TRUNCATE', truncatePartitions],
  ['RENAME', renamePartition],
  ['SPLIT', splitPartition],
  ['MERGE', mergePartitions],
  ['EXCHANGE', exchangePartition],
  ['COALESCE', coalescePartition],
  ['MODIFY', modifyPartition],
]);

const PARTITION_WORDS = new Set(['PARTITION', 'PARTITIONS', 'SUBPARTITION', 'SUBPARTITIONS']);

/** The action, or null when the words that follow are not about partitions. */
export function parsePartitionAction(stream: TokenStream): AlterTableAction | null {
  const { token } = stream;
  const following = stream.peek(1);
  if (token.kind !== 'word' || following.kind !== 'word' || !PARTITION_WORDS.has(following.text)) return null;
  const verb = VERBS.get(token.text);
  if (verb === undefined) return null;
  stream.next();
  return verb(stream);
}

function updateIndexes(stream: TokenStream): boolean {
  let any = false;
  for (;;) {
    if (stream.accept('UPDATE', 'INDEXES') || stream.accept('UPDATE', 'GLOBAL', 'INDEXES')) any = true;
    else if (
      !stream.accept('INVALIDATE', 'GLOBAL', 'INDEXES') &&
      !stream.accept('ONLINE') &&
      stream.acceptAny('PARALLEL', 'NOPARALLEL') === null
    ) {
      return any;
    }
  }
}

function addPartitions(stream: TokenStream): AlterTableAction {
  const partitions: PartitionDefinition[] = [];
  do {
    const offset = stream.offset;
    if (stream.acceptAny('PARTITION', 'SUBPARTITION') === null) throw stream.error(14004);
    partitions.push(partitionBody(stream, offset));
  } while (stream.acceptSymbol(','));
  return { kind: 'add-partition', partitions, updateIndexes: updateIndexes(stream) };
}

/** `PARTITION a`, `PARTITIONS a, b`, `PARTITION FOR (..)` */
function references(stream: TokenStream): PartitionReference[] {
  const isSub = stream.next().text.startsWith('SUB');
  const found = [partitionReferenceAfter(stream, isSub)];
  while (stream.acceptSymbol(',')) {
    stream.acceptAny('PARTITION', 'SUBPARTITION');
    found.push(partitionReferenceAfter(stream, isSub));
  }
  return found;
}

function dropPartitions(stream: TokenStream): AlterTableAction {
  const partitions = references(stream);
  return { kind: 'drop-partition', partitions, updateIndexes: updateIndexes(stream) };
}

function truncatePartitions(stream: TokenStream): AlterTableAction {
  const partitions = references(stream);
  const reuseStorage = stream.accept('REUSE', 'STORAGE');
  if (!reuseStorage && !stream.accept('DROP', 'ALL', 'STORAGE')) stream.accept('DROP', 'STORAGE');
  let updated = updateIndexes(stream);
  const cascade = stream.accept('CASCADE');
  updated = updateIndexes(stream) || updated;
  return { kind: 'truncate-partition', partitions, reuseStorage, cascade, updateIndexes: updated };
}

function one(stream: TokenStream): PartitionReference {
  const reference = parsePartitionReference(stream);
  if (reference === null) throw stream.error(14155);
  return reference;
}

function renamePartition(stream: TokenStream): AlterTableAction {
  const partition = one(stream);
  stream.expect('TO', 905);
  return { kind: 'rename-partition', partition, to: stream.name(14006) };
}

function splitPartition(stream: TokenStream): AlterTableAction {
  const partition = one(stream);
  let at: readonly Expression[] | null = null;
  let values: (readonly Expression[])[] | null = null;
  if (stream.accept('AT')) {
    stream.expectSymbol('(', 906);
    at = parseExpressions(stream);
    stream.expectSymbol(')', 907);
  } else if (stream.accept('VALUES')) values = valueList(stream);
  const into = stream.accept('INTO')
    ? parsePartitionDefinitions(stream, partition.kind.startsWith('sub') ? 'SUBPARTITION' : 'PARTITION')
    : [];
  if (at === null && values === null && into.length === 0) throw stream.error(14155);
  return { kind: 'split-partition', partition, at, values, into, updateIndexes: updateIndexes(stream) };
}

function valueList(stream: TokenStream): (readonly Expression[])[] {
  stream.expectSymbol('(', 906);
  const values = [listKey(stream)];
  while (stream.acceptSymbol(',')) values.push(listKey(stream));
  stream.expectSymbol(')', 907);
  return values;
}

function mergePartitions(stream: TokenStream): AlterTableAction {
  const isSub = stream.peek(0).text.startsWith('SUB');
  const partitions = references(stream);
  const into = stream.accept('INTO') ? parsePartitionDefinition(stream, isSub ? 'SUBPARTITION' : 'PARTITION') : null;
  return { kind: 'merge-partitions', partitions, into, updateIndexes: updateIndexes(stream) };
}

function exchangePartition(stream: TokenStream): AlterTableAction {
  const partition = one(stream);
  if (!stream.accept('WITH', 'TABLE')) throw stream.error(14095);
  const table = stream.objectName(903);
  let includingIndexes = false;
  let validation = true;
  for (;;) {
    if (stream.accept('INCLUDING', 'INDEXES')) includingIndexes = true;
    else if (stream.accept('EXCLUDING', 'INDEXES')) includingIndexes = false;
    else if (stream.accept('WITH', 'VALIDATION')) validation = true;
    else if (stream.accept('WITHOUT', 'VALIDATION')) validation = false;
    else if (!stream.accept('CASCADE')) break;
  }
  return {
    kind: 'exchange-partition',
    partition,
    table,
    includingIndexes,
    validation,
    updateIndexes: updateIndexes(stream),
  };
}

function coalescePartition(stream: TokenStream): AlterTableAction {
  stream.next();
  updateIndexes(stream);
  return { kind: 'coalesce-partition' };
}

function modifyPartition(stream: TokenStream): AlterTableAction {
  const partition = one(stream);
  const offset = stream.offset;
  const addValues = stream.accept('ADD', 'VALUES') ? valueList(stream) : [];
  const dropValues = addValues.length === 0 && stream.accept('DROP', 'VALUES') ? valueList(stream) : [];
  if (addValues.length === 0 && dropValues.length === 0) {
    // UNUSABLE LOCAL INDEXES, REBUILD UNUSABLE LOCAL INDEXES, attributes: no effect here.
    if (stream.atEnd()) throw stream.error(14155);
    const text = stream.rest();
    return { kind: 'modify-partition', partition, addValues, dropValues, text };
  }
  return { kind: 'modify-partition', partition, addValues, dropValues, text: stream.textFrom(offset) };
}

/**
 * CREATE UNIQUE INDEX i ON t (a, UPPER(b) DESC) LOCAL (PARTITION p) TABLESPACE x COMPRESS 1 REVERSE INVISIBLE ONLINE;
 * ALTER INDEX i REBUILD | UNUSABLE | VISIBLE | RENAME TO ...
 */
import type { Expression } from './ast.ts';
import type { AlterIndex, CreateIndex } from './ast-ddl.ts';
import type { PartitionDefinition, PhysicalAttributes } from './ast-table.ts';
import { parseExpression } from './parse-expression.ts';
import { parsePartitionReference } from './parse-partition-reference.ts';
import { parsePartitionDefinitions, parsePartitioning } from './parse-partitioning.ts';
import { NO_PHYSICAL, parsePhysical } from './parse-physical.ts';
import type { TokenStream } from './token-stream.ts';

type Options = {
  -readonly [
    K in
      'local' | 'localPartitions' | 'globalPartitioning' | 'reverse' | 'invisible' | 'unusable' | 'online' | 'physical'
  ]: CreateIndex[K];
};

/** Also inside USING INDEX ( ... ). */
export function parseCreateIndex(stream: TokenStream): CreateIndex {
  const offset = stream.offset;
  stream.expect('CREATE', 900);
  const unique = stream.accept('UNIQUE');
  const bitmap = !unique && stream.accept('BITMAP');
  stream.expect('INDEX', 968);
  const name = stream.objectName(953);
  stream.expect('ON', 969);
  if (stream.at('CLUSTER')) throw stream.error(3001);
  const table = stream.objectName(903);
  if (stream.atName()) stream.anyName();
  const columns = indexColumns(stream);
  const options: Options = {
    local: false,
    localPartitions: [],
    globalPartitioning: null,
    reverse: false,
    invisible: false,
    unusable: false,
    online: false,
    physical: NO_PHYSICAL,
  };
  while (indexOption(stream, options));
  const compress = /^COMPRESS (\d+)$/.exec(options.physical.compression ?? '');
  const compressed = compress === null ? null : Number(compress[1]);
  return { kind: 'create-index', name, unique, bitmap, table, columns, ...options, compress: compressed, offset };
}

function indexColumns(stream: TokenStream): CreateIndex['columns'] {
  stream.expectSymbol('(', 906);
  const columns: { expression: Expression; text: string; descending: boolean }[] = [];
  do {
    const offset = stream.offset;
    const expression = parseExpression(stream);
    const text = stream.textFrom(offset);
    columns.push({ expression, text, descending: stream.acceptAny('ASC', 'DESC') === 'DESC' });
  } while (stream.acceptSymbol(','));
  stream.expectSymbol(')', 907);
  return columns;
}

function indexOption(stream: TokenStream, into: Options): boolean {
  const physical = parsePhysical(stream);
  if (physical.text !== '') {
    into.physical = joined(into.physical, physical);
    return true;
  }
  if (stream.accept('LOCAL')) {
    into.local = true;
    if (stream.accept('STORE', 'IN')) stream.nameList(959, '');
    if (stream.atSymbol('(')) into.localPartitions = localPartitions(stream);
    return true;
  }
  if (stream.accept('GLOBAL')) {
    const offset = stream.offset;
    if (stream.accept('PARTITION', 'BY')) into.globalPartitioning = parsePartitioning(stream, offset);
    return true;
  }
  if (stream.accept('REVERSE')) into.reverse = true;
  else if (stream.accept('INVISIBLE')) into.invisible = true;
  else if (stream.accept('VISIBLE')) into.invisible = false;
  else if (stream.accept('UNUSABLE')) into.unusable = true;
  else if (stream.accept('ONLINE')) into.online = true;
  else if (stream.accept('INDEXTYPE')) throw stream.error(3001);
  else return stream.acceptAny('USABLE', 'SORT', 'NOSORT') !== null;
  return true;
}

/** `(PARTITION p TABLESPACE x, ...)`: the word PARTITION may be missing in a list of tablespaces. */
function localPartitions(stream: TokenStream): readonly PartitionDefinition[] {
  return parsePartitionDefinitions(stream, 'PARTITION');
}

function joined(first: PhysicalAttributes, second: PhysicalAttributes): PhysicalAttributes {
  return {
    tablespace: second.tablespace ?? first.tablespace,
    logging: second.logging ?? first.logging,
    compression: second.compression ?? first.compression,
    parallel: second.parallel ?? first.parallel,
    text: `${first.text} ${second.text}`.trim(),
  };
}

/** ALTER INDEX has been read. */
export function parseAlterIndex(stream: TokenStream, offset: number): AlterIndex {
  const name = stream.objectName(953);
  return { kind: 'alter-index', name, action: alterIndexAction(stream), offset };
}

function alterIndexAction(stream: TokenStream): AlterIndex['action'] {
  if (stream.accept('REBUILD')) {
    const partition = parsePartitionReference(stream);
    let physical = parsePhysical(stream);
    while (stream.acceptAny('ONLINE', 'REVERSE', 'NOREVERSE') !== null)
      physical = joined(physical, parsePhysical(stream));
    return { kind: 'rebuild', partition, physical };
  }
  if (stream.accept('UNUSABLE')) return { kind: 'unusable', partition: null };
  if (stream.accept('MODIFY')) {
    const partition = parsePartitionReference(stream);
    if (!stream.accept('UNUSABLE')) throw stream.error(2243);
    return { kind: 'unusable', partition };
  }
  if (stream.accept('VISIBLE')) return { kind: 'visible', visible: true };
  if (stream.accept('INVISIBLE')) return { kind: 'visible', visible: false };
  if (stream.accept('ENABLE')) return { kind: 'enable', enabled: true };
  if (stream.accept('DISABLE')) return { kind: 'enable', enabled: false };
  if (stream.accept('RENAME', 'TO')) return { kind: 'rename', to: stream.name(953) };
  const physical = parsePhysical(stream);
  const isOther = stream.acceptAny('COALESCE', 'MONITORING', 'NOMONITORING') !== null;
  if (isOther) stream.accept('USAGE');
  if (physical.text === '' && !isOther) throw stream.error(2243);
  return { kind: 'physical', physical };
}

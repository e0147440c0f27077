import type { Index } from '../../sql/catalog/index-definition.ts';
import type { Column, Table } from '../../sql/catalog/table.ts';
import type { Row } from '../cell.ts';
import { yesNo } from '../cell.ts';
import { canonicalExpression } from '../expression-text.ts';
import type { Family, Reader } from '../family.ts';
import { describeType } from '../type-description.ts';

const INDEX_COLUMNS = `
  OWNER:128!, INDEX_NAME:128!, INDEX_TYPE:27, TABLE_OWNER:128!, TABLE_NAME:128!, TABLE_TYPE:char11, UNIQUENESS:9,
  COMPRESSION:13, PREFIX_LENGTH, TABLESPACE_NAME:30, INI_TRANS, MAX_TRANS, INITIAL_EXTENT, NEXT_EXTENT,
  MIN_EXTENTS, MAX_EXTENTS, PCT_INCREASE, PCT_THRESHOLD, INCLUDE_COLUMN, FREELISTS, FREELIST_GROUPS, PCT_FREE,
  LOGGING:3, BLEVEL, LEAF_BLOCKS, DISTINCT_KEYS, AVG_LEAF_BLOCKS_PER_KEY, AVG_DATA_BLOCKS_PER_KEY,
  CLUSTERING_FACTOR, STATUS:8, NUM_ROWS, SAMPLE_SIZE, LAST_ANALYZED:date, DEGREE:40, INSTANCES:40, PARTITIONED:3,
  TEMPORARY:1, GENERATED:1, SECONDARY:1, BUFFER_POOL:7, FLASH_CACHE:7, CELL_FLASH_CACHE:7, USER_STATS:3,
  DURATION:15, PCT_DIRECT_ACCESS, ITYP_OWNER:128, ITYP_NAME:128, PARAMETERS:1000, GLOBAL_STATS:3,
  DOMIDX_STATUS:12, DOMIDX_OPSTATUS:6, FUNCIDX_STATUS:8, JOIN_INDEX:3, IOT_REDUNDANT_PKEY_ELIM:3, DROPPED:3,
  VISIBILITY:9, DOMIDX_MANAGEMENT:14, SEGMENT_CREATED:3, ORPHANED_ENTRIES:3, INDEXING:7, AUTO:3@19,
  CONSTRAINT_INDEX:3@19`;

const KEY_COLUMNS = `
  INDEX_OWNER:128!, INDEX_NAME:128!, TABLE_OWNER:128!, TABLE_NAME:128!, COLUMN_NAME:4000, COLUMN_POSITION!,
  COLUMN_LENGTH!, CHAR_LENGTH, DESCEND:4, COLLATED_COLUMN_ID`;

const EXPRESSION_COLUMNS = `
  INDEX_OWNER:128!, INDEX_NAME:128!, TABLE_OWNER:128!, TABLE_NAME:128!, COLUMN_EXPRESSION:long, COLUMN_POSITION!`;

export const INDEXES: Family = {
  base: 'INDEXES',
  columns: INDEX_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  synonyms: { USER: ['IND'] },
  comment: 'Descriptions of indexes',
  *rows(reader) {
    for (const index of indexesOf(reader, 'OWNER')) yield indexRow(index, reader);
  },
};

export const IND_COLUMNS: Family = {
  base: 'IND_COLUMNS',
  columns: KEY_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['INDEX_OWNER', 'TABLE_OWNER'],
  comment: 'Columns comprising indexes',
  *rows(reader) {
    for (const index of indexesOf(reader, 'INDEX_OWNER')) yield* keyColumnRows(index, reader);
  },
};

export const IND_EXPRESSIONS: Family = {
  base: 'IND_EXPRESSIONS',
  columns: EXPRESSION_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['INDEX_OWNER', 'TABLE_OWNER'],
  comment: 'Function-based index expressions',
  *rows(reader) {
    for (const index of indexesOf(reader, 'INDEX_OWNER')) {
      for (const [place, column] of index.columns.entries()) {
        if (column.expression === null) continue;
        yield {
          INDEX_OWNER: index.owner,
          INDEX_NAME: index.name,
          TABLE_OWNER: index.tableOwner,
          TABLE_NAME: index.tableName,
          COLUMN_EXPRESSION: canonicalExpression(column.expression, columnNames(reader, index)),
          COLUMN_POSITION: place + 1,
        };
      }
    }
  },
};

function columnNames(reader: Reader, index: Index): ReadonlySet<string> {
  const table = reader.context.catalog.table(index.tableOwner, index.tableName);
  return new Set(table?.columns.map((column) => column.name));
}

/** Indexes the form shows; by their tables when the WHERE clause names those, else all of the catalog. */
export function* indexesOf(reader: Reader, ownerColumn: string): Iterable<Index> {
  for (const index of candidates(reader, ownerColumn)) {
    if (!reader.wants(ownerColumn, index.owner) || !reader.wants('INDEX_NAME', index.name)) continue;
    if (!reader.wants('TABLE_OWNER', index.tableOwner) || !reader.wants('TABLE_NAME', index.tableName)) continue;
    if (reader.shows(index.owner, (sight) => sight.index(index.owner, index.tableOwner, index.tableName))) yield index;
  }
}

function* candidates(reader: Reader, ownerColumn: string): Iterable<Index> {
  const { catalog } = reader.context;
  const indexOwners = reader.form === 'USER' ? [reader.user] : reader.filter.get(ownerColumn);
  const indexNames = reader.filter.get('INDEX_NAME');
  if (indexOwners !== undefined && indexNames !== undefined) {
    for (const owner of new Set(indexOwners)) {
      for (const name of new Set(indexNames)) {
        const found = catalog.index(owner, name);
        if (found !== undefined) yield found;
      }
    }
    return;
  }
  const owners = reader.filter.get('TABLE_OWNER');
  const names = reader.filter.get('TABLE_NAME');
  if (owners === undefined || names === undefined) {
    yield* catalog.indexes();
    return;
  }
  for (const owner of new Set(owners)) {
    for (const name of new Set(names)) yield* catalog.table(owner, name)?.indexes ?? [];
  }
}

function indexRow(index: Index, reader: Reader): Row {
  const table = reader.context.catalog.table(index.tableOwner, index.tableName);
  const gathered = table?.statistics ?? null;
  const partitioned = index.partitioned !== 'no';
  const functional = index.type.startsWith('FUNCTION-BASED');
  return {
    OWNER: index.owner,
    INDEX_NAME: index.name,
    INDEX_TYPE: index.type,
    TABLE_OWNER: index.tableOwner,
    TABLE_NAME: index.tableName,
    TABLE_TYPE: 'TABLE',
    UNIQUENESS: index.unique ? 'UNIQUE' : 'NONUNIQUE',
    COMPRESSION: index.compression,
    LOGGING: partitioned ? null : 'YES',
    STATUS: partitioned ? 'N/A' : statusOf(index),
    NUM_ROWS: gathered?.numRows,
    SAMPLE_SIZE: gathered?.sampleSize,
    DEGREE: '1',
    INSTANCES: '1',
    PARTITIONED: yesNo(partitioned),
    TEMPORARY: table === undefined || table.temporary === 'no' ? 'N' : 'Y',
    GENERATED: index.generated ? 'Y' : 'N',
    SECONDARY: 'N',
    BUFFER_POOL: partitioned ? null : 'DEFAULT',
    FLASH_CACHE: partitioned ? null : 'DEFAULT',
    CELL_FLASH_CACHE: partitioned ? null : 'DEFAULT',
    USER_STATS: 'NO',
    DURATION: table === undefined || table.temporary === 'no' ? null : durationOf(table),
    GLOBAL_STATS: yesNo(gathered !== null),
    FUNCIDX_STATUS: functional ? 'ENABLED' : null,
    JOIN_INDEX: 'NO',
    IOT_REDUNDANT_PKEY_ELIM: 'NO',
    DROPPED: 'NO',
    VISIBILITY: index.visible ? 'VISIBLE' : 'INVISIBLE',
    SEGMENT_CREATED: partitioned ? 'N/A' : yesNo(hasRows(table)),
    ORPHANED_ENTRIES: 'NO',
    INDEXING: 'FULL',
    AUTO: 'NO',
    CONSTRAINT_INDEX: yesNo(index.byConstraint),
    ...(partitioned ? {} : storage(index)),
  };
}

function storage(index: Index): Row {
  return {
    TABLESPACE_NAME: index.tablespace,
    INI_TRANS: 2,
    MAX_TRANS: 255,
    INITIAL_EXTENT: 65_536,
    NEXT_EXTENT: 1_048_576,
    MIN_EXTENTS: 1,
    MAX_EXTENTS: 2_147_483_645,
    PCT_FREE: 10,
    PCT_THRESHOLD: index.type === 'IOT - TOP' ? 50 : null,
  };
}

function statusOf(index: Index): string {
  return index.usable ? 'VALID' : 'UNUSABLE';
}

function durationOf(table: Table): string {
  return table.temporary === 'preserve rows' ? 'SYS$SESSION' : 'SYS$TRANSACTION';
}

function hasRows(table: Table | undefined): boolean {
  return (table?.segment?.extents.length ?? 0) > 0;
}

function* keyColumnRows(index: Index, reader: Reader): Iterable<Row> {
  const table = reader.context.catalog.table(index.tableOwner, index.tableName);
  for (const [place, key] of index.columns.entries()) {
    const column = table?.columns.find((candidate) => candidate.name === key.name);
    yield {
      INDEX_OWNER: index.owner,
      INDEX_NAME: index.name,
      TABLE_OWNER: index.tableOwner,
      TABLE_NAME: index.tableName,
      COLUMN_NAME: key.name,
      COLUMN_POSITION: place + 1,
      ...lengths(column, reader),
      DESCEND: key.descending ? 'DESC' : 'ASC',
    };
  }
}

function lengths(column: Column | undefined, reader: Reader): Row {
  if (column === undefined) return { COLUMN_LENGTH: 0, CHAR_LENGTH: 0 };
  const type = describeType(column.type, reader.context.persona.characterSet);
  return { COLUMN_LENGTH: type.length, CHAR_LENGTH: type.charLength };
}

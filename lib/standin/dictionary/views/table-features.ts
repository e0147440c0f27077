import type { Column, Table } from '../../sql/catalog/table.ts';
import type { Row } from '../cell.ts';
import { yesNo } from '../cell.ts';
import type { Family, Reader } from '../family.ts';

const LOB_COLUMNS = `
  OWNER:128, TABLE_NAME:128, COLUMN_NAME:4000, SEGMENT_NAME:128, TABLESPACE_NAME:30, INDEX_NAME:128, CHUNK,
  PCTVERSION, RETENTION, FREEPOOLS, CACHE:10, LOGGING:7, ENCRYPT:4, COMPRESSION:6, DEDUPLICATION:15, IN_ROW:3,
  FORMAT:15, PARTITIONED:3, SECUREFILE:3, SEGMENT_CREATED:3, RETENTION_TYPE:7, RETENTION_VALUE`;

const LOG_GROUP_COLUMNS_TEXT = `
  OWNER:128!, LOG_GROUP_NAME:128!, TABLE_NAME:128!, LOG_GROUP_TYPE:28, ALWAYS:11, GENERATED:14`;

const LOG_GROUP_KEY_COLUMNS = `
  OWNER:128!, LOG_GROUP_NAME:128!, TABLE_NAME:128!, COLUMN_NAME:4000, POSITION, LOGGING_PROPERTY:6`;

const IDENTITY_COLUMNS = `
  OWNER:128!, TABLE_NAME:128!, COLUMN_NAME:128!, GENERATION_TYPE:10, SEQUENCE_NAME:128!, IDENTITY_OPTIONS:298`;

export const LOBS: Family = {
  base: 'LOBS',
  columns: LOB_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'LOB columns of tables',
  *rows(reader) {
    for (const table of reader.tables()) {
      for (const column of table.columns)
        if (column.lob !== null && !column.unused) yield lobRow(table, column, column.lob);
    }
  },
};

/** The USER_ form has OWNER. */
export const LOG_GROUPS: Family = {
  base: 'LOG_GROUPS',
  columns: LOG_GROUP_COLUMNS_TEXT,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: [],
  comment: 'Supplemental log groups of tables',
  *rows(reader) {
    for (const table of reader.tables()) {
      for (const group of table.supplementalLogGroups) {
        yield {
          OWNER: table.owner,
          LOG_GROUP_NAME: group.name,
          TABLE_NAME: table.name,
          LOG_GROUP_TYPE: group.kind,
          ALWAYS: group.always ? 'ALWAYS' : 'CONDITIONAL',
          GENERATED: group.generated ? 'GENERATED NAME' : 'USER NAME',
        };
      }
    }
  },
};

/** Only user log groups name their columns; the USER_ form has OWNER. */
export const LOG_GROUP_COLUMNS: Family = {
  base: 'LOG_GROUP_COLUMNS',
  columns: LOG_GROUP_KEY_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: [],
  comment: 'Columns of supplemental log groups',
  *rows(reader) {
    for (const table of reader.tables()) {
      for (const group of table.supplementalLogGroups) {
        if (group.kind !== 'USER LOG GROUP') continue;
        for (const [place, column] of group.columns.entries()) {
          yield {
            OWNER: table.owner,
            LOG_GROUP_NAME: group.name,
            TABLE_NAME: table.name,
            COLUMN_NAME: column,
            POSITION: place + 1,
            LOGGING_PROPERTY: 'LOG',
          };
        }
      }
    }
  },
};

export const TAB_IDENTITY_COLS: Family = {
  base: 'TAB_IDENTITY_COLS',
  columns: IDENTITY_COLUMNS,
  forms: ['ALL', 'DBA', 'USER', 'CDB'],
  userLacks: ['OWNER'],
  comment: 'Identity columns of tables',
  *rows(reader) {
    for (const table of reader.tables()) {
      for (const column of table.columns) {
        if (column.identity === null) continue;
        yield {
          OWNER: table.owner,
          TABLE_NAME: table.name,
          COLUMN_NAME: column.name,
          GENERATION_TYPE: column.identity.generation,
          SEQUENCE_NAME: column.identity.sequenceName,
          IDENTITY_OPTIONS: identityOptions(reader, table.owner, column.identity.sequenceName),
        };
      }
    }
  },
};

function identityOptions(reader: Reader, owner: string, name: string): string | null {
  const sequence = reader.context.catalog.find(owner, name);
  if (sequence?.kind !== 'SEQUENCE') return null;
  const flag = (on: boolean): string => (on ? 'Y' : 'N');
  return [
    `START WITH: ${sequence.incrementBy < 0n ? sequence.maxValue : sequence.minValue}`,
    `INCREMENT BY: ${sequence.incrementBy}`,
    `MAX_VALUE: ${sequence.maxValue}`,
    `MIN_VALUE: ${sequence.minValue}`,
    `CYCLE_FLAG: ${flag(sequence.cycle)}`,
    `CACHE_SIZE: ${sequence.cacheSize}`,
    `ORDER_FLAG: ${flag(sequence.order)}`,
    'SCALE_FLAG: N',
    'EXTEND_FLAG: N',
    'SESSION_FLAG: N',
    'KEEP_VALUE: N',
  ].join(', ');
}

function lobRow(table: Table, column: Column, lob: NonNullable<Column['lob']>): Row {
  const feature = lob.securefile ? 'NO' : 'NONE';
  return {
    OWNER: table.owner,
    TABLE_NAME: table.name,
    COLUMN_NAME: column.name,
    SEGMENT_NAME: lob.segmentName,
    TABLESPACE_NAME: table.tablespace,
    INDEX_NAME: lob.segmentName.replace('SYS_LOB', 'SYS_IL'),
    CHUNK: 8192,
    RETENTION: lob.securefile ? null : 900,
    CACHE: 'NO',
    LOGGING: 'YES',
    ENCRYPT: feature,
    COMPRESSION: feature,
    DEDUPLICATION: feature,
    IN_ROW: yesNo(lob.inRow),
    FORMAT: column.type.kind === 'blob' ? 'NOT APPLICABLE' : 'ENDIAN NEUTRAL ',
    PARTITIONED: yesNo(table.partitioning !== null),
    SECUREFILE: yesNo(lob.securefile),
    SEGMENT_CREATED: table.partitioning === null ? yesNo((table.segment?.extents.length ?? 0) > 0) : 'N/A',
    RETENTION_TYPE: lob.securefile ? 'DEFAULT' : null,
  };
}

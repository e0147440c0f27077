import { BLOCK_BYTES } from '../../sql/store/extent.ts';
import type { Row } from '../cell.ts';

import { dataFilesOf, tablespacesOf } from '../tablespace.ts';
import type { DataFile, Tablespace } from '../tablespace.ts';
import type { ViewDefinition } from '../view.ts';

const TABLESPACE_COLUMNS = `
  TABLESPACE_NAME:30!, BLOCK_SIZE!, INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENTS!, MAX_EXTENTS, MAX_SIZE,
  PCT_INCREASE, MIN_EXTLEN, STATUS:9, CONTENTS:21, LOGGING:9, FORCE_LOGGING:3, EXTENT_MANAGEMENT:10,
  ALLOCATION_TYPE:9, PLUGGED_IN:3, SEGMENT_SPACE_MANAGEMENT:6, DEF_TAB_COMPRESSION:8, RETENTION:11, BIGFILE:3,
  PREDICATE_EVALUATION:7, ENCRYPTED:3, COMPRESS_FOR:30, DEF_INMEMORY:8, DEF_INMEMORY_PRIORITY:8,
  DEF_INMEMORY_DISTRIBUTE:15, DEF_INMEMORY_COMPRESSION:17, DEF_INMEMORY_DUPLICATE:13, SHARED:13,
  DEF_INDEX_COMPRESSION:8, INDEX_COMPRESS_FOR:13, DEF_CELLMEMORY:14, DEF_INMEMORY_SERVICE:12,
  DEF_INMEMORY_SERVICE_NAME:1000, LOST_WRITE_PROTECT:7@18, CHUNK_TABLESPACE:1`;

const DATA_FILE_COLUMNS = `
  FILE_NAME:513, FILE_ID, TABLESPACE_NAME:30, BYTES, BLOCKS, STATUS:9, RELATIVE_FNO, AUTOEXTENSIBLE:3, MAXBYTES,
  MAXBLOCKS, INCREMENT_BY, USER_BYTES, USER_BLOCKS, ONLINE_STATUS:7, LOST_WRITE_PROTECT:7@18`;

const TEMP_FILE_COLUMNS = `
  FILE_NAME:513, FILE_ID, TABLESPACE_NAME:30, BYTES, BLOCKS, STATUS:7, RELATIVE_FNO, AUTOEXTENSIBLE:3, MAXBYTES,
  MAXBLOCKS, INCREMENT_BY, USER_BYTES, USER_BLOCKS, SHARED:12, INST_ID`;

const FREE_SPACE_COLUMNS = `
  TABLESPACE_NAME:30, FILE_ID, BLOCK_ID, BYTES, BLOCKS, RELATIVE_FNO`;

export const TABLESPACE_VIEWS: readonly ViewDefinition[] = [
  {
    name: 'DBA_TABLESPACES',
    audience: 'catalog',
    columns: TABLESPACE_COLUMNS,
    comment: 'All tablespaces',
    *rows(context) {
      for (const tablespace of tablespacesOf(context)) yield tablespaceRow(tablespace);
    },
  },
  {
    name: 'USER_TABLESPACES',
    audience: 'everyone',
    columns: TABLESPACE_COLUMNS,
    lacks: new Set(['PLUGGED_IN']),
    comment: 'Tablespaces the user can use',
    *rows(context) {
      for (const tablespace of tablespacesOf(context)) yield tablespaceRow(tablespace);
    },
  },
  {
    name: 'DBA_DATA_FILES',
    audience: 'catalog',
    columns: DATA_FILE_COLUMNS,
    comment: 'Data files',
    *rows(context) {
      for (const file of dataFilesOf(context)) yield dataFileRow(file);
    },
  },
  {
    name: 'DBA_TEMP_FILES',
    audience: 'catalog',
    columns: TEMP_FILE_COLUMNS,
    comment: 'Temporary files',
    *rows(context) {
      yield {
        FILE_NAME: `/u01/app/oracle/oradata/${context.persona.uniqueName}/temp01.dbf`,
        FILE_ID: 1,
        TABLESPACE_NAME: 'TEMP',
        BYTES: 33_554_432,
        BLOCKS: 4_096,
        STATUS: 'ONLINE',
        RELATIVE_FNO: 1,
        AUTOEXTENSIBLE: 'YES',
        MAXBYTES: 34_359_721_984,
        MAXBLOCKS: 4_194_302,
        INCREMENT_BY: 80,
        USER_BYTES: 32_505_856,
        USER_BLOCKS: 3_968,
        SHARED: 'SHARED',
      };
    },
  },
  {
    name: 'DBA_FREE_SPACE',
    audience: 'catalog',
    columns: FREE_SPACE_COLUMNS,
    comment: 'Free extents of all tablespaces',
    *rows(context) {
      for (const file of dataFilesOf(context)) {
        if (file.blocks <= file.usedBlocks) continue;
        yield {
          TABLESPACE_NAME: file.tablespace,
          FILE_ID: file.fileId,
          BLOCK_ID: file.usedBlocks,
          BYTES: (file.blocks - file.usedBlocks) * BLOCK_BYTES,
          BLOCKS: file.blocks - file.usedBlocks,
          RELATIVE_FNO: file.fileId,
        };
      }
    },
  },
];

function tablespaceRow(tablespace: Tablespace): Row {
  const temporary = tablespace.contents === 'TEMPORARY';
  const undo = tablespace.contents === 'UNDO';
  return {
    TABLESPACE_NAME: tablespace.name,
    BLOCK_SIZE: BLOCK_BYTES,
    INITIAL_EXTENT: temporary ? 1_048_576 : 65_536,
    NEXT_EXTENT: temporary ? 1_048_576 : null,
    MIN_EXTENTS: 1,
    MAX_EXTENTS: temporary ? null : 2_147_483_645,
    MAX_SIZE: 2_147_483_645,
    PCT_INCREASE: temporary ? 0 : null,
    MIN_EXTLEN: temporary ? 1_048_576 : 65_536,
    STATUS: 'ONLINE',
    CONTENTS: tablespace.contents,
    LOGGING: temporary ? 'NOLOGGING' : 'LOGGING',
    FORCE_LOGGING: 'NO',
    EXTENT_MANAGEMENT: 'LOCAL',
    ALLOCATION_TYPE: temporary ? 'UNIFORM' : 'SYSTEM',
    PLUGGED_IN: 'NO',
    SEGMENT_SPACE_MANAGEMENT: temporary || undo || tablespace.name === 'SYSTEM' ? 'MANUAL' : 'AUTO',
    DEF_TAB_COMPRESSION: 'DISABLED',
    RETENTION: undo ? 'NOGUARANTEE' : 'NOT APPLY',
    BIGFILE: 'NO',
    PREDICATE_EVALUATION: 'HOST',
    ENCRYPTED: 'NO',
    DEF_INMEMORY: 'DISABLED',
    SHARED: 'SHARED',
    DEF_INDEX_COMPRESSION: 'DISABLED',
    LOST_WRITE_PROTECT: 'OFF',
    CHUNK_TABLESPACE: 'N',
  };
}

function dataFileRow(file: DataFile): Row {
  return {
    FILE_NAME: file.name,
    FILE_ID: file.fileId,
    TABLESPACE_NAME: file.tablespace,
    BYTES: file.blocks * BLOCK_BYTES,
    BLOCKS: file.blocks,
    STATUS: 'AVAILABLE',
    RELATIVE_FNO: file.fileId,
    AUTOEXTENSIBLE: 'YES',
    MAXBYTES: 34_359_721_984,
    MAXBLOCKS: 4_194_302,
    INCREMENT_BY: 160,
    USER_BYTES: (file.blocks - 128) * BLOCK_BYTES,
    USER_BLOCKS: file.blocks - 128,
    ONLINE_STATUS: file.tablespace === 'SYSTEM' ? 'SYSTEM' : 'ONLINE',
    LOST_WRITE_PROTECT: 'OFF',
  };
}

import type { Table } from '../../sql/catalog/table.ts';
import type { Segment } from '../../sql/store/segment.ts';
import { BLOCK_BYTES } from '../../sql/store/extent.ts';
import type { Row } from '../cell.ts';
import type { Family, Reader } from '../family.ts';

const EXTENT_COLUMNS = `
  OWNER:128, SEGMENT_NAME:128, PARTITION_NAME:128, SEGMENT_TYPE:18, TABLESPACE_NAME:30, EXTENT_ID, FILE_ID,
  BLOCK_ID, BYTES, BLOCKS, RELATIVE_FNO`;

const SEGMENT_COLUMNS = `
  OWNER:128, SEGMENT_NAME:128, PARTITION_NAME:128, SEGMENT_TYPE:18, SEGMENT_SUBTYPE:10, TABLESPACE_NAME:30,
  HEADER_FILE, HEADER_BLOCK, BYTES, BLOCKS, EXTENTS, INITIAL_EXTENT, NEXT_EXTENT, MIN_EXTENTS, MAX_EXTENTS,
  MAX_SIZE, RETENTION:7, MINRETENTION, PCT_INCREASE, FREELISTS, FREELIST_GROUPS, RELATIVE_FNO, BUFFER_POOL:7,
  FLASH_CACHE:7, CELL_FLASH_CACHE:7, INMEMORY:8, INMEMORY_PRIORITY:8, INMEMORY_DISTRIBUTE:15,
  INMEMORY_DUPLICATE:13, INMEMORY_COMPRESSION:17, CELLMEMORY:24`;

/** Where the header lies in a first extent: behind two bitmap blocks. */
const HEADER_OFFSET = 2;

/** Segments of tables. Indexes and LOBs take no blocks in the stand-in and are not listed. */
export const EXTENTS: Family = {
  base: 'EXTENTS',
  columns: EXTENT_COLUMNS,
  forms: ['DBA', 'USER', 'CDB'],
  userLacks: ['OWNER', 'FILE_ID', 'BLOCK_ID', 'RELATIVE_FNO'],
  comment: 'Extents comprising all segments',
  *rows(reader) {
    for (const { table, partition, type, segment } of segmentsOf(reader)) {
      for (const extent of segment.extents) {
        yield {
          OWNER: table.owner,
          SEGMENT_NAME: table.name,
          PARTITION_NAME: partition,
          SEGMENT_TYPE: type,
          TABLESPACE_NAME: segment.tablespace,
          EXTENT_ID: extent.extentId,
          FILE_ID: extent.fileId,
          BLOCK_ID: extent.blockId,
          BYTES: extent.blocks * BLOCK_BYTES,
          BLOCKS: extent.blocks,
          RELATIVE_FNO: extent.relativeFile,
        };
      }
    }
  },
};

export const SEGMENTS: Family = {
  base: 'SEGMENTS',
  columns: SEGMENT_COLUMNS,
  forms: ['DBA', 'USER', 'CDB'],
  userLacks: ['OWNER', 'HEADER_FILE', 'HEADER_BLOCK', 'RELATIVE_FNO'],
  comment: 'Storage allocated for all segments',
  *rows(reader) {
    for (const found of segmentsOf(reader)) yield segmentRow(found);
  },
};

interface TableSegment {
  readonly table: Table;
  readonly partition: string | null;
  readonly type: 'TABLE' | 'TABLE PARTITION' | 'TABLE SUBPARTITION';
  readonly segment: Segment;
}

/** Segments that have extents, with the name DBA_EXTENTS gives them. */
function* segmentsOf(reader: Reader): Iterable<TableSegment> {
  for (const table of reader.tables('OWNER', 'SEGMENT_NAME')) {
    for (const found of tableSegments(table)) {
      if (found.segment.extents.length > 0 && reader.wants('SEGMENT_TYPE', found.type)) yield found;
    }
  }
}

function* tableSegments(table: Table): Iterable<TableSegment> {
  if (table.segment !== null) yield { table, partition: null, type: 'TABLE', segment: table.segment };
  for (const partition of table.partitions) {
    if (partition.segment !== null) {
      yield { table, partition: partition.name, type: 'TABLE PARTITION', segment: partition.segment };
    }
    for (const part of partition.subpartitions) {
      if (part.segment === null) continue;
      yield { table, partition: part.name, type: 'TABLE SUBPARTITION', segment: part.segment };
    }
  }
}

function segmentRow({ table, partition, type, segment }: TableSegment): Row {
  const blocks = segment.extents.reduce((sum, extent) => sum + extent.blocks, 0);
  const first = segment.extents[0];
  return {
    OWNER: table.owner,
    SEGMENT_NAME: table.name,
    PARTITION_NAME: partition,
    SEGMENT_TYPE: type,
    SEGMENT_SUBTYPE: 'ASSM',
    TABLESPACE_NAME: segment.tablespace,
    HEADER_FILE: first?.fileId,
    HEADER_BLOCK: first === undefined ? null : first.blockId + HEADER_OFFSET,
    BYTES: blocks * BLOCK_BYTES,
    BLOCKS: blocks,
    EXTENTS: segment.extents.length,
    INITIAL_EXTENT: 65_536,
    NEXT_EXTENT: 1_048_576,
    MIN_EXTENTS: 1,
    MAX_EXTENTS: 2_147_483_645,
    MAX_SIZE: 2_147_483_645,
    RELATIVE_FNO: first?.relativeFile,
    BUFFER_POOL: 'DEFAULT',
    FLASH_CACHE: 'DEFAULT',
    CELL_FLASH_CACHE: 'DEFAULT',
    INMEMORY: 'DISABLED',
  };
}

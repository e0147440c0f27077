import type { Row } from '../cell.ts';
import type { FixedView } from '../fixed-view.ts';
import type { DictionaryContext } from '../view.ts';

const DESTINATION_COLUMNS = `
  DEST_ID, DEST_NAME:256, STATUS:9, BINDING:9, NAME_SPACE:7, TARGET:7, ARCHIVER:10, SCHEDULE:8, DESTINATION:256,
  LOG_SEQUENCE, REOPEN_SECS, DELAY_MINS, MAX_CONNECTIONS, NET_TIMEOUT, PROCESS:10, REGISTER:3, FAIL_DATE:date,
  FAIL_SEQUENCE, FAIL_BLOCK, FAILURE_COUNT, MAX_FAILURE, ERROR:256, ALTERNATE:256, DEPENDENCY:256,
  REMOTE_TEMPLATE:256, QUOTA_SIZE, QUOTA_USED, MOUNTID, TRANSMIT_MODE:12, ASYNC_BLOCKS, AFFIRM:3, TYPE:7,
  VALID_NOW:16, VALID_TYPE:15, VALID_ROLE:12, DB_UNIQUE_NAME:30, VERIFY:3, COMPRESSION:7, APPLIED_SCN, CON_ID,
  ENCRYPTION:7`;

const STATUS_COLUMNS = `
  DEST_ID, DEST_NAME:256, STATUS:9, TYPE:14, DATABASE_MODE:15, RECOVERY_MODE:23, PROTECTION_MODE:20,
  DESTINATION:256, STANDBY_LOGFILE_COUNT, STANDBY_LOGFILE_ACTIVE, ARCHIVED_THREAD#, ARCHIVED_SEQ#,
  APPLIED_THREAD#, APPLIED_SEQ#, ERROR:256, SRL:3, DB_UNIQUE_NAME:30, SYNCHRONIZATION_STATUS:22, SYNCHRONIZED:3,
  GAP_STATUS:24, CON_ID`;

const RECOVERY_DESTINATION_COLUMNS = `
  NAME:513, SPACE_LIMIT, SPACE_USED, SPACE_RECLAIMABLE, NUMBER_OF_FILES, CON_ID`;

const RECOVERY_USAGE_COLUMNS = `
  FILE_TYPE:23, PERCENT_SPACE_USED, PERCENT_SPACE_RECLAIMABLE, NUMBER_OF_FILES, CON_ID`;

const DESTINATIONS = 31;

/** The flash recovery area, where the only destination archives to. */
export const RECOVERY_AREA = { path: '/u01/app/oracle/fast_recovery_area', bytes: 53_687_091_200 } as const;

export const ARCHIVE_DEST: FixedView = {
  base: 'ARCHIVE_DEST',
  columns: DESTINATION_COLUMNS,
  *rows(context) {
    for (let id = 1; id <= DESTINATIONS; id += 1) yield destinationRow(id, context);
  },
};

export const ARCHIVE_DEST_STATUS: FixedView = {
  base: 'ARCHIVE_DEST_STATUS',
  columns: STATUS_COLUMNS,
  *rows(context) {
    for (let id = 1; id <= DESTINATIONS; id += 1) yield statusRow(id, context);
  },
};

export const RECOVERY_FILE_DEST: FixedView = {
  base: 'RECOVERY_FILE_DEST',
  columns: RECOVERY_DESTINATION_COLUMNS,
  rows: (context) => [
    {
      NAME: RECOVERY_AREA.path,
      SPACE_LIMIT: RECOVERY_AREA.bytes,
      SPACE_USED: archivedBytes(context),
      SPACE_RECLAIMABLE: 0,
      NUMBER_OF_FILES: kept(context).length,
      CON_ID: 0,
    },
  ],
};

const FILE_TYPES = [
  'CONTROL FILE',
  'REDO LOG',
  'ARCHIVED LOG',
  'BACKUP PIECE',
  'IMAGE COPY',
  'FLASHBACK LOG',
  'FOREIGN ARCHIVED LOG',
  'AUXILIARY DATAFILE COPY',
] as const;

/** Percentages are whole here. */
export const RECOVERY_AREA_USAGE: FixedView = {
  base: 'RECOVERY_AREA_USAGE',
  columns: RECOVERY_USAGE_COLUMNS,
  *rows(context) {
    for (const type of FILE_TYPES) {
      const archived = type === 'ARCHIVED LOG';
      yield {
        FILE_TYPE: type,
        PERCENT_SPACE_USED: archived ? Math.round((archivedBytes(context) * 100) / RECOVERY_AREA.bytes) : 0,
        PERCENT_SPACE_RECLAIMABLE: 0,
        NUMBER_OF_FILES: archived ? kept(context).length : 0,
        CON_ID: 0,
      };
    }
  },
};

function kept(context: DictionaryContext) {
  return [...context.instance.redo.archived].filter((log) => !log.deleted);
}

function archivedBytes(context: DictionaryContext): number {
  return kept(context).reduce((sum, log) => sum + log.blocks * 512, 0);
}

/** Destination 1 is the recovery area while the database archives; the others are not set. */
function isUsed(id: number, { instance }: DictionaryContext): boolean {
  return id === 1 && instance.switches.archiveLog;
}

function destinationRow(id: number, context: DictionaryContext): Row {
  const used = isUsed(id, context);
  return {
    DEST_ID: id,
    DEST_NAME: `LOG_ARCHIVE_DEST_${id}`,
    STATUS: used ? 'VALID' : 'INACTIVE',
    BINDING: 'OPTIONAL',
    NAME_SPACE: 'SYSTEM',
    TARGET: 'PRIMARY',
    ARCHIVER: 'ARCH',
    SCHEDULE: used ? 'ACTIVE' : 'INACTIVE',
    DESTINATION: used ? 'USE_DB_RECOVERY_FILE_DEST' : null,
    LOG_SEQUENCE: 0,
    REOPEN_SECS: used ? 300 : 0,
    DELAY_MINS: 0,
    MAX_CONNECTIONS: 1,
    NET_TIMEOUT: 0,
    PROCESS: 'ARCH',
    REGISTER: 'YES',
    FAIL_SEQUENCE: 0,
    FAIL_BLOCK: 0,
    FAILURE_COUNT: 0,
    MAX_FAILURE: 0,
    ALTERNATE: 'NONE',
    DEPENDENCY: 'NONE',
    REMOTE_TEMPLATE: 'NONE',
    QUOTA_SIZE: 0,
    QUOTA_USED: 0,
    MOUNTID: 0,
    TRANSMIT_MODE: 'SYNCHRONOUS',
    ASYNC_BLOCKS: 0,
    AFFIRM: 'NO',
    TYPE: 'PUBLIC',
    VALID_NOW: used ? 'YES' : 'UNKNOWN',
    VALID_TYPE: 'ALL_LOGFILES',
    VALID_ROLE: 'ALL_ROLES',
    DB_UNIQUE_NAME: 'NONE',
    VERIFY: 'NO',
    COMPRESSION: 'DISABLE',
    APPLIED_SCN: 0,
    CON_ID: 0,
    ENCRYPTION: 'DISABLE',
  };
}

function statusRow(id: number, context: DictionaryContext): Row {
  const used = isUsed(id, context);
  const archived = used ? kept(context).at(-1) : undefined;
  return {
    DEST_ID: id,
    DEST_NAME: `LOG_ARCHIVE_DEST_${id}`,
    STATUS: used ? 'VALID' : 'INACTIVE',
    TYPE: 'LOCAL',
    DATABASE_MODE: used ? 'OPEN' : 'UNKNOWN',
    RECOVERY_MODE: 'IDLE',
    PROTECTION_MODE: 'MAXIMUM PERFORMANCE',
    DESTINATION: used ? RECOVERY_AREA.path : null,
    STANDBY_LOGFILE_COUNT: 0,
    STANDBY_LOGFILE_ACTIVE: 0,
    'ARCHIVED_THREAD#': archived?.thread ?? 0,
    'ARCHIVED_SEQ#': archived?.sequence ?? 0,
    'APPLIED_THREAD#': 0,
    'APPLIED_SEQ#': 0,
    SRL: 'NO',
    DB_UNIQUE_NAME: used ? context.persona.uniqueName : 'NONE',
    SYNCHRONIZATION_STATUS: 'CHECK CONFIGURATION',
    SYNCHRONIZED: 'NO',
    CON_ID: 0,
  };
}

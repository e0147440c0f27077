import { oracleError } from '../../oracle-error.ts';
import type { Row } from '../cell.ts';
import { dateOf, yesNo } from '../cell.ts';
import type { FixedView } from '../fixed-view.ts';
import type { ArchivedLogFacts, RedoLogFacts, RedoThreadFacts } from '../instance.ts';
import type { Persona } from '../persona.ts';
import { instanceNameOf, resetlogsId } from './v-database.ts';

const LOG_COLUMNS = `
  GROUP#, THREAD#, SEQUENCE#, BYTES, BLOCKSIZE, MEMBERS, ARCHIVED:3, STATUS:16, FIRST_CHANGE#, FIRST_TIME:date,
  NEXT_CHANGE#, NEXT_TIME:date, CON_ID`;

const LOGFILE_COLUMNS = `
  GROUP#, STATUS:7, TYPE:7, MEMBER:513, IS_RECOVERY_DEST_FILE:3, CON_ID`;

const STANDBY_LOG_COLUMNS = `
  GROUP#, DBID:40, THREAD#, SEQUENCE#, BYTES, BLOCKSIZE, USED, ARCHIVED:3, STATUS:10, FIRST_CHANGE#,
  FIRST_TIME:date, NEXT_CHANGE#, NEXT_TIME:date, LAST_CHANGE#, LAST_TIME:date, CON_ID`;

const ARCHIVED_LOG_COLUMNS = `
  RECID, STAMP, NAME:513, DEST_ID, THREAD#, SEQUENCE#, RESETLOGS_CHANGE#, RESETLOGS_TIME:date, RESETLOGS_ID,
  FIRST_CHANGE#, FIRST_TIME:date, NEXT_CHANGE#, NEXT_TIME:date, BLOCKS, BLOCK_SIZE, CREATOR:7, REGISTRAR:7,
  STANDBY_DEST:3, ARCHIVED:3, APPLIED:9, DELETED:3, STATUS:1, COMPLETION_TIME:date, DICTIONARY_BEGIN:3,
  DICTIONARY_END:3, END_OF_REDO:3, BACKUP_COUNT, ARCHIVAL_THREAD#, ACTIVATION#, IS_RECOVERY_DEST_FILE:3,
  COMPRESSED:3, FAL:3, END_OF_REDO_TYPE:10, BACKED_BY_VSS:3, CON_ID`;

const LOG_HISTORY_COLUMNS = `
  RECID, STAMP, THREAD#, SEQUENCE#, FIRST_CHANGE#, FIRST_TIME:date, NEXT_CHANGE#, RESETLOGS_CHANGE#,
  RESETLOGS_TIME:date, CON_ID`;

const THREAD_COLUMNS = `
  THREAD#, STATUS:6, ENABLED:8, GROUPS, INSTANCE:80, OPEN_TIME:date, CURRENT_GROUP#, SEQUENCE#,
  CHECKPOINT_CHANGE#, CHECKPOINT_TIME:date, ENABLE_CHANGE#, ENABLE_TIME:date, DISABLE_CHANGE#, DISABLE_TIME:date,
  LAST_REDO_SEQUENCE#, LAST_REDO_BLOCK, LAST_REDO_CHANGE#, LAST_REDO_TIME:date, CON_ID`;

const ARCHIVE_GAP_COLUMNS = `
  THREAD#, LOW_SEQUENCE#, HIGH_SEQUENCE#, CON_ID`;

const CONTENTS_COLUMNS = `
  SCN, START_SCN, COMMIT_SCN, TIMESTAMP:date, START_TIMESTAMP:date, COMMIT_TIMESTAMP:date, XIDUSN, XIDSLT, XIDSQN,
  XID:raw8, PXIDUSN, PXIDSLT, PXIDSQN, PXID:raw8, TX_NAME:256, OPERATION:32, OPERATION_CODE, ROLLBACK,
  SEG_OWNER:386, SEG_NAME:256, TABLE_NAME:386, SEG_TYPE, SEG_TYPE_NAME:32, TABLE_SPACE:92, ROW_ID:18,
  USERNAME:384, OS_USERNAME:4000, MACHINE_NAME:4000, AUDIT_SESSIONID, SESSION#, SERIAL#, SESSION_INFO:4000,
  THREAD#, SEQUENCE#, RBASQN, RBABLK, RBABYTE, UBAFIL, UBABLK, UBAREC, UBASQN, ABS_FILE#, REL_FILE#, DATA_BLK#,
  DATA_OBJ#, DATA_OBJV#, DATA_OBJD#, SQL_REDO:4000, SQL_UNDO:4000, RS_ID:32, SSN, CSF, INFO:64, STATUS,
  REDO_VALUE, UNDO_VALUE, SAFE_RESUME_SCN, CSCN, OBJECT_ID:raw16, EDITION_NAME:384, CLIENT_ID:64,
  SRC_CON_NAME:384, SRC_CON_ID, SRC_CON_UID, SRC_CON_DBID, SRC_CON_GUID:raw16, CON_ID`;

const MINED_LOG_COLUMNS = `
  LOG_ID, FILENAME:512, LOW_TIME:date, HIGH_TIME:date, DB_ID, DB_NAME:8, RESET_SCN, RESET_SCN_TIME:date,
  COMPATIBLE:17, THREAD_ID, THREAD_SQN, LOW_SCN, NEXT_SCN, DICTIONARY_BEGIN:3, DICTIONARY_END:3, TYPE:7,
  BLOCKSIZE, FILESIZE, INFO:32, STATUS, CON_ID`;

const MINING_PARAMETER_COLUMNS = `
  START_DATE:date, REQUIRED_START_DATE:date, END_DATE:date, START_SCN, REQUIRED_START_SCN, END_SCN, OPTIONS,
  INFO:32, STATUS, CON_ID`;

/** NEXT_CHANGE# of a log that is still being written, by release: the highest SCN its format knows. */
const OPEN_END: Readonly<Record<string, bigint>> = {
  '12.2': 18_446_744_073_709_551_615n,
  '19c': 9_295_429_630_892_703_743n,
  '21c': 9_295_429_630_892_703_743n,
  '23ai': 9_295_429_630_892_703_743n,
};

const REDO_BLOCK_BYTES = 512;

export const LOG: FixedView = {
  base: 'LOG',
  columns: LOG_COLUMNS,
  *rows({ instance, persona }) {
    for (const log of instance.redo.logs) yield logRow(log, persona);
  },
};

export const LOGFILE: FixedView = {
  base: 'LOGFILE',
  columns: LOGFILE_COLUMNS,
  *rows({ instance }) {
    for (const log of instance.redo.logs) {
      for (const member of log.members) {
        yield { 'GROUP#': log.group, TYPE: 'ONLINE', MEMBER: member, IS_RECOVERY_DEST_FILE: 'NO', CON_ID: 0 };
      }
    }
  },
};

/** A standby has one standby log group a thread; a primary none. */
export const STANDBY_LOG: FixedView = {
  base: 'STANDBY_LOG',
  columns: STANDBY_LOG_COLUMNS,
  *rows({ instance, persona }) {
    if (persona.role === 'PRIMARY') return;
    for (const thread of instance.redo.threads) {
      yield {
        'GROUP#': 10 + thread.thread,
        DBID: String(persona.dbid),
        'THREAD#': thread.thread,
        'SEQUENCE#': thread.sequence,
        BYTES: 209_715_200,
        BLOCKSIZE: REDO_BLOCK_BYTES,
        USED: 0,
        ARCHIVED: 'YES',
        STATUS: 'ACTIVE',
        'FIRST_CHANGE#': thread.checkpointScn,
        'LAST_CHANGE#': thread.lastRedoScn,
        LAST_TIME: dateOf(thread.lastRedoAtMs),
        CON_ID: 0,
      };
    }
  },
};

export const ARCHIVED_LOG: FixedView = {
  base: 'ARCHIVED_LOG',
  columns: ARCHIVED_LOG_COLUMNS,
  *rows({ instance, persona }) {
    for (const log of instance.redo.archived) yield archivedRow(log, persona);
  },
};

export const LOG_HISTORY: FixedView = {
  base: 'LOG_HISTORY',
  columns: LOG_HISTORY_COLUMNS,
  *rows({ instance, persona }) {
    for (const log of instance.redo.archived) {
      yield {
        RECID: log.recordId,
        STAMP: Math.floor(log.completedAtMs / 1000),
        'THREAD#': log.thread,
        'SEQUENCE#': log.sequence,
        'FIRST_CHANGE#': log.firstScn,
        FIRST_TIME: dateOf(log.firstAtMs),
        'NEXT_CHANGE#': log.nextScn,
        'RESETLOGS_CHANGE#': persona.resetlogsScn,
        RESETLOGS_TIME: dateOf(persona.createdAtMs),
        CON_ID: 0,
      };
    }
  },
};

export const THREAD: FixedView = {
  base: 'THREAD',
  columns: THREAD_COLUMNS,
  *rows({ instance, persona }) {
    const logs = [...instance.redo.logs];
    for (const thread of instance.redo.threads) {
      const groups = logs.filter((log) => log.thread === thread.thread).length;
      yield threadRow(thread, groups, persona);
    }
  },
};

export const ARCHIVE_GAP: FixedView = { base: 'ARCHIVE_GAP', columns: ARCHIVE_GAP_COLUMNS, rows: () => [] };

/** Mining comes with the redo of the stand-in; a session that has not started any meets what Oracle says then. */
export const LOGMNR_CONTENTS: FixedView = {
  base: 'LOGMNR_CONTENTS',
  columns: CONTENTS_COLUMNS,
  rows: ({ catalog, session }) => {
    if (!catalog.privileges.hasSystem(session.user, 'LOGMINING')) throw oracleError(1031);
    throw oracleError(1306);
  },
};

export const LOGMNR_LOGS: FixedView = { base: 'LOGMNR_LOGS', columns: MINED_LOG_COLUMNS, rows: () => [] };

export const LOGMNR_PARAMETERS: FixedView = {
  base: 'LOGMNR_PARAMETERS',
  columns: MINING_PARAMETER_COLUMNS,
  rows: () => [],
};

function logRow(log: RedoLogFacts, persona: Persona): Row {
  return {
    'GROUP#': log.group,
    'THREAD#': log.thread,
    'SEQUENCE#': log.sequence,
    BYTES: log.bytes,
    BLOCKSIZE: REDO_BLOCK_BYTES,
    MEMBERS: log.members.length,
    ARCHIVED: yesNo(log.archived),
    STATUS: log.status,
    'FIRST_CHANGE#': log.firstScn,
    FIRST_TIME: dateOf(log.firstAtMs),
    'NEXT_CHANGE#': log.nextScn ?? OPEN_END[persona.releaseName],
    NEXT_TIME: dateOf(log.nextAtMs),
    CON_ID: 0,
  };
}

function archivedRow(log: ArchivedLogFacts, persona: Persona): Row {
  return {
    RECID: log.recordId,
    STAMP: Math.floor(log.completedAtMs / 1000),
    NAME: log.name,
    DEST_ID: log.destination,
    'THREAD#': log.thread,
    'SEQUENCE#': log.sequence,
    'RESETLOGS_CHANGE#': persona.resetlogsScn,
    RESETLOGS_TIME: dateOf(persona.createdAtMs),
    RESETLOGS_ID: resetlogsId(persona),
    'FIRST_CHANGE#': log.firstScn,
    FIRST_TIME: dateOf(log.firstAtMs),
    'NEXT_CHANGE#': log.nextScn,
    NEXT_TIME: dateOf(log.nextAtMs),
    BLOCKS: log.blocks,
    BLOCK_SIZE: REDO_BLOCK_BYTES,
    CREATOR: 'ARCH',
    REGISTRAR: 'ARCH',
    STANDBY_DEST: 'NO',
    ARCHIVED: 'YES',
    APPLIED: persona.role === 'PRIMARY' ? 'NO' : 'YES',
    DELETED: yesNo(log.deleted),
    STATUS: log.deleted ? 'D' : 'A',
    COMPLETION_TIME: dateOf(log.completedAtMs),
    DICTIONARY_BEGIN: yesNo(log.dictionaryBegin),
    DICTIONARY_END: yesNo(log.dictionaryEnd),
    END_OF_REDO: 'NO',
    BACKUP_COUNT: 0,
    'ARCHIVAL_THREAD#': log.thread,
    'ACTIVATION#': persona.dbid,
    IS_RECOVERY_DEST_FILE: 'YES',
    COMPRESSED: 'NO',
    FAL: 'NO',
    BACKED_BY_VSS: 'NO',
    CON_ID: 0,
  };
}

function threadRow(thread: RedoThreadFacts, groups: number, persona: Persona): Row {
  return {
    'THREAD#': thread.thread,
    STATUS: thread.open ? 'OPEN' : 'CLOSED',
    ENABLED: 'PUBLIC',
    GROUPS: groups,
    INSTANCE: instanceNameOf(persona, thread.thread),
    OPEN_TIME: dateOf(persona.createdAtMs),
    'CURRENT_GROUP#': thread.currentGroup,
    'SEQUENCE#': thread.sequence,
    'CHECKPOINT_CHANGE#': thread.checkpointScn,
    CHECKPOINT_TIME: dateOf(persona.createdAtMs),
    'ENABLE_CHANGE#': persona.resetlogsScn,
    ENABLE_TIME: dateOf(persona.createdAtMs),
    'DISABLE_CHANGE#': 0,
    'LAST_REDO_SEQUENCE#': thread.sequence,
    LAST_REDO_BLOCK: 0,
    'LAST_REDO_CHANGE#': thread.lastRedoScn,
    LAST_REDO_TIME: dateOf(thread.lastRedoAtMs),
    CON_ID: 0,
  };
}

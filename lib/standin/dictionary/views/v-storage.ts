import { BLOCK_BYTES } from '../../sql/store/extent.ts';
import { dateOf } from '../cell.ts';
import type { FixedView } from '../fixed-view.ts';
import { dataFilesOf, tablespacesOf } from '../tablespace.ts';

const DATAFILE_COLUMNS = `
  FILE#, CREATION_CHANGE#, CREATION_TIME:date, TS#, RFILE#, STATUS:7, ENABLED:10, CHECKPOINT_CHANGE#,
  CHECKPOINT_TIME:date, UNRECOVERABLE_CHANGE#, UNRECOVERABLE_TIME:date, LAST_CHANGE#, LAST_TIME:date,
  OFFLINE_CHANGE#, ONLINE_CHANGE#, ONLINE_TIME:date, BYTES, BLOCKS, CREATE_BYTES, BLOCK_SIZE, NAME:513,
  PLUGGED_IN, BLOCK1_OFFSET, AUX_NAME:513, FIRST_NONLOGGED_SCN, FIRST_NONLOGGED_TIME:date, FOREIGN_DBID,
  FOREIGN_CREATION_CHANGE#, FOREIGN_CREATION_TIME:date, PLUGGED_READONLY:3, PLUGIN_CHANGE#,
  PLUGIN_RESETLOGS_CHANGE#, PLUGIN_RESETLOGS_TIME:date, CON_ID`;

const TEMPFILE_COLUMNS = `
  FILE#, CREATION_CHANGE#, CREATION_TIME:date, TS#, RFILE#, STATUS:7, ENABLED:10, BYTES, BLOCKS, CREATE_BYTES,
  BLOCK_SIZE, NAME:513, CON_ID`;

const TABLESPACE_COLUMNS = `
  TS#, NAME:30, INCLUDED_IN_DATABASE_BACKUP:3, BIGFILE:3, FLASHBACK_ON:3, ENCRYPT_IN_BACKUP:3, CON_ID`;

const UNDO_COLUMNS = `
  BEGIN_TIME:date, END_TIME:date, UNDOTSN, UNDOBLKS, TXNCOUNT, MAXQUERYLEN, MAXQUERYID:13, MAXCONCURRENCY,
  UNXPSTEALCNT, UNXPBLKRELCNT, UNXPBLKREUCNT, EXPSTEALCNT, EXPBLKRELCNT, EXPBLKREUCNT, SSOLDERRCNT, NOSPACEERRCNT,
  ACTIVEBLKS, UNEXPIREDBLKS, EXPIREDBLKS, TUNED_UNDORETENTION, CON_ID`;

const CONTROLFILE_COLUMNS = `
  STATUS:7, NAME:513, IS_RECOVERY_DEST_FILE:3, BLOCK_SIZE, FILE_SIZE_BLKS, CON_ID`;

/** UNRECOVERABLE_CHANGE# is where NOLOGGING changes can be seen. */
export const DATAFILE: FixedView = {
  base: 'DATAFILE',
  columns: DATAFILE_COLUMNS,
  *rows(context) {
    const { persona, instance } = context;
    for (const file of dataFilesOf(context)) {
      yield {
        'FILE#': file.fileId,
        'CREATION_CHANGE#': persona.resetlogsScn,
        CREATION_TIME: dateOf(persona.createdAtMs),
        'TS#': file.tablespaceNumber,
        'RFILE#': file.fileId,
        STATUS: file.tablespace === 'SYSTEM' ? 'SYSTEM' : 'ONLINE',
        ENABLED: persona.role === 'PRIMARY' ? 'READ WRITE' : 'READ ONLY',
        'CHECKPOINT_CHANGE#': instance.currentScn,
        CHECKPOINT_TIME: dateOf(instance.nowMs),
        'UNRECOVERABLE_CHANGE#': file.unrecoverableScn,
        'OFFLINE_CHANGE#': 0,
        'ONLINE_CHANGE#': 0,
        BYTES: file.blocks * BLOCK_BYTES,
        BLOCKS: file.blocks,
        CREATE_BYTES: 0,
        BLOCK_SIZE: BLOCK_BYTES,
        NAME: file.name,
        PLUGGED_IN: 0,
        BLOCK1_OFFSET: BLOCK_BYTES,
        AUX_NAME: 'NONE',
        FIRST_NONLOGGED_SCN: 0,
        FOREIGN_DBID: 0,
        'FOREIGN_CREATION_CHANGE#': 0,
        PLUGGED_READONLY: 'NO',
        'PLUGIN_CHANGE#': 0,
        'PLUGIN_RESETLOGS_CHANGE#': 0,
        CON_ID: persona.container.conId,
      };
    }
  },
};

export const TEMPFILE: FixedView = {
  base: 'TEMPFILE',
  columns: TEMPFILE_COLUMNS,
  *rows(context) {
    const temporary = tablespacesOf(context).find((tablespace) => tablespace.contents === 'TEMPORARY');
    yield {
      'FILE#': 1,
      'CREATION_CHANGE#': context.persona.resetlogsScn,
      CREATION_TIME: dateOf(context.persona.createdAtMs),
      'TS#': temporary?.number,
      'RFILE#': 1,
      STATUS: 'ONLINE',
      ENABLED: 'READ WRITE',
      BYTES: 33_554_432,
      BLOCKS: 4_096,
      CREATE_BYTES: 33_554_432,
      BLOCK_SIZE: BLOCK_BYTES,
      NAME: `/u01/app/oracle/oradata/${context.persona.uniqueName}/temp01.dbf`,
      CON_ID: context.persona.container.conId,
    };
  },
};

export const TABLESPACE: FixedView = {
  base: 'TABLESPACE',
  columns: TABLESPACE_COLUMNS,
  *rows(context) {
    for (const tablespace of tablespacesOf(context)) {
      yield {
        'TS#': tablespace.number,
        NAME: tablespace.name,
        INCLUDED_IN_DATABASE_BACKUP: tablespace.contents === 'TEMPORARY' ? 'NO' : 'YES',
        BIGFILE: 'NO',
        FLASHBACK_ON: 'YES',
        CON_ID: context.persona.container.conId,
      };
    }
  },
};

export const CONTROLFILE: FixedView = {
  base: 'CONTROLFILE',
  columns: CONTROLFILE_COLUMNS,
  rows: ({ persona }) => [
    {
      NAME: `/u01/app/oracle/oradata/${persona.uniqueName}/control01.ctl`,
      IS_RECOVERY_DEST_FILE: 'NO',
      BLOCK_SIZE: 16_384,
      FILE_SIZE_BLKS: 646,
      CON_ID: 0,
    },
  ],
};

const TEN_MINUTES_MS = 600_000;

/** One row: the interval in progress, with what undo has done since the start. */
export const UNDOSTAT: FixedView = {
  base: 'UNDOSTAT',
  columns: UNDO_COLUMNS,
  rows: ({ instance, persona }, number) => [
    {
      BEGIN_TIME: dateOf(instance.nowMs - (instance.nowMs % TEN_MINUTES_MS)),
      END_TIME: dateOf(instance.nowMs),
      UNDOTSN: 2,
      UNDOBLKS: 0,
      TXNCOUNT: number === 1 ? instance.undo.transactionCount : 0,
      MAXQUERYLEN: 0,
      MAXCONCURRENCY: 0,
      UNXPSTEALCNT: 0,
      UNXPBLKRELCNT: 0,
      UNXPBLKREUCNT: 0,
      EXPSTEALCNT: 0,
      EXPBLKRELCNT: 0,
      EXPBLKREUCNT: 0,
      SSOLDERRCNT: number === 1 ? instance.undo.tooOldErrors : 0,
      NOSPACEERRCNT: 0,
      ACTIVEBLKS: 0,
      UNEXPIREDBLKS: 0,
      EXPIREDBLKS: 0,
      TUNED_UNDORETENTION: instance.undo.retentionSeconds,
      CON_ID: persona.container.conId,
    },
  ],
};

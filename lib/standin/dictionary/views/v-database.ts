import type { FixedView } from '../fixed-view.ts';
import type { Row } from '../cell.ts';
import { dateOf, yesNo } from '../cell.ts';
import type { Persona, SupplementalLogging } from '../persona.ts';
import type { DictionaryContext } from '../view.ts';

const DATABASE_COLUMNS = `
  DBID, NAME:9, CREATED:date, RESETLOGS_CHANGE#, RESETLOGS_TIME:date, PRIOR_RESETLOGS_CHANGE#,
  PRIOR_RESETLOGS_TIME:date, LOG_MODE:12, CHECKPOINT_CHANGE#, ARCHIVE_CHANGE#, CONTROLFILE_TYPE:7,
  CONTROLFILE_CREATED:date, CONTROLFILE_SEQUENCE#, CONTROLFILE_CHANGE#, CONTROLFILE_TIME:date, OPEN_RESETLOGS:11,
  VERSION_TIME:date, OPEN_MODE:20, PROTECTION_MODE:20, PROTECTION_LEVEL:20, REMOTE_ARCHIVE:8, ACTIVATION#,
  SWITCHOVER#, DATABASE_ROLE:16, ARCHIVELOG_CHANGE#, ARCHIVELOG_COMPRESSION:8, SWITCHOVER_STATUS:20,
  DATAGUARD_BROKER:8, GUARD_STATUS:7, SUPPLEMENTAL_LOG_DATA_MIN:8, SUPPLEMENTAL_LOG_DATA_PK:3,
  SUPPLEMENTAL_LOG_DATA_UI:3, FORCE_LOGGING:39, PLATFORM_ID, PLATFORM_NAME:101, RECOVERY_TARGET_INCARNATION#,
  LAST_OPEN_INCARNATION#, CURRENT_SCN, FLASHBACK_ON:18, SUPPLEMENTAL_LOG_DATA_FK:3, SUPPLEMENTAL_LOG_DATA_ALL:3,
  DB_UNIQUE_NAME:30, STANDBY_BECAME_PRIMARY_SCN, FS_FAILOVER_MODE:19@18, FS_FAILOVER_STATUS:22,
  FS_FAILOVER_CURRENT_TARGET:30, FS_FAILOVER_THRESHOLD, FS_FAILOVER_OBSERVER_PRESENT:7,
  FS_FAILOVER_OBSERVER_HOST:512, CONTROLFILE_CONVERTED:3, PRIMARY_DB_UNIQUE_NAME:30, SUPPLEMENTAL_LOG_DATA_PL:3,
  MIN_REQUIRED_CAPTURE_CHANGE#, CDB:3, CON_ID, PENDING_ROLE_CHANGE_TASKS:512, CON_DBID, FORCE_FULL_DB_CACHING:3,
  SUPPLEMENTAL_LOG_DATA_SR:3@19`;

const INSTANCE_COLUMNS = `
  INSTANCE_NUMBER, INSTANCE_NAME:16, HOST_NAME:64, VERSION:17, VERSION_LEGACY:17@18, VERSION_FULL:17@18,
  STARTUP_TIME:date, STATUS:12, PARALLEL:3, THREAD#, ARCHIVER:7, LOG_SWITCH_WAIT:15, LOGINS:10,
  SHUTDOWN_PENDING:3, DATABASE_STATUS:17, INSTANCE_ROLE:18, ACTIVE_STATE:9, BLOCKED:3, CON_ID, INSTANCE_MODE:11,
  EDITION:7, FAMILY:80, DATABASE_TYPE:15`;

const INCARNATION_COLUMNS = `
  INCARNATION#, RESETLOGS_CHANGE#, RESETLOGS_TIME:date, PRIOR_RESETLOGS_CHANGE#, PRIOR_RESETLOGS_TIME:date,
  STATUS:7, RESETLOGS_ID, PRIOR_INCARNATION#, FLASHBACK_DATABASE_ALLOWED:26, CON_ID`;

/** Linux x86 64-bit in V$TRANSPORTABLE_PLATFORM. */
const PLATFORM = { id: 13, name: 'Linux x86 64-bit' } as const;

export const DATABASE: FixedView = {
  base: 'DATABASE',
  columns: DATABASE_COLUMNS,
  rows: (context) => [databaseRow(context)],
};

export const INSTANCE: FixedView = {
  base: 'INSTANCE',
  columns: INSTANCE_COLUMNS,
  rows: (context, instance) => [instanceRow(context, instance)],
};

export const DATABASE_INCARNATION: FixedView = {
  base: 'DATABASE_INCARNATION',
  columns: INCARNATION_COLUMNS,
  rows: ({ persona }) => [
    {
      'INCARNATION#': 1,
      'RESETLOGS_CHANGE#': persona.resetlogsScn,
      RESETLOGS_TIME: dateOf(persona.createdAtMs),
      'PRIOR_RESETLOGS_CHANGE#': 1,
      PRIOR_RESETLOGS_TIME: dateOf(persona.createdAtMs),
      STATUS: 'CURRENT',
      RESETLOGS_ID: resetlogsId(persona),
      'PRIOR_INCARNATION#': 0,
      FLASHBACK_DATABASE_ALLOWED: 'NO',
      CON_ID: 0,
    },
  ],
};

/** The number in archived log names: seconds of the RESETLOGS in Oracle's own calendar; here since 1970. */
export function resetlogsId(persona: Persona): number {
  return Math.floor(persona.createdAtMs / 1000);
}

export function instanceNameOf(persona: Persona, instance: number): string {
  return persona.threads === 1 ? persona.instanceName : persona.instanceName.replace(/\d*$/, String(instance));
}

function databaseRow(context: DictionaryContext): Row {
  const { persona, instance } = context;
  const created = dateOf(persona.createdAtMs);
  const primary = persona.role === 'PRIMARY';
  return {
    DBID: persona.dbid,
    NAME: persona.databaseName,
    CREATED: created,
    'RESETLOGS_CHANGE#': persona.resetlogsScn,
    RESETLOGS_TIME: created,
    'PRIOR_RESETLOGS_CHANGE#': 1,
    PRIOR_RESETLOGS_TIME: created,
    LOG_MODE: instance.switches.archiveLog ? 'ARCHIVELOG' : 'NOARCHIVELOG',
    'CHECKPOINT_CHANGE#': persona.resetlogsScn,
    'ARCHIVE_CHANGE#': persona.resetlogsScn,
    CONTROLFILE_TYPE: primary ? 'CURRENT' : 'STANDBY',
    CONTROLFILE_CREATED: created,
    'CONTROLFILE_SEQUENCE#': 1,
    'CONTROLFILE_CHANGE#': instance.currentScn,
    CONTROLFILE_TIME: dateOf(instance.nowMs),
    OPEN_RESETLOGS: 'NOT ALLOWED',
    VERSION_TIME: created,
    OPEN_MODE: persona.openMode,
    PROTECTION_MODE: 'MAXIMUM PERFORMANCE',
    PROTECTION_LEVEL: 'MAXIMUM PERFORMANCE',
    REMOTE_ARCHIVE: 'ENABLED',
    'ACTIVATION#': persona.dbid,
    'SWITCHOVER#': persona.dbid,
    DATABASE_ROLE: persona.role,
    'ARCHIVELOG_CHANGE#': persona.resetlogsScn,
    ARCHIVELOG_COMPRESSION: 'DISABLED',
    SWITCHOVER_STATUS: 'NOT ALLOWED',
    DATAGUARD_BROKER: 'DISABLED',
    GUARD_STATUS: 'NONE',
    PLATFORM_ID: PLATFORM.id,
    PLATFORM_NAME: PLATFORM.name,
    'RECOVERY_TARGET_INCARNATION#': 1,
    'LAST_OPEN_INCARNATION#': 1,
    CURRENT_SCN: instance.currentScn,
    FLASHBACK_ON: yesNo(instance.switches.flashback),
    DB_UNIQUE_NAME: persona.uniqueName,
    STANDBY_BECAME_PRIMARY_SCN: 0,
    FS_FAILOVER_MODE: 'DISABLED',
    FS_FAILOVER_STATUS: 'DISABLED',
    FS_FAILOVER_THRESHOLD: 0,
    CONTROLFILE_CONVERTED: 'NO',
    CDB: yesNo(persona.cdb),
    CON_ID: 0,
    PENDING_ROLE_CHANGE_TASKS: 'NOT APPLICABLE',
    CON_DBID: persona.container.dbid,
    FORCE_FULL_DB_CACHING: 'NO',
    ...loggingCells(context),
  };
}

function loggingCells({ instance }: DictionaryContext): Row {
  const { supplemental, forceLogging } = instance.switches;
  return {
    FORCE_LOGGING: yesNo(forceLogging),
    SUPPLEMENTAL_LOG_DATA_MIN: minimalOf(supplemental),
    SUPPLEMENTAL_LOG_DATA_PK: yesNo(supplemental.primaryKey),
    SUPPLEMENTAL_LOG_DATA_UI: yesNo(supplemental.uniqueIndex),
    SUPPLEMENTAL_LOG_DATA_FK: yesNo(supplemental.foreignKey),
    SUPPLEMENTAL_LOG_DATA_ALL: yesNo(supplemental.allColumns),
    SUPPLEMENTAL_LOG_DATA_PL: yesNo(supplemental.procedural),
    SUPPLEMENTAL_LOG_DATA_SR: yesNo(supplemental.subsetReplication),
  };
}

/** IMPLICIT: switched on by key or all-column logging, and off with it. */
function minimalOf(supplemental: SupplementalLogging): string {
  if (supplemental.minimal) return 'YES';
  const { primaryKey, uniqueIndex, foreignKey, allColumns } = supplemental;
  return primaryKey || uniqueIndex || foreignKey || allColumns ? 'IMPLICIT' : 'NO';
}

function instanceRow({ persona, instance: facts }: DictionaryContext, instance: number): Row {
  const cluster = persona.threads > 1;
  return {
    INSTANCE_NUMBER: instance,
    INSTANCE_NAME: instanceNameOf(persona, instance),
    HOST_NAME: cluster ? `${persona.hostName}${instance}` : persona.hostName,
    VERSION: persona.version,
    VERSION_LEGACY: persona.version,
    VERSION_FULL: persona.versionFull,
    STARTUP_TIME: dateOf(facts.startedAtMs),
    STATUS: 'OPEN',
    PARALLEL: yesNo(cluster),
    'THREAD#': instance,
    ARCHIVER: facts.switches.archiveLog ? 'STARTED' : 'STOPPED',
    LOGINS: 'ALLOWED',
    SHUTDOWN_PENDING: 'NO',
    DATABASE_STATUS: 'ACTIVE',
    INSTANCE_ROLE: 'PRIMARY_INSTANCE',
    ACTIVE_STATE: 'NORMAL',
    BLOCKED: 'NO',
    CON_ID: 0,
    INSTANCE_MODE: 'REGULAR',
    EDITION: 'EE',
    DATABASE_TYPE: cluster ? 'RAC' : 'SINGLE',
  };
}

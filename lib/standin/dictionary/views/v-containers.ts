import type { OracleTimestampTz } from '../../sql/values/value.ts';
import type { Row } from '../cell.ts';
import { dateOf } from '../cell.ts';
import type { FixedView } from '../fixed-view.ts';
import type { Container } from '../persona.ts';
import type { DictionaryContext } from '../view.ts';

const CONTAINER_COLUMNS = `
  CON_ID, DBID, CON_UID, GUID:raw16, NAME:128, OPEN_MODE:10, RESTRICTED:3, OPEN_TIME:tstz3, CREATE_SCN,
  TOTAL_SIZE, BLOCK_SIZE, RECOVERY_STATUS:8, SNAPSHOT_PARENT_CON_ID, APPLICATION_ROOT:3, APPLICATION_PDB:3,
  APPLICATION_SEED:3, APPLICATION_ROOT_CON_ID, APPLICATION_ROOT_CLONE:3, PROXY_PDB:3, LOCAL_UNDO, UNDO_SCN,
  UNDO_TIMESTAMP:date, CREATION_TIME:date, PDB_COUNT, AUDIT_FILES_SIZE, MAX_SIZE, MAX_DIAGNOSTICS_SIZE,
  MAX_AUDIT_SIZE, LAST_CHANGED_BY:11, MEMBER_CDB:3, TENANT_ID:256@18, UPGRADE_LEVEL@18, GUID_BASE64:30@18`;

const PDB_COLUMNS = `
  CON_ID, DBID, CON_UID, GUID:raw16, NAME:128, OPEN_MODE:10, RESTRICTED:3, OPEN_TIME:tstz3, CREATE_SCN,
  TOTAL_SIZE, BLOCK_SIZE, RECOVERY_STATUS:8, SNAPSHOT_PARENT_CON_ID, APPLICATION_ROOT:3, APPLICATION_PDB:3,
  APPLICATION_SEED:3, APPLICATION_ROOT_CON_ID, APPLICATION_ROOT_CLONE:3, PROXY_PDB:3, LOCAL_UNDO, UNDO_SCN,
  UNDO_TIMESTAMP:date, CREATION_TIME:date, DIAGNOSTICS_SIZE, PDB_COUNT, AUDIT_FILES_SIZE, MAX_SIZE,
  MAX_DIAGNOSTICS_SIZE, MAX_AUDIT_SIZE, LAST_CHANGED_BY:11, TEMPLATE:3@18, TENANT_ID:256@18, UPGRADE_LEVEL@18,
  GUID_BASE64:30@18`;

/** In a non-CDB the database itself; in the root the root and its one PDB; in a PDB that PDB. */
export const CONTAINERS: FixedView = {
  base: 'CONTAINERS',
  columns: CONTAINER_COLUMNS,
  *rows(context) {
    for (const container of containersOf(context)) {
      yield { ...containerRow(container, context), MEMBER_CDB: 'NO' };
    }
  },
};

/** PDB$SEED is not kept: V$PDBS shows the PDB alone. */
export const PDBS: FixedView = {
  base: 'PDBS',
  columns: PDB_COLUMNS,
  *rows(context) {
    for (const container of containersOf(context)) {
      if (container.conId > 1) yield { ...containerRow(container, context), DIAGNOSTICS_SIZE: 0, TEMPLATE: 'NO' };
    }
  },
};

function containersOf({ persona }: DictionaryContext): readonly Container[] {
  return [persona.container];
}

function containerRow(container: Container, { persona, instance }: DictionaryContext): Row {
  return {
    CON_ID: container.conId,
    DBID: container.dbid,
    CON_UID: container.conId <= 1 ? container.conId : container.dbid,
    GUID: guidOf(container),
    NAME: container.name,
    OPEN_MODE: persona.role === 'PRIMARY' ? 'READ WRITE' : 'READ ONLY',
    RESTRICTED: 'NO',
    OPEN_TIME: openTime(instance.startedAtMs),
    CREATE_SCN: persona.resetlogsScn,
    TOTAL_SIZE: 0,
    BLOCK_SIZE: 8192,
    RECOVERY_STATUS: 'ENABLED',
    APPLICATION_ROOT: 'NO',
    APPLICATION_PDB: 'NO',
    APPLICATION_SEED: 'NO',
    APPLICATION_ROOT_CLONE: 'NO',
    PROXY_PDB: 'NO',
    LOCAL_UNDO: persona.cdb ? 1 : 0,
    UNDO_SCN: 0,
    CREATION_TIME: dateOf(persona.createdAtMs),
    PDB_COUNT: 0,
    AUDIT_FILES_SIZE: 0,
    MAX_SIZE: 0,
    MAX_DIAGNOSTICS_SIZE: 0,
    MAX_AUDIT_SIZE: 0,
    LAST_CHANGED_BY: 'COMMON USER',
    UPGRADE_LEVEL: 1,
    GUID_BASE64: Buffer.from(guidOf(container)).toString('base64'),
  };
}

/** Stable, and different for each container. */
function guidOf(container: Container): Uint8Array {
  const bytes = Buffer.alloc(16, 0x5e);
  bytes.writeUInt32BE(container.dbid, 0);
  bytes.writeUInt32BE(container.conId, 4);
  return new Uint8Array(bytes);
}

function openTime(ms: number): OracleTimestampTz {
  const date = new Date(ms);
  return {
    kind: 'timestamp-tz',
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: date.getUTCMilliseconds() * 1_000_000,
    offsetMinutes: 0,
    region: null,
  };
}

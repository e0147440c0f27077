import type { Row } from '../cell.ts';
import { dateOf } from '../cell.ts';
import type { FixedView } from '../fixed-view.ts';
import { KEYWORDS, RESERVED_WORDS as RESERVED } from '../reserved-words.ts';
import type { DictionaryContext } from '../view.ts';
import { instanceNameOf } from './v-database.ts';

const VERSION_COLUMNS = `
  BANNER:80, BANNER_FULL:160@18, BANNER_LEGACY:80@18, CON_ID`;

const RESERVED_WORD_COLUMNS = `
  KEYWORD:128, LENGTH, RESERVED:1, RES_TYPE:1, RES_ATTR:1, RES_SEMI:1, DUPLICATE:1, CON_ID`;

const PASSWORD_FILE_COLUMNS = `
  USERNAME:128, SYSDBA:5, SYSOPER:5, SYSASM:5, SYSBACKUP:5, SYSDG:5, SYSKM:5, ACCOUNT_STATUS:30,
  PASSWORD_PROFILE:128, LAST_LOGIN:tstz9, LOCK_DATE:date, EXPIRY_DATE:date, EXTERNAL_NAME:1024,
  AUTHENTICATION_TYPE:8, COMMON:3, CON_ID`;

const ACTIVE_INSTANCE_COLUMNS = `
  INST_NUMBER, INST_NAME:256, CON_ID`;

const SERVICE_COLUMNS = `
  SERVICE_ID, NAME:64, NAME_HASH, NETWORK_NAME:512, CREATION_DATE:date, CREATION_DATE_HASH, GOAL:12, DTP:1,
  AQ_HA_NOTIFICATION:3, CLB_GOAL:5, COMMIT_OUTCOME:3, RETENTION_TIME, REPLAY_INITIATION_TIMEOUT,
  SESSION_STATE_CONSISTENCY:128, GLOBAL:3, PDB:128, SQL_TRANSLATION_PROFILE:261, MAX_LAG_TIME:128,
  STOP_OPTION:128, FAILOVER_RESTORE:128, DRAIN_TIMEOUT, TABLE_FAMILY_ID@19, CON_ID`;

const WALLET_COLUMNS = `
  WRL_TYPE:20, WRL_PARAMETER:4000, STATUS:30, WALLET_TYPE:20, WALLET_ORDER:9, KEYSTORE_MODE:8, FULLY_BACKED_UP:9,
  CON_ID`;

export const VERSION: FixedView = {
  base: 'VERSION',
  audience: 'everyone',
  columns: VERSION_COLUMNS,
  *rows({ persona }) {
    for (const banner of persona.banners) {
      yield {
        BANNER: banner.slice(0, 80),
        BANNER_FULL: `${banner}\nVersion ${persona.versionFull}`,
        BANNER_LEGACY: banner.slice(0, 80),
        CON_ID: 0,
      };
    }
  },
};

const OPTIONS: readonly (readonly [name: string, installed: boolean])[] = [
  ['Partitioning', true],
  ['Objects', true],
  ['Advanced replication', true],
  ['Bit-mapped indexes', true],
  ['Connection multiplexing', true],
  ['Database queuing', true],
  ['Flashback Database', true],
  ['Flashback Table', true],
  ['Incremental backup and recovery', true],
  ['Instead-of triggers', true],
  ['Java', false],
  ['Materialized view rewrite', true],
  ['OLAP', false],
  ['Online Index Build', true],
  ['Oracle Data Guard', true],
  ['Oracle Database Vault', false],
  ['Oracle Label Security', false],
  ['Parallel execution', true],
  ['Point-in-time tablespace recovery', true],
  ['Real Application Testing', true],
  ['Sample Scan', true],
  ['Spatial', false],
  ['Streams Capture', true],
  ['Transparent Data Encryption', true],
  ['Unified Auditing', false],
];

export const OPTION: FixedView = {
  base: 'OPTION',
  columns: 'PARAMETER:64, VALUE:64, CON_ID',
  *rows({ persona }) {
    yield { PARAMETER: 'Real Application Clusters', VALUE: truth(persona.threads > 1), CON_ID: 0 };
    for (const [name, installed] of OPTIONS) yield { PARAMETER: name, VALUE: truth(installed), CON_ID: 0 };
  },
};

/** The regions this machine knows; Oracle lists each with its abbreviations, the stand-in with LMT alone. */
export const TIMEZONE_NAMES: FixedView = {
  base: 'TIMEZONE_NAMES',
  audience: 'everyone',
  columns: 'TZNAME:64, TZABBREV:64, CON_ID',
  *rows() {
    for (const zone of Intl.supportedValuesOf('timeZone')) yield { TZNAME: zone, TZABBREV: 'LMT', CON_ID: 0 };
  },
};

export const RESERVED_WORDS: FixedView = {
  base: 'RESERVED_WORDS',
  columns: RESERVED_WORD_COLUMNS,
  *rows() {
    for (const word of RESERVED) yield wordRow(word, true);
    for (const word of KEYWORDS) yield wordRow(word, false);
  },
};

export const PWFILE_USERS: FixedView = {
  base: 'PWFILE_USERS',
  columns: PASSWORD_FILE_COLUMNS,
  rows: (context) => [passwordFileRow(context)],
};

export const ACTIVE_INSTANCES: FixedView = {
  base: 'ACTIVE_INSTANCES',
  columns: ACTIVE_INSTANCE_COLUMNS,
  *rows({ persona }) {
    if (persona.threads === 1) return;
    for (let number = 1; number <= persona.threads; number += 1) {
      yield {
        INST_NUMBER: number,
        INST_NAME: `${persona.hostName}${number}:${instanceNameOf(persona, number)}`,
        CON_ID: 0,
      };
    }
  },
};

/** The service of the database (or of its PDB) and the two of every instance. */
export const SERVICES: FixedView = {
  base: 'SERVICES',
  columns: SERVICE_COLUMNS,
  *rows({ persona }) {
    const own = persona.container.conId > 1 ? persona.container.name : persona.uniqueName;
    for (const [id, name] of ['SYS$BACKGROUND', 'SYS$USERS', own.toLowerCase()].entries()) {
      yield {
        SERVICE_ID: id + 1,
        NAME: name,
        NETWORK_NAME: name.startsWith('SYS$') ? null : name,
        CREATION_DATE: dateOf(persona.createdAtMs),
        GOAL: 'NONE',
        DTP: 'N',
        AQ_HA_NOTIFICATION: 'NO',
        CLB_GOAL: 'LONG',
        COMMIT_OUTCOME: 'NO',
        GLOBAL: 'NO',
        PDB: persona.container.conId > 1 ? persona.container.name : null,
        CON_ID: persona.container.conId,
      };
    }
  },
};

export const ENCRYPTION_WALLET: FixedView = {
  base: 'ENCRYPTION_WALLET',
  columns: WALLET_COLUMNS,
  rows: () => [
    {
      WRL_TYPE: 'FILE',
      WRL_PARAMETER: '/u01/app/oracle/admin/orcl/wallet',
      STATUS: 'NOT_AVAILABLE',
      WALLET_TYPE: 'UNKNOWN',
      WALLET_ORDER: 'SINGLE',
      KEYSTORE_MODE: 'NONE',
      FULLY_BACKED_UP: 'UNDEFINED',
      CON_ID: 0,
    },
  ],
};

function truth(flag: boolean): string {
  return flag ? 'TRUE' : 'FALSE';
}

function wordRow(word: string, reserved: boolean): Row {
  return {
    KEYWORD: word,
    LENGTH: word.length,
    RESERVED: reserved ? 'Y' : 'N',
    RES_TYPE: 'N',
    RES_ATTR: 'N',
    RES_SEMI: 'N',
    DUPLICATE: 'N',
    CON_ID: 0,
  };
}

function passwordFileRow({ persona }: DictionaryContext): Row {
  return {
    USERNAME: 'SYS',
    SYSDBA: 'TRUE',
    SYSOPER: 'TRUE',
    SYSASM: 'FALSE',
    SYSBACKUP: 'FALSE',
    SYSDG: 'FALSE',
    SYSKM: 'FALSE',
    ACCOUNT_STATUS: 'OPEN',
    AUTHENTICATION_TYPE: 'PASSWORD',
    COMMON: persona.cdb ? 'YES' : 'NO',
    CON_ID: persona.cdb ? 1 : 0,
    LOCK_DATE: dateOf(null),
  };
}

import type { User } from '../../sql/catalog/user.ts';
import type { Row } from '../cell.ts';
import { dateOf, yesNo } from '../cell.ts';
import type { DictionaryContext, ViewDefinition } from '../view.ts';

const ALL_COLUMNS = `
  USERNAME:128!, USER_ID!, CREATED:date!, COMMON:3, ORACLE_MAINTAINED:1, INHERITED:3, DEFAULT_COLLATION:100,
  IMPLICIT:3, ALL_SHARD:3, EXTERNAL_SHARD:3@21`;

const DBA_COLUMNS = `
  USERNAME:128!, USER_ID!, PASSWORD:4000, ACCOUNT_STATUS:32!, LOCK_DATE:date, EXPIRY_DATE:date,
  DEFAULT_TABLESPACE:30!, TEMPORARY_TABLESPACE:30!, LOCAL_TEMP_TABLESPACE:30, CREATED:date!, PROFILE:128!,
  INITIAL_RSRC_CONSUMER_GROUP:128, EXTERNAL_NAME:4000, PASSWORD_VERSIONS:12, EDITIONS_ENABLED:1,
  AUTHENTICATION_TYPE:8, PROXY_ONLY_CONNECT:1, COMMON:3, LAST_LOGIN:tstz9, ORACLE_MAINTAINED:1, INHERITED:3,
  DEFAULT_COLLATION:100, IMPLICIT:3, ALL_SHARD:3, PASSWORD_CHANGE_DATE:date@19`;

const USER_COLUMNS = `
  USERNAME:128!, USER_ID!, ACCOUNT_STATUS:32!, LOCK_DATE:date, EXPIRY_DATE:date, DEFAULT_TABLESPACE:30!,
  TEMPORARY_TABLESPACE:30!, LOCAL_TEMP_TABLESPACE:30, CREATED:date!, INITIAL_RSRC_CONSUMER_GROUP:128,
  EXTERNAL_NAME:4000, PROXY_ONLY_CONNECT:1, COMMON:3, ORACLE_MAINTAINED:1, INHERITED:3, DEFAULT_COLLATION:100,
  IMPLICIT:3, ALL_SHARD:3, PASSWORD_CHANGE_DATE:date@19`;

const QUOTA_COLUMNS = `
  TABLESPACE_NAME:30!, USERNAME:128, BYTES, MAX_BYTES, BLOCKS, MAX_BLOCKS, DROPPED:3`;

const PROFILE_COLUMNS = `
  PROFILE:128!, RESOURCE_NAME:32!, RESOURCE_TYPE:8, LIMIT:128, COMMON:3, INHERITED:3, IMPLICIT:3`;

export const USER_VIEWS: readonly ViewDefinition[] = [
  {
    name: 'ALL_USERS',
    audience: 'everyone',
    columns: ALL_COLUMNS,
    comment: 'Users of the database',
    *rows(context, filter) {
      for (const user of context.catalog.users.values()) {
        if (filter.get('USERNAME')?.includes(user.name) !== false) yield briefRow(user, context);
      }
    },
  },
  {
    name: 'DBA_USERS',
    audience: 'catalog',
    columns: DBA_COLUMNS,
    comment: 'Users of the database with their accounts',
    *rows(context, filter) {
      for (const user of context.catalog.users.values()) {
        if (filter.get('USERNAME')?.includes(user.name) !== false) yield fullRow(user, context);
      }
    },
  },
  {
    name: 'CDB_USERS',
    audience: 'catalog',
    columns: `${DBA_COLUMNS}, CON_ID`,
    comment: 'Users of all containers',
    *rows(context) {
      for (const user of context.catalog.users.values()) {
        yield { ...fullRow(user, context), CON_ID: context.persona.container.conId };
      }
    },
  },
  {
    name: 'USER_USERS',
    audience: 'everyone',
    columns: USER_COLUMNS,
    comment: 'The current user',
    *rows(context) {
      const user = context.catalog.users.get(context.session.user);
      if (user !== undefined) yield ownRow(user, context);
    },
  },
  {
    name: 'DBA_TS_QUOTAS',
    audience: 'catalog',
    columns: QUOTA_COLUMNS,
    comment: 'Tablespace quotas of all users',
    *rows(context) {
      for (const user of context.catalog.users.values()) yield* quotaRows(user);
    },
  },
  {
    name: 'USER_TS_QUOTAS',
    audience: 'everyone',
    columns: QUOTA_COLUMNS,
    lacks: new Set(['USERNAME']),
    comment: 'Tablespace quotas of the current user',
    *rows(context) {
      const user = context.catalog.users.get(context.session.user);
      if (user !== undefined) yield* quotaRows(user);
    },
  },
  {
    name: 'DBA_PROFILES',
    audience: 'catalog',
    columns: PROFILE_COLUMNS,
    comment: 'Profiles and their limits',
    *rows() {
      for (const [resource, type, limit] of DEFAULT_PROFILE) {
        yield {
          PROFILE: 'DEFAULT',
          RESOURCE_NAME: resource,
          RESOURCE_TYPE: type,
          LIMIT: limit,
          COMMON: 'NO',
          INHERITED: 'NO',
          IMPLICIT: 'NO',
        };
      }
    },
  },
];

/** Profile DEFAULT as a database is born with it. */
const DEFAULT_PROFILE: readonly (readonly [string, 'KERNEL' | 'PASSWORD', string])[] = [
  ['COMPOSITE_LIMIT', 'KERNEL', 'UNLIMITED'],
  ['SESSIONS_PER_USER', 'KERNEL', 'UNLIMITED'],
  ['CPU_PER_SESSION', 'KERNEL', 'UNLIMITED'],
  ['CPU_PER_CALL', 'KERNEL', 'UNLIMITED'],
  ['LOGICAL_READS_PER_SESSION', 'KERNEL', 'UNLIMITED'],
  ['LOGICAL_READS_PER_CALL', 'KERNEL', 'UNLIMITED'],
  ['IDLE_TIME', 'KERNEL', 'UNLIMITED'],
  ['CONNECT_TIME', 'KERNEL', 'UNLIMITED'],
  ['PRIVATE_SGA', 'KERNEL', 'UNLIMITED'],
  ['FAILED_LOGIN_ATTEMPTS', 'PASSWORD', '10'],
  ['PASSWORD_LIFE_TIME', 'PASSWORD', '180'],
  ['PASSWORD_REUSE_TIME', 'PASSWORD', 'UNLIMITED'],
  ['PASSWORD_REUSE_MAX', 'PASSWORD', 'UNLIMITED'],
  ['PASSWORD_VERIFY_FUNCTION', 'PASSWORD', 'NULL'],
  ['PASSWORD_LOCK_TIME', 'PASSWORD', '1'],
  ['PASSWORD_GRACE_TIME', 'PASSWORD', '7'],
  ['INACTIVE_ACCOUNT_TIME', 'PASSWORD', 'UNLIMITED'],
];

/** Common users: those of Oracle and, in a CDB, C## names. */
export function isCommon(name: string, oracleMaintained: boolean, context: DictionaryContext): boolean {
  return context.persona.cdb ? oracleMaintained || name.startsWith('C##') : oracleMaintained;
}

function briefRow(user: User, context: DictionaryContext): Row {
  const common = isCommon(user.name, user.oracleMaintained, context);
  return {
    USERNAME: user.name,
    USER_ID: user.userId,
    CREATED: dateOf(user.createdAtMs),
    COMMON: yesNo(common),
    ORACLE_MAINTAINED: user.oracleMaintained ? 'Y' : 'N',
    INHERITED: yesNo(common && context.persona.container.conId > 1),
    DEFAULT_COLLATION: 'USING_NLS_COMP',
    IMPLICIT: 'NO',
    ALL_SHARD: 'NO',
    EXTERNAL_SHARD: 'NO',
  };
}

function ownRow(user: User, context: DictionaryContext): Row {
  const { EXTERNAL_SHARD: _notHere, ...brief } = briefRow(user, context);
  return {
    ...brief,
    ACCOUNT_STATUS: user.accountStatus,
    DEFAULT_TABLESPACE: user.defaultTablespace,
    TEMPORARY_TABLESPACE: user.temporaryTablespace,
    LOCAL_TEMP_TABLESPACE: user.temporaryTablespace,
    INITIAL_RSRC_CONSUMER_GROUP: 'DEFAULT_CONSUMER_GROUP',
    PROXY_ONLY_CONNECT: 'N',
    PASSWORD_CHANGE_DATE: dateOf(user.createdAtMs),
  };
}

function fullRow(user: User, context: DictionaryContext): Row {
  return {
    ...ownRow(user, context),
    PROFILE: user.profile,
    PASSWORD_VERSIONS: user.password === null ? null : '11G 12C ',
    EDITIONS_ENABLED: 'N',
    AUTHENTICATION_TYPE: user.password === null ? 'NONE' : 'PASSWORD',
  };
}

function* quotaRows(user: User): Iterable<Row> {
  for (const [tablespace, quota] of user.quotas) {
    yield {
      TABLESPACE_NAME: tablespace,
      USERNAME: user.name,
      BYTES: 0,
      MAX_BYTES: quota === 'UNLIMITED' ? -1 : quota,
      BLOCKS: 0,
      MAX_BLOCKS: quota === 'UNLIMITED' ? -1 : quota / 8192n,
      DROPPED: 'NO',
    };
  }
}

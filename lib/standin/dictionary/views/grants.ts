import type { ObjectGrant, RoleGrant, SystemGrant } from '../../sql/catalog/user.ts';
import type { Row } from '../cell.ts';
import { yesNo } from '../cell.ts';
import { SYS_PACKAGES } from '../sys-packages.ts';
import type { DictionaryContext, ViewDefinition } from '../view.ts';

const ROLE_COLUMNS = `
  ROLE:128!, ROLE_ID!, PASSWORD_REQUIRED:8, AUTHENTICATION_TYPE:11, COMMON:3, ORACLE_MAINTAINED:1, INHERITED:3,
  IMPLICIT:3, EXTERNAL_NAME:4000`;

const ROLE_GRANT_COLUMNS = `
  GRANTEE:128, GRANTED_ROLE:128!, ADMIN_OPTION:3, DELEGATE_OPTION:3, DEFAULT_ROLE:3, COMMON:3, INHERITED:3`;

const OWN_ROLE_COLUMNS = `
  USERNAME:128, GRANTED_ROLE:128!, ADMIN_OPTION:3, DELEGATE_OPTION:3, DEFAULT_ROLE:3, OS_GRANTED:3, COMMON:3,
  INHERITED:3`;

const SYSTEM_GRANT_COLUMNS = `
  GRANTEE:128, PRIVILEGE:40!, ADMIN_OPTION:3, COMMON:3, INHERITED:3`;

const OWN_SYSTEM_COLUMNS = `
  USERNAME:128, PRIVILEGE:40!, ADMIN_OPTION:3, COMMON:3, INHERITED:3`;

const OBJECT_GRANT_COLUMNS = `
  GRANTEE:128, OWNER:128, TABLE_NAME:128, GRANTOR:128, PRIVILEGE:40, GRANTABLE:3, HIERARCHY:3, COMMON:3, TYPE:24,
  INHERITED:3`;

const VISIBLE_GRANT_COLUMNS = `
  GRANTOR:128, GRANTEE:128, TABLE_SCHEMA:128, TABLE_NAME:128, PRIVILEGE:40, GRANTABLE:3, HIERARCHY:3, COMMON:3,
  TYPE:24, INHERITED:3`;

const MADE_COLUMNS = `
  GRANTEE:128, OWNER:128, TABLE_NAME:128, GRANTOR:128, PRIVILEGE:40, GRANTABLE:3, HIERARCHY:3, COMMON:3, TYPE:24,
  INHERITED:3`;

const VISIBLE_COLUMN_GRANT_COLUMNS = `
  GRANTOR:128, GRANTEE:128, TABLE_SCHEMA:128, TABLE_NAME:128, COLUMN_NAME:128, PRIVILEGE:40, GRANTABLE:3,
  COMMON:3, INHERITED:3`;

const COLUMN_GRANT_COLUMNS = `
  GRANTEE:128, OWNER:128, TABLE_NAME:128, COLUMN_NAME:128, GRANTOR:128, PRIVILEGE:40, GRANTABLE:3, COMMON:3,
  INHERITED:3`;

const ROLE_TABLE_COLUMNS = `
  ROLE:128, OWNER:128, TABLE_NAME:128, COLUMN_NAME:128, PRIVILEGE:40, GRANTABLE:3, COMMON:3, INHERITED:3`;

const ROLE_SYSTEM_COLUMNS = `
  ROLE:128, PRIVILEGE:40, ADMIN_OPTION:3, COMMON:3, INHERITED:3`;

const ROLE_ROLE_COLUMNS = `
  ROLE:128, GRANTED_ROLE:128, ADMIN_OPTION:3, COMMON:3, INHERITED:3`;

type GrantView = Omit<ViewDefinition, 'rows'> & {
  readonly rows: (context: DictionaryContext) => Iterable<Row>;
};

const VIEWS: readonly GrantView[] = [
  {
    name: 'DBA_ROLES',
    audience: 'catalog',
    columns: ROLE_COLUMNS,
    comment: 'All roles',
    *rows({ catalog }) {
      for (const role of catalog.roles.values()) {
        yield {
          ROLE: role.name,
          ROLE_ID: role.roleId,
          PASSWORD_REQUIRED: 'NO',
          AUTHENTICATION_TYPE: 'NONE',
          COMMON: yesNo(role.oracleMaintained),
          ORACLE_MAINTAINED: role.oracleMaintained ? 'Y' : 'N',
          INHERITED: 'NO',
          IMPLICIT: 'NO',
        };
      }
    },
  },
  {
    name: 'DBA_ROLE_PRIVS',
    audience: 'catalog',
    columns: ROLE_GRANT_COLUMNS,
    comment: 'Roles granted to users and roles',
    *rows({ catalog }) {
      for (const grant of catalog.grants.roleGrants()) yield { GRANTEE: grant.grantee, ...roleCells(grant) };
    },
  },
  {
    name: 'USER_ROLE_PRIVS',
    audience: 'everyone',
    columns: OWN_ROLE_COLUMNS,
    comment: 'Roles granted to the current user',
    *rows({ catalog, session }) {
      for (const grantee of [session.user, 'PUBLIC']) {
        for (const grant of catalog.grants.rolesOf(grantee)) {
          yield { USERNAME: grantee, ...roleCells(grant), OS_GRANTED: 'NO' };
        }
      }
    },
  },
  {
    name: 'DBA_SYS_PRIVS',
    audience: 'catalog',
    columns: SYSTEM_GRANT_COLUMNS,
    comment: 'System privileges granted to users and roles',
    *rows({ catalog }) {
      for (const grant of catalog.grants.systemGrants()) yield { GRANTEE: grant.grantee, ...systemCells(grant) };
    },
  },
  {
    name: 'USER_SYS_PRIVS',
    audience: 'everyone',
    columns: OWN_SYSTEM_COLUMNS,
    comment: 'System privileges granted to the current user',
    *rows({ catalog, session }) {
      for (const grant of catalog.grants.systemGrants()) {
        if (grant.grantee === session.user || grant.grantee === 'PUBLIC') {
          yield { USERNAME: grant.grantee, ...systemCells(grant) };
        }
      }
    },
  },
  {
    name: 'DBA_TAB_PRIVS',
    audience: 'catalog',
    columns: OBJECT_GRANT_COLUMNS,
    comment: 'All grants on objects',
    *rows(context) {
      for (const grant of wholeObjectGrants(context)) yield objectGrantRow(grant, context);
    },
  },
  {
    name: 'USER_TAB_PRIVS',
    audience: 'everyone',
    columns: OBJECT_GRANT_COLUMNS,
    comment: 'Object grants of which the current user is owner, grantor or grantee',
    *rows(context) {
      const { user } = context.session;
      for (const grant of wholeObjectGrants(context)) {
        if ([grant.grantee, grant.owner, grant.grantor].includes(user)) yield objectGrantRow(grant, context);
      }
    },
  },
  {
    name: 'ALL_TAB_PRIVS',
    audience: 'everyone',
    columns: VISIBLE_GRANT_COLUMNS,
    comment: 'Object grants of which the user, an enabled role or PUBLIC is grantee, or the user owner or grantor',
    *rows(context) {
      const { user } = context.session;
      const grantees = context.catalog.privileges.granteesOf(user);
      for (const grant of wholeObjectGrants(context)) {
        if (grantees.has(grant.grantee) || grant.owner === user || grant.grantor === user) {
          const { OWNER: schema, ...row } = objectGrantRow(grant, context);
          yield { ...row, TABLE_SCHEMA: schema };
        }
      }
    },
  },
  {
    name: 'DBA_COL_PRIVS',
    audience: 'catalog',
    columns: COLUMN_GRANT_COLUMNS,
    comment: 'All grants on columns',
    *rows({ catalog }) {
      for (const grant of catalog.grants.objectGrants()) if (grant.column !== null) yield columnGrantRow(grant);
    },
  },
  {
    name: 'USER_COL_PRIVS',
    audience: 'everyone',
    columns: COLUMN_GRANT_COLUMNS,
    comment: 'Column grants of which the current user is owner, grantor or grantee',
    *rows({ catalog, session }) {
      for (const grant of catalog.grants.objectGrants()) {
        if (grant.column === null) continue;
        if ([grant.grantee, grant.owner, grant.grantor].includes(session.user)) yield columnGrantRow(grant);
      }
    },
  },
  {
    name: 'ALL_COL_PRIVS',
    audience: 'everyone',
    columns: VISIBLE_COLUMN_GRANT_COLUMNS,
    comment: 'Column grants of which the user, an enabled role or PUBLIC is grantee, or the user owner or grantor',
    *rows({ catalog, session }) {
      const grantees = catalog.privileges.granteesOf(session.user);
      for (const grant of catalog.grants.objectGrants()) {
        if (grant.column === null) continue;
        if (!grantees.has(grant.grantee) && grant.owner !== session.user && grant.grantor !== session.user) continue;
        const { OWNER: schema, ...row } = columnGrantRow(grant);
        yield { ...row, TABLE_SCHEMA: schema };
      }
    },
  },
  {
    name: 'ALL_TAB_PRIVS_MADE',
    audience: 'everyone',
    columns: MADE_COLUMNS,
    comment: 'Object grants made by the current user or on his objects',
    *rows(context) {
      const { user } = context.session;
      for (const grant of wholeObjectGrants(context)) {
        if (grant.owner === user || grant.grantor === user) yield objectGrantRow(grant, context);
      }
    },
  },
  {
    name: 'USER_TAB_PRIVS_MADE',
    audience: 'everyone',
    columns: MADE_COLUMNS,
    lacks: new Set(['OWNER']),
    comment: 'Grants on objects of the current user',
    *rows(context) {
      for (const grant of wholeObjectGrants(context)) {
        if (grant.owner === context.session.user) yield objectGrantRow(grant, context);
      }
    },
  },
  {
    name: 'ALL_TAB_PRIVS_RECD',
    audience: 'everyone',
    columns: MADE_COLUMNS,
    comment: 'Object grants of which the user, an enabled role or PUBLIC is grantee',
    *rows(context) {
      const grantees = context.catalog.privileges.granteesOf(context.session.user);
      for (const grant of wholeObjectGrants(context)) {
        if (grantees.has(grant.grantee)) yield objectGrantRow(grant, context);
      }
    },
  },
  {
    name: 'ROLE_TAB_PRIVS',
    audience: 'everyone',
    columns: ROLE_TABLE_COLUMNS,
    comment: 'Object privileges of the roles the user can reach',
    *rows(context) {
      const roles = reachableRoles(context);
      for (const grant of context.catalog.grants.objectGrants()) {
        if (!roles.has(grant.grantee)) continue;
        yield {
          ROLE: grant.grantee,
          OWNER: grant.owner,
          TABLE_NAME: grant.object,
          COLUMN_NAME: grant.column,
          PRIVILEGE: grant.privilege,
          GRANTABLE: yesNo(grant.grantable),
          ...COMMON_CELLS,
        };
      }
    },
  },
  {
    name: 'ROLE_SYS_PRIVS',
    audience: 'everyone',
    columns: ROLE_SYSTEM_COLUMNS,
    comment: 'System privileges of the roles the user can reach',
    *rows(context) {
      const roles = reachableRoles(context);
      for (const grant of context.catalog.grants.systemGrants()) {
        if (roles.has(grant.grantee)) yield { ROLE: grant.grantee, ...systemCells(grant) };
      }
    },
  },
  {
    name: 'ROLE_ROLE_PRIVS',
    audience: 'everyone',
    columns: ROLE_ROLE_COLUMNS,
    comment: 'Roles granted to the roles the user can reach',
    *rows(context) {
      const roles = reachableRoles(context);
      for (const grant of context.catalog.grants.roleGrants()) {
        if (!roles.has(grant.grantee)) continue;
        yield {
          ROLE: grant.grantee,
          GRANTED_ROLE: grant.role,
          ADMIN_OPTION: yesNo(grant.adminOption),
          ...COMMON_CELLS,
        };
      }
    },
  },
  {
    name: 'SESSION_PRIVS',
    audience: 'everyone',
    columns: 'PRIVILEGE:40!',
    comment: 'System privileges the session has',
    *rows({ catalog, session }) {
      const grantees = catalog.privileges.granteesOf(session.user);
      const held = new Set<string>();
      for (const grant of catalog.grants.systemGrants()) {
        if (session.user === 'SYS' || grantees.has(grant.grantee)) held.add(grant.privilege);
      }
      for (const privilege of [...held].sort()) yield { PRIVILEGE: privilege };
    },
  },
  {
    name: 'SESSION_ROLES',
    audience: 'everyone',
    columns: 'ROLE:128!',
    comment: 'Roles enabled in the session',
    *rows(context) {
      for (const role of reachableRoles(context)) yield { ROLE: role };
    },
  },
];

/** The CDB_ forms repeat the DBA_ ones with CON_ID. */
export const GRANT_VIEWS: readonly ViewDefinition[] = [
  ...VIEWS,
  ...VIEWS.filter((view) => view.name.startsWith('DBA_')).map((view): ViewDefinition => ({
    ...view,
    name: view.name.replace('DBA_', 'CDB_'),
    columns: `${view.columns}, CON_ID`,
    *rows(context) {
      for (const row of view.rows(context)) yield { ...row, CON_ID: context.persona.container.conId };
    },
  })),
];

const COMMON_CELLS: Row = { COMMON: 'NO', INHERITED: 'NO' };

function reachableRoles({ catalog, session }: DictionaryContext): ReadonlySet<string> {
  return new Set(session.user === 'SYS' ? catalog.roles.keys() : catalog.privileges.rolesOf(session.user));
}

function roleCells(grant: RoleGrant): Row {
  return {
    GRANTED_ROLE: grant.role,
    ADMIN_OPTION: yesNo(grant.adminOption),
    DELEGATE_OPTION: 'NO',
    DEFAULT_ROLE: yesNo(grant.defaultRole),
    ...COMMON_CELLS,
  };
}

function systemCells(grant: SystemGrant): Row {
  return { PRIVILEGE: grant.privilege, ADMIN_OPTION: yesNo(grant.adminOption), ...COMMON_CELLS };
}

function* wholeObjectGrants({ catalog }: DictionaryContext): Iterable<ObjectGrant> {
  for (const grant of catalog.grants.objectGrants()) if (grant.column === null) yield grant;
}

function objectGrantRow(grant: ObjectGrant, context: DictionaryContext): Row {
  return {
    GRANTEE: grant.grantee,
    OWNER: grant.owner,
    TABLE_NAME: grant.object,
    GRANTOR: grant.grantor,
    PRIVILEGE: grant.privilege,
    GRANTABLE: yesNo(grant.grantable),
    HIERARCHY: 'NO',
    TYPE: typeOfObject(grant, context),
    ...COMMON_CELLS,
  };
}

function typeOfObject(grant: ObjectGrant, context: DictionaryContext): string {
  const found = context.catalog.find(grant.owner, grant.object);
  if (found !== undefined) return found.kind;
  return SYS_PACKAGES.includes(grant.object) ? 'PACKAGE' : 'VIEW';
}

function columnGrantRow(grant: ObjectGrant): Row {
  return {
    GRANTEE: grant.grantee,
    OWNER: grant.owner,
    TABLE_NAME: grant.object,
    COLUMN_NAME: grant.column,
    GRANTOR: grant.grantor,
    PRIVILEGE: grant.privilege,
    GRANTABLE: yesNo(grant.grantable),
    ...COMMON_CELLS,
  };
}

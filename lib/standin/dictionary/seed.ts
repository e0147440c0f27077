import type { Catalog } from '../sql/catalog/catalog.ts';
import type { Persona } from './persona.ts';
import { PUBLIC_PACKAGES, RESTRICTED_PACKAGES } from './sys-packages.ts';
import { SYSTEM_PRIVILEGES } from './system-privileges.ts';

export interface Passwords {
  readonly sys: string;
  readonly system: string;
}

/** What a database is born with: SYS and SYSTEM, the predefined roles with their contents, EXECUTE on the packages of SYS. */
export function seedCatalog(catalog: Catalog, persona: Persona, passwords: Passwords): void {
  addUsers(catalog, persona, passwords);
  addRoles(catalog);
  grantRoleContents(catalog, persona);
  grantPackages(catalog);
}

function addUsers(catalog: Catalog, persona: Persona, passwords: Passwords): void {
  const users = [
    { name: 'SYS', userId: 0, password: passwords.sys },
    { name: 'SYSTEM', userId: 9, password: passwords.system },
  ];
  for (const { name, userId, password } of users) {
    catalog.users.set(name, {
      name,
      userId,
      password,
      accountStatus: 'OPEN',
      defaultTablespace: 'SYSTEM',
      temporaryTablespace: 'TEMP',
      profile: 'DEFAULT',
      createdAtMs: persona.createdAtMs,
      oracleMaintained: true,
      quotas: new Map(),
    });
  }
}

/** Roles the stand-in gives meaning to; a database has more. */
const ROLES = [
  'CONNECT',
  'RESOURCE',
  'DBA',
  'SELECT_CATALOG_ROLE',
  'EXECUTE_CATALOG_ROLE',
  'DELETE_CATALOG_ROLE',
  'CDB_DBA',
  'PDB_DBA',
  'EXP_FULL_DATABASE',
  'IMP_FULL_DATABASE',
  'DATAPUMP_EXP_FULL_DATABASE',
  'DATAPUMP_IMP_FULL_DATABASE',
  'GATHER_SYSTEM_STATISTICS',
  'SCHEDULER_ADMIN',
  'AUDIT_ADMIN',
  'AUDIT_VIEWER',
] as const;

type Role = (typeof ROLES)[number];

function addRoles(catalog: Catalog): void {
  for (const [place, name] of ROLES.entries()) {
    catalog.roles.set(name, { name, roleId: place + 2, oracleMaintained: true });
  }
}

/** "Database Security Guide", predefined roles. From 23ai on RESOURCE can make views and synonyms too. */
function grantRoleContents(catalog: Catalog, persona: Persona): void {
  grantSystem(catalog, 'CONNECT', ['CREATE SESSION', 'SET CONTAINER']);
  grantSystem(catalog, 'RESOURCE', [
    'CREATE CLUSTER',
    'CREATE INDEXTYPE',
    'CREATE OPERATOR',
    'CREATE PROCEDURE',
    'CREATE SEQUENCE',
    'CREATE TABLE',
    'CREATE TRIGGER',
    'CREATE TYPE',
    ...(persona.release >= 23 ? ['CREATE MATERIALIZED VIEW', 'CREATE SYNONYM', 'CREATE VIEW'] : []),
  ]);
  grantSystem(catalog, 'DBA', [...SYSTEM_PRIVILEGES]);
  grantSystem(catalog, 'SYS', [...SYSTEM_PRIVILEGES]);
  grantSystem(catalog, 'SYSTEM', ['UNLIMITED TABLESPACE', 'GLOBAL QUERY REWRITE', 'CREATE TABLE', 'SELECT ANY TABLE']);
  grantSystem(catalog, 'EXP_FULL_DATABASE', [
    'SELECT ANY TABLE',
    'SELECT ANY SEQUENCE',
    'BACKUP ANY TABLE',
    'EXECUTE ANY TYPE',
  ]);
  grantRoles(catalog, 'DBA', [
    'SELECT_CATALOG_ROLE',
    'EXECUTE_CATALOG_ROLE',
    'EXP_FULL_DATABASE',
    'IMP_FULL_DATABASE',
    'DATAPUMP_EXP_FULL_DATABASE',
    'DATAPUMP_IMP_FULL_DATABASE',
    'GATHER_SYSTEM_STATISTICS',
    'SCHEDULER_ADMIN',
  ]);
  grantRoles(catalog, 'EXP_FULL_DATABASE', ['SELECT_CATALOG_ROLE', 'EXECUTE_CATALOG_ROLE']);
  grantRoles(catalog, 'IMP_FULL_DATABASE', ['SELECT_CATALOG_ROLE', 'EXECUTE_CATALOG_ROLE']);
  grantRoles(catalog, 'DATAPUMP_EXP_FULL_DATABASE', ['EXP_FULL_DATABASE']);
  grantRoles(catalog, 'DATAPUMP_IMP_FULL_DATABASE', ['EXP_FULL_DATABASE', 'IMP_FULL_DATABASE']);
  grantRoles(catalog, 'SYSTEM', ['DBA']);
}

function grantSystem(catalog: Catalog, grantee: string, privileges: readonly string[]): void {
  for (const privilege of privileges) {
    catalog.grants.grantSystem({ grantee, privilege, adminOption: grantee === 'DBA' || grantee === 'SYS' });
  }
}

function grantRoles(catalog: Catalog, grantee: string, roles: readonly Role[]): void {
  for (const role of roles) {
    catalog.grants.grantRole({ grantee, role, adminOption: grantee === 'SYSTEM', defaultRole: true });
  }
}

function grantPackages(catalog: Catalog): void {
  for (const name of PUBLIC_PACKAGES) grantExecute(catalog, name, 'PUBLIC');
  for (const name of RESTRICTED_PACKAGES) grantExecute(catalog, name, 'EXECUTE_CATALOG_ROLE');
}

function grantExecute(catalog: Catalog, object: string, grantee: string): void {
  catalog.grants.grantObject({
    grantee,
    owner: 'SYS',
    object,
    column: null,
    privilege: 'EXECUTE',
    grantor: 'SYS',
    grantable: false,
  });
}

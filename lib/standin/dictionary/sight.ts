import type { Catalog } from '../sql/catalog/catalog.ts';

/** System privileges that let ALL_ views show tables and views of every schema but SYS ("ALL_TABLES", Database Reference). */
const ANY_TABLE = [
  'SELECT ANY TABLE',
  'READ ANY TABLE',
  'INSERT ANY TABLE',
  'UPDATE ANY TABLE',
  'DELETE ANY TABLE',
  'ALTER ANY TABLE',
  'DROP ANY TABLE',
  'LOCK ANY TABLE',
  'COMMENT ANY TABLE',
  'FLASHBACK ANY TABLE',
  'CREATE ANY INDEX',
] as const;

const ANY_SEQUENCE = ['SELECT ANY SEQUENCE', 'ALTER ANY SEQUENCE', 'DROP ANY SEQUENCE'] as const;

const ANY_CODE = [
  'EXECUTE ANY PROCEDURE',
  'CREATE ANY PROCEDURE',
  'ALTER ANY PROCEDURE',
  'DROP ANY PROCEDURE',
] as const;

const ANY_TRIGGER = [
  'CREATE ANY TRIGGER',
  'ALTER ANY TRIGGER',
  'DROP ANY TRIGGER',
  'ADMINISTER DATABASE TRIGGER',
] as const;

const ANY_INDEX = ['CREATE ANY INDEX', 'ALTER ANY INDEX', 'DROP ANY INDEX'] as const;

/** What one user may see through the ALL_ views, worked out once per statement. */
export interface Sight {
  readonly user: string;
  table(owner: string, name: string): boolean;
  sequence(owner: string, name: string): boolean;
  code(owner: string, name: string): boolean;
  trigger(owner: string, tableOwner: string): boolean;
  index(owner: string, tableOwner: string, tableName: string): boolean;
}

export function sightOf(catalog: Catalog, user: string): Sight {
  const { privileges, grants } = catalog;
  const grantees = privileges.granteesOf(user);
  const has = (privilege: string): boolean =>
    user === 'SYS' || [...grantees].some((grantee) => grants.systemGrant(grantee, privilege) !== undefined);
  const granted = (owner: string, name: string): boolean =>
    grants.objectGrantsOn(owner, name).some((grant) => grantees.has(grant.grantee));
  const anyTable = ANY_TABLE.some(has);
  const anySequence = ANY_SEQUENCE.some(has);
  const anyCode = ANY_CODE.some(has);
  const anyTrigger = ANY_TRIGGER.some(has);
  const anyIndex = ANY_INDEX.some(has);
  const dictionary = has('SELECT ANY DICTIONARY');
  const byAny = (any: boolean, owner: string): boolean => (owner === 'SYS' ? dictionary || user === 'SYS' : any);
  const table = (owner: string, name: string): boolean =>
    owner === user || byAny(anyTable, owner) || granted(owner, name);
  return {
    user,
    table,
    sequence: (owner, name) => owner === user || byAny(anySequence, owner) || granted(owner, name),
    code: (owner, name) => owner === user || byAny(anyCode, owner) || granted(owner, name),
    trigger: (owner, tableOwner) => owner === user || tableOwner === user || byAny(anyTrigger, owner),
    index: (owner, tableOwner, tableName) => owner === user || table(tableOwner, tableName) || byAny(anyIndex, owner),
  };
}

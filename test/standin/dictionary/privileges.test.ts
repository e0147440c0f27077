import { expect, test } from 'vitest';
import { makeTable } from './catalog-objects.ts';
import { DictionaryReading } from './dictionary-reading.ts';

function twoSchemas(): DictionaryReading {
  const reading = new DictionaryReading();
  reading.addUser('A', 101, 'CREATE SESSION');
  reading.addUser('B', 102, 'CREATE SESSION');
  reading.catalog.add(makeTable({ owner: 'A', name: 'MINE', objectId: 1 }));
  reading.catalog.add(makeTable({ owner: 'B', name: 'OPEN', objectId: 2 }));
  reading.catalog.add(makeTable({ owner: 'B', name: 'SECRET', objectId: 3 }));
  return reading;
}

test('ALL_TABLES shows own tables and granted ones, USER_TABLES own ones, DBA_TABLES all', () => {
  const reading = twoSchemas();
  reading.grantObject('A', 'SELECT', 'B', 'OPEN');
  expect(reading.read('ALL_TABLES', ['TABLE_NAME'], 'A')).toEqual([['MINE'], ['OPEN']]);
  expect(reading.read('USER_TABLES', ['TABLE_NAME'], 'A')).toEqual([['MINE']]);
  expect(reading.read('DBA_TABLES', ['TABLE_NAME'], 'SYS')).toEqual([['MINE'], ['OPEN'], ['SECRET']]);
});

test('a grant to PUBLIC or to a role within a role is seen', () => {
  const reading = twoSchemas();
  reading.grantObject('PUBLIC', 'INSERT', 'B', 'OPEN');
  for (const name of ['OUTER', 'INNER']) {
    reading.catalog.roles.set(name, { name, roleId: 200, oracleMaintained: false });
  }
  reading.grantRole('A', 'OUTER');
  reading.grantRole('OUTER', 'INNER');
  reading.grantObject('INNER', 'SELECT', 'B', 'SECRET');
  expect(reading.read('ALL_TABLES', ['TABLE_NAME'], 'A')).toEqual([['MINE'], ['OPEN'], ['SECRET']]);
});

test('SELECT ANY TABLE shows every schema in ALL_TABLES and opens no DBA_ view', () => {
  const reading = twoSchemas();
  reading.catalog.grants.grantSystem({ grantee: 'A', privilege: 'SELECT ANY TABLE', adminOption: false });
  expect(reading.read('ALL_TABLES', ['TABLE_NAME'], 'A')).toHaveLength(3);
  expect(reading.columns('DBA_TABLES', 'A')).toBeNull();
});

test('DBA_ and V$ views are unknown to a user without a catalog privilege', () => {
  const reading = twoSchemas();
  for (const name of ['DBA_TABLES', 'DBA_EXTENTS', 'V$DATABASE', 'GV$INSTANCE', 'CDB_TABLES', 'V$TRANSACTION']) {
    expect(reading.columns(name, 'A')).toBeNull();
  }
  for (const name of ['ALL_TABLES', 'USER_TABLES', 'V$VERSION', 'NLS_SESSION_PARAMETERS', 'DICT', 'V$NLS_PARAMETERS']) {
    expect(reading.columns(name, 'A')).not.toBeNull();
  }
});

test.each([
  ['SELECT_CATALOG_ROLE', (reading: DictionaryReading) => reading.grantRole('A', 'SELECT_CATALOG_ROLE')],
  ['DBA', (reading: DictionaryReading) => reading.grantRole('A', 'DBA')],
  [
    'SELECT ANY DICTIONARY',
    (reading: DictionaryReading) =>
      reading.catalog.grants.grantSystem({ grantee: 'A', privilege: 'SELECT ANY DICTIONARY', adminOption: false }),
  ],
])('%s opens DBA_ and V$ views', (_name, grant) => {
  const reading = twoSchemas();
  grant(reading);
  expect(reading.columns('DBA_TABLES', 'A')).not.toBeNull();
  expect(reading.columns('V$DATABASE', 'A')).not.toBeNull();
});

test('SELECT on V_$DATABASE opens V$DATABASE and nothing else', () => {
  const reading = twoSchemas();
  reading.grantObject('A', 'SELECT', 'SYS', 'V_$DATABASE');
  expect(reading.columns('V$DATABASE', 'A')).not.toBeNull();
  expect(reading.columns('V_$DATABASE', 'A', 'SYS')).not.toBeNull();
  expect(reading.columns('V$INSTANCE', 'A')).toBeNull();
  expect(reading.columns('GV$DATABASE', 'A')).toBeNull();
});

test('names in SYS have public synonyms where Oracle made them', () => {
  const reading = twoSchemas();
  expect(reading.columns('V_$LOG', 'SYSTEM')).toBeNull();
  expect(reading.columns('V_$LOG', 'SYSTEM', 'SYS')).not.toBeNull();
  expect(reading.columns('SMON_SCN_TIME', 'SYSTEM')).toBeNull();
  expect(reading.columns('SMON_SCN_TIME', 'SYSTEM', 'SYS')).not.toBeNull();
  expect(reading.columns('DBA_TABLES', 'SYSTEM', 'SYS')).not.toBeNull();
  expect(reading.columns('DBA_TABLES', 'SYSTEM', 'A')).toBeNull();
});

test('SESSION_PRIVS and SESSION_ROLES tell what came through roles', () => {
  const reading = twoSchemas();
  reading.grantRole('A', 'RESOURCE');
  expect(reading.read('SESSION_ROLES', ['ROLE'], 'A')).toEqual([['RESOURCE']]);
  expect(reading.read('SESSION_PRIVS', ['PRIVILEGE'], 'A').flat()).toEqual([
    'CREATE CLUSTER',
    'CREATE INDEXTYPE',
    'CREATE OPERATOR',
    'CREATE PROCEDURE',
    'CREATE SEQUENCE',
    'CREATE SESSION',
    'CREATE TABLE',
    'CREATE TRIGGER',
    'CREATE TYPE',
  ]);
  expect(reading.read('USER_ROLE_PRIVS', ['USERNAME', 'GRANTED_ROLE', 'ADMIN_OPTION'], 'A')).toEqual([
    ['A', 'RESOURCE', 'NO'],
  ]);
  expect(reading.read('USER_SYS_PRIVS', ['PRIVILEGE'], 'A')).toEqual([['CREATE SESSION']]);
});

test('a grant is told to owner, grantee and administrator', () => {
  const reading = twoSchemas();
  reading.grantObject('A', 'SELECT', 'B', 'OPEN');
  const row = ['A', 'B', 'OPEN', 'B', 'SELECT', 'NO', 'TABLE'];
  const columns = ['GRANTEE', 'OWNER', 'TABLE_NAME', 'GRANTOR', 'PRIVILEGE', 'GRANTABLE', 'TYPE'];
  expect(reading.read('USER_TAB_PRIVS', columns, 'A')).toEqual([row]);
  expect(reading.read('USER_TAB_PRIVS', columns, 'B')).toEqual([row]);
  const ofB = reading.read('DBA_TAB_PRIVS', columns).filter(([, owner]) => owner === 'B');
  expect(ofB).toEqual([row]);
  const seen = reading.read('ALL_TAB_PRIVS', ['TABLE_SCHEMA', 'TABLE_NAME'], 'A').filter(([schema]) => schema === 'B');
  expect(seen).toEqual([['B', 'OPEN']]);
});

test('only a catalog role may execute DBMS_LOGMNR', () => {
  const reading = twoSchemas();
  reading.grantRole('B', 'EXECUTE_CATALOG_ROLE');
  const { privileges } = reading.catalog;
  expect(privileges.hasObject('A', 'SYS', 'DBMS_LOGMNR', 'EXECUTE')).toBe(false);
  expect(privileges.hasObject('B', 'SYS', 'DBMS_LOGMNR', 'EXECUTE')).toBe(true);
  expect(privileges.hasObject('A', 'SYS', 'DBMS_OUTPUT', 'EXECUTE')).toBe(true);
});

test('V$LOGMNR_CONTENTS asks for LOGMINING, then for a session', () => {
  const reading = twoSchemas();
  reading.grantObject('A', 'SELECT', 'SYS', 'V_$LOGMNR_CONTENTS');
  expect(() => reading.read('V$LOGMNR_CONTENTS', ['SCN'], 'A')).toThrow('ORA-01031');
  reading.catalog.grants.grantSystem({ grantee: 'A', privilege: 'LOGMINING', adminOption: false });
  expect(() => reading.read('V$LOGMNR_CONTENTS', ['SCN'], 'A')).toThrow('ORA-01306');
});

test('GRANT works on V_$ views and says ORA-02030 for their synonyms', () => {
  const { dictionary } = twoSchemas();
  expect(dictionary.resolveForGrant(null, 'V_$DATABASE', 'SYS')?.name).toBe('V_$DATABASE');
  expect(dictionary.resolveForGrant('SYS', 'V_$DATABASE', 'SYSTEM')?.name).toBe('V_$DATABASE');
  expect(dictionary.resolveForGrant(null, 'V_$DATABASE', 'SYSTEM')).toBeNull();
  expect(() => dictionary.resolveForGrant(null, 'V$DATABASE', 'SYS')).toThrow('ORA-02030');
  expect(dictionary.resolveForGrant(null, 'DBA_TABLES', 'SYSTEM')?.name).toBe('DBA_TABLES');
  expect(dictionary.resolveForGrant('SYS', 'NO_SUCH_VIEW', 'SYS')).toBeNull();
});

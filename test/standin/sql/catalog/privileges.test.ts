import { describe, expect, test } from 'vitest';
import { Catalog } from '../../../../lib/standin/sql/catalog/catalog.ts';

function catalogWithRoles(): Catalog {
  const catalog = new Catalog();
  catalog.grants.grantRole({ grantee: 'ANN', role: 'OUTER', adminOption: false, defaultRole: true });
  catalog.grants.grantRole({ grantee: 'OUTER', role: 'INNER', adminOption: false, defaultRole: true });
  catalog.grants.grantSystem({ grantee: 'INNER', privilege: 'CREATE TABLE', adminOption: false });
  return catalog;
}

describe('privileges', () => {
  test('roles within roles count, and only for who has them', () => {
    const { privileges } = catalogWithRoles();
    expect(privileges.hasSystem('ANN', 'CREATE TABLE')).toBe(true);
    expect(privileges.hasSystem('BOB', 'CREATE TABLE')).toBe(false);
    expect(privileges.rolesOf('ANN')).toEqual(['OUTER', 'INNER']);
  });

  test('a grant to PUBLIC is everybody’s, a revoked one nobody’s', () => {
    const catalog = new Catalog();
    const grant = {
      grantee: 'PUBLIC',
      owner: 'ANN',
      object: 'T',
      column: null,
      privilege: 'SELECT',
      grantor: 'ANN',
      grantable: false,
    };
    catalog.grants.grantObject(grant);
    expect(catalog.privileges.hasObject('BOB', 'ANN', 'T', 'SELECT')).toBe(true);
    expect(catalog.privileges.hasObject('BOB', 'ANN', 'T', 'DELETE')).toBe(false);
    expect(catalog.grants.revokeObject('PUBLIC', 'ANN', 'T', 'SELECT')).toBe(true);
    expect(catalog.grants.revokeObject('PUBLIC', 'ANN', 'T', 'SELECT')).toBe(false);
    expect(catalog.privileges.hasAnyObject('BOB', 'ANN', 'T')).toBe(false);
  });

  test('a grant on a column is no grant on the table', () => {
    const catalog = new Catalog();
    catalog.grants.grantObject({
      grantee: 'BOB',
      owner: 'ANN',
      object: 'T',
      column: 'C',
      privilege: 'UPDATE',
      grantor: 'ANN',
      grantable: true,
    });
    expect(catalog.privileges.hasObject('BOB', 'ANN', 'T', 'UPDATE')).toBe(false);
    expect(catalog.privileges.hasObject('BOB', 'ANN', 'T', 'UPDATE', 'C')).toBe(true);
    expect(catalog.privileges.hasObjectWithGrantOption('BOB', 'ANN', 'T', 'UPDATE')).toBe(true);
  });

  test('a chain of roles that closes is walked once', () => {
    const catalog = catalogWithRoles();
    catalog.grants.grantRole({ grantee: 'INNER', role: 'OUTER', adminOption: false, defaultRole: true });
    expect(catalog.privileges.hasRole('ANN', 'INNER')).toBe(true);
  });

  test('every change makes compiled statements look again', () => {
    const catalog = new Catalog();
    const before = catalog.version;
    catalog.grants.grantSystem({ grantee: 'ANN', privilege: 'CREATE VIEW', adminOption: false });
    expect(catalog.version).toBeGreaterThan(before);
  });
});

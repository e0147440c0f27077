import type { Grants } from './grants.ts';

/**
 * What a user may do, by direct grants, PUBLIC and enabled roles (all granted roles are enabled; roles within roles count).
 * SYS may do everything. Roles DBA, SELECT_CATALOG_ROLE... are ordinary roles whose grants the database is born with.
 */
export class Privileges {
  readonly #grants: Grants;

  constructor(grants: Grants) {
    this.#grants = grants;
  }

  /** The user, PUBLIC and every role reached from them. */
  granteesOf(user: string): ReadonlySet<string> {
    const seen = new Set<string>([user, 'PUBLIC']);
    const open = [user, 'PUBLIC'];
    for (let grantee = open.pop(); grantee !== undefined; grantee = open.pop()) {
      for (const grant of this.#grants.rolesOf(grantee)) {
        if (seen.has(grant.role)) continue;
        seen.add(grant.role);
        open.push(grant.role);
      }
    }
    return seen;
  }

  /** Roles of the user, those within roles included, PUBLIC not. */
  rolesOf(user: string): readonly string[] {
    return [...this.granteesOf(user)].filter((name) => name !== user && name !== 'PUBLIC');
  }

  hasRole(user: string, role: string): boolean {
    return user === 'SYS' || this.granteesOf(user).has(role);
  }

  hasSystem(user: string, privilege: string): boolean {
    if (user === 'SYS') return true;
    for (const grantee of this.granteesOf(user)) {
      if (this.#grants.systemGrant(grantee, privilege) !== undefined) return true;
    }
    return false;
  }

  hasSystemWithAdmin(user: string, privilege: string): boolean {
    if (user === 'SYS') return true;
    for (const grantee of this.granteesOf(user)) {
      if (this.#grants.systemGrant(grantee, privilege)?.adminOption === true) return true;
    }
    return false;
  }

  /** A grant on the object itself; a grant on the column counts when `column` is named. */
  hasObject(user: string, owner: string, object: string, privilege: string, column?: string): boolean {
    if (user === owner || user === 'SYS') return true;
    const grantees = this.granteesOf(user);
    return this.#grants
      .objectGrantsOn(owner, object)
      .some(
        (grant) =>
          grant.privilege === privilege &&
          grantees.has(grant.grantee) &&
          (grant.column === null || grant.column === column),
      );
  }

  hasAnyObject(user: string, owner: string, object: string): boolean {
    if (user === owner || user === 'SYS') return true;
    const grantees = this.granteesOf(user);
    return this.#grants.objectGrantsOn(owner, object).some((grant) => grantees.has(grant.grantee));
  }

  hasObjectWithGrantOption(user: string, owner: string, object: string, privilege: string): boolean {
    if (user === owner || user === 'SYS') return true;
    const grantees = this.granteesOf(user);
    return this.#grants
      .objectGrantsOn(owner, object)
      .some((grant) => grant.privilege === privilege && grant.grantable && grantees.has(grant.grantee));
  }
}

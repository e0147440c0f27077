import type { ObjectGrant, RoleGrant, SystemGrant } from './user.ts';

/** Who was granted what. The asking side (is it enough?) is in privileges.ts. */
export class Grants {
  readonly #system = new Map<string, Map<string, SystemGrant>>();
  readonly #roles = new Map<string, Map<string, RoleGrant>>();
  readonly #objects = new Map<string, ObjectGrant[]>();
  /** Grows with every GRANT and REVOKE: compiled statements compare it. */
  version = 0;

  grantSystem(grant: SystemGrant): void {
    const held = this.#system.get(grant.grantee) ?? new Map<string, SystemGrant>();
    const before = held.get(grant.privilege);
    held.set(grant.privilege, { ...grant, adminOption: grant.adminOption || before?.adminOption === true });
    this.#system.set(grant.grantee, held);
    this.version += 1;
  }

  /** False when it was not held. */
  revokeSystem(grantee: string, privilege: string): boolean {
    this.version += 1;
    return this.#system.get(grantee)?.delete(privilege) ?? false;
  }

  grantRole(grant: RoleGrant): void {
    const held = this.#roles.get(grant.grantee) ?? new Map<string, RoleGrant>();
    held.set(grant.role, grant);
    this.#roles.set(grant.grantee, held);
    this.version += 1;
  }

  revokeRole(grantee: string, role: string): boolean {
    this.version += 1;
    return this.#roles.get(grantee)?.delete(role) ?? false;
  }

  grantObject(grant: ObjectGrant): void {
    const key = objectKey(grant.owner, grant.object);
    const held = this.#objects.get(key) ?? [];
    const rest = held.filter((other) => !sameGrant(other, grant));
    rest.push(grant);
    this.#objects.set(key, rest);
    this.version += 1;
  }

  /** False when it was not held. */
  revokeObject(grantee: string, owner: string, object: string, privilege: string): boolean {
    const key = objectKey(owner, object);
    const held = this.#objects.get(key) ?? [];
    const rest = held.filter((grant) => grant.grantee !== grantee || grant.privilege !== privilege);
    this.#objects.set(key, rest);
    this.version += 1;
    return rest.length < held.length;
  }

  forgetObject(owner: string, object: string): void {
    this.#objects.delete(objectKey(owner, object));
    this.version += 1;
  }

  forgetGrantee(grantee: string): void {
    this.#system.delete(grantee);
    this.#roles.delete(grantee);
    for (const held of this.#roles.values()) held.delete(grantee);
    for (const [key, held] of this.#objects)
      this.#objects.set(
        key,
        held.filter((grant) => grant.grantee !== grantee),
      );
    this.version += 1;
  }

  systemGrant(grantee: string, privilege: string): SystemGrant | undefined {
    return this.#system.get(grantee)?.get(privilege);
  }

  objectGrantsOn(owner: string, object: string): readonly ObjectGrant[] {
    return this.#objects.get(objectKey(owner, object)) ?? [];
  }

  rolesOf(grantee: string): Iterable<RoleGrant> {
    return this.#roles.get(grantee)?.values() ?? [];
  }

  *systemGrants(): Iterable<SystemGrant> {
    for (const held of this.#system.values()) yield* held.values();
  }

  *roleGrants(): Iterable<RoleGrant> {
    for (const held of this.#roles.values()) yield* held.values();
  }

  *objectGrants(): Iterable<ObjectGrant> {
    for (const held of this.#objects.values()) yield* held;
  }
}

function objectKey(owner: string, object: string): string {
  return `${owner}\0${object}`;
}

function sameGrant(a: ObjectGrant, b: ObjectGrant): boolean {
  return a.grantee === b.grantee && a.privilege === b.privilege && a.column === b.column && a.grantor === b.grantor;
}

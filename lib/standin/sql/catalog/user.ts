export interface User {
  readonly name: string;
  readonly userId: number;
  /** Kept readable: the wire needs it to answer the driver's challenge. */
  password: string | null;
  accountStatus: 'OPEN' | 'LOCKED' | 'EXPIRED' | 'EXPIRED & LOCKED';
  defaultTablespace: string;
  temporaryTablespace: string;
  profile: string;
  readonly createdAtMs: number;
  /** SYS, SYSTEM and the like: ORACLE_MAINTAINED = 'Y'. */
  readonly oracleMaintained: boolean;
  readonly quotas: Map<string, 'UNLIMITED' | bigint>;
}

export interface Role {
  readonly name: string;
  readonly roleId: number;
  readonly oracleMaintained: boolean;
}

export interface SystemGrant {
  readonly grantee: string;
  readonly privilege: string;
  readonly adminOption: boolean;
}

export interface RoleGrant {
  readonly grantee: string;
  readonly role: string;
  readonly adminOption: boolean;
  readonly defaultRole: boolean;
}

export interface ObjectGrant {
  readonly grantee: string;
  readonly owner: string;
  readonly object: string;
  /** Null for the whole object. */
  readonly column: string | null;
  /** SELECT, INSERT, UPDATE, DELETE, REFERENCES, ALTER, INDEX, EXECUTE, FLASHBACK, READ, DEBUG, ON COMMIT REFRESH, QUERY REWRITE ... */
  readonly privilege: string;
  readonly grantor: string;
  readonly grantable: boolean;
}

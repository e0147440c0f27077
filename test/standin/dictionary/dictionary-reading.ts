import { Dictionary } from '../../../lib/standin/dictionary/dictionary.ts';
import { quietInstance } from '../../../lib/standin/dictionary/instance.ts';
import type { InstanceFacts, SessionFacts } from '../../../lib/standin/dictionary/instance.ts';
import { createPersona } from '../../../lib/standin/dictionary/persona.ts';
import type { PersonaOptions } from '../../../lib/standin/dictionary/persona.ts';
import { seedCatalog } from '../../../lib/standin/dictionary/seed.ts';
import type { RowFilter } from '../../../lib/standin/dictionary/view.ts';
import { Catalog } from '../../../lib/standin/sql/catalog/catalog.ts';
import { DEFAULT_NLS } from '../../../lib/standin/sql/values/nls.ts';
import { numberToText } from '../../../lib/standin/sql/values/number.ts';
import type { SqlValue } from '../../../lib/standin/sql/values/value.ts';

/** Noon of 1 March 2024, UTC. */
export const NOW_MS = Date.UTC(2024, 2, 1, 12, 0, 0);

/** A dictionary over a hand-made catalog, read without SQL. */
export class DictionaryReading {
  readonly persona;
  readonly catalog = new Catalog();
  readonly dictionary: Dictionary;
  instance: InstanceFacts;

  constructor(options: PersonaOptions = {}) {
    this.persona = createPersona(options);
    this.dictionary = new Dictionary(this.persona);
    this.instance = quietInstance(this.persona, NOW_MS, 2_500_000n);
    seedCatalog(this.catalog, this.persona, { sys: 'x', system: 'y' });
  }

  addUser(name: string, userId: number, ...privileges: readonly string[]): void {
    this.catalog.users.set(name, {
      name,
      userId,
      password: 'secret',
      accountStatus: 'OPEN',
      defaultTablespace: 'USERS',
      temporaryTablespace: 'TEMP',
      profile: 'DEFAULT',
      createdAtMs: NOW_MS,
      oracleMaintained: false,
      quotas: new Map([['USERS', 'UNLIMITED']]),
    });
    for (const privilege of privileges)
      this.catalog.grants.grantSystem({ grantee: name, privilege, adminOption: false });
  }

  grantRole(grantee: string, role: string): void {
    this.catalog.grants.grantRole({ grantee, role, adminOption: false, defaultRole: true });
  }

  grantObject(grantee: string, privilege: string, owner: string, object: string): void {
    const grant = { grantee, owner, object, column: null, privilege, grantor: owner, grantable: false };
    this.catalog.grants.grantObject(grant);
  }

  /** Names of the view's columns, or null when the user meets ORA-00942. */
  columns(name: string, user = 'SYS', qualifier: string | null = null): readonly string[] | null {
    const view = this.dictionary.resolve(qualifier, name, this.catalog, user);
    return view === null ? null : view.columns.map((column) => column.name);
  }

  /** The asked columns of every row, as plain values: numbers as text, dates as `2024-03-01 12:00:00`. */
  read(name: string, columns: readonly string[], user = 'SYS', filter?: RowFilter): unknown[][] {
    const view = this.dictionary.resolve(null, name, this.catalog, user);
    if (view === null) throw new Error(`ORA-00942: ${name}`);
    const places = columns.map((column) => {
      const place = view.columns.findIndex((candidate) => candidate.name === column);
      if (place < 0) throw new Error(`ORA-00904: ${column}`);
      return place;
    });
    const { catalog, dictionary, persona, instance } = this;
    const context = { catalog, dictionary, persona, instance, session: sessionOf(user) };
    return [...view.rows(context, filter)].map((row) => places.map((place) => plainValue(row[place] ?? null)));
  }
}

export function sessionOf(user: string): SessionFacts {
  return {
    sid: 25,
    serial: 4711,
    user,
    schema: user,
    status: 'ACTIVE',
    osUser: 'oracle',
    machine: 'client1',
    program: 'node',
    module: null,
    action: null,
    clientInfo: null,
    clientIdentifier: null,
    logonAtMs: NOW_MS,
    lastCallAtMs: NOW_MS,
    transaction: null,
    blockedBy: null,
    nls: DEFAULT_NLS,
    serviceName: 'ORCL',
  };
}

export function plainValue(value: SqlValue): unknown {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value !== 'object') return value;
  if (value.kind === 'number') return numberToText(value);
  if (value.kind === 'date') {
    const two = (part: number): string => String(part).padStart(2, '0');
    const day = `${value.year}-${two(value.month)}-${two(value.day)}`;
    return `${day} ${two(value.hour)}:${two(value.minute)}:${two(value.second)}`;
  }
  return value;
}

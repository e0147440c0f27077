import { Grants } from './grants.ts';
import { Privileges } from './privileges.ts';
import type { Index } from './index-definition.ts';
import type { SchemaObject } from './schema-object.ts';
import type { Sequence } from './sequence.ts';
import type { DatabaseLink, StoredUnit, Synonym, Trigger } from './stored-text.ts';
import type { Table } from './table.ts';
import type { Role, User } from './user.ts';
import type { View } from './view.ts';

/** Everything that shares one namespace of a schema: a table and a view of one name cannot coexist. */
export type NamedObject = Table | View | Sequence | Synonym | StoredUnit;

/**
 * All schema objects of one database. Definitions are not versioned: like Oracle's dictionary read by other sessions, DDL is
 * visible the moment it is done.
 */
export class Catalog {
  readonly grants = new Grants();
  readonly privileges = new Privileges(this.grants);
  readonly users = new Map<string, User>();
  readonly roles = new Map<string, Role>();
  readonly #named = new Map<string, NamedObject>();
  readonly #bodies = new Map<string, StoredUnit>();
  readonly #indexes = new Map<string, Index>();
  readonly #triggers = new Map<string, Trigger>();
  readonly #links = new Map<string, DatabaseLink>();
  #nextObjectId: number;
  #version = 0;

  /** User objects of a fresh 19c database begin a little above this. */
  constructor(firstObjectId = 73_000) {
    this.#nextObjectId = firstObjectId;
  }

  /** Grows with every DDL: compiled statements are valid for one version. */
  get version(): number {
    return this.#version + this.grants.version;
  }

  changed(): void {
    this.#version += 1;
  }

  /** Object ids and data object ids come from one row of numbers. */
  nextObjectId(): number {
    const id = this.#nextObjectId;
    this.#nextObjectId += 1;
    return id;
  }

  find(owner: string, name: string): NamedObject | undefined {
    return this.#named.get(key(owner, name));
  }

  table(owner: string, name: string): Table | undefined {
    const found = this.find(owner, name);
    return found?.kind === 'TABLE' ? found : undefined;
  }

  index(owner: string, name: string): Index | undefined {
    return this.#indexes.get(key(owner, name));
  }

  body(owner: string, name: string): StoredUnit | undefined {
    return this.#bodies.get(key(owner, name));
  }

  trigger(owner: string, name: string): Trigger | undefined {
    return this.#triggers.get(key(owner, name));
  }

  add(object: NamedObject | Index | Trigger | DatabaseLink): void {
    this.#placeOf(object).set(key(object.owner, object.name), object);
    this.changed();
  }

  remove(object: NamedObject | Index | Trigger | DatabaseLink): void {
    this.#placeOf(object).delete(key(object.owner, object.name));
    this.changed();
  }

  #placeOf(object: NamedObject | Index | Trigger | DatabaseLink): {
    set(key: string, value: SchemaObject): void;
    delete(key: string): boolean;
  } {
    const { kind } = object;
    const typed = <T extends SchemaObject>(map: Map<string, T>, value: T) => ({
      set: (at: string) => map.set(at, value),
      delete: (at: string) => map.delete(at),
    });
    if (kind === 'INDEX') return typed(this.#indexes, object);
    if (kind === 'TRIGGER') return typed(this.#triggers, object);
    if (kind === 'DATABASE LINK') return typed(this.#links, object);
    if (kind === 'PACKAGE BODY' || kind === 'TYPE BODY') return typed(this.#bodies, object);
    return typed(this.#named, object);
  }

  *objects(): Iterable<NamedObject | Index | Trigger | DatabaseLink> {
    yield* this.#named.values();
    yield* this.#bodies.values();
    yield* this.#indexes.values();
    yield* this.#triggers.values();
    yield* this.#links.values();
  }

  *tables(): Iterable<Table> {
    for (const object of this.#named.values()) if (object.kind === 'TABLE') yield object;
  }

  *views(): Iterable<View> {
    for (const object of this.#named.values()) if (object.kind === 'VIEW') yield object;
  }

  *sequences(): Iterable<Sequence> {
    for (const object of this.#named.values()) if (object.kind === 'SEQUENCE') yield object;
  }

  *synonyms(): Iterable<Synonym> {
    for (const object of this.#named.values()) if (object.kind === 'SYNONYM') yield object;
  }

  *storedUnits(): Iterable<StoredUnit> {
    for (const object of this.#named.values()) if (isStoredUnit(object)) yield object;
    yield* this.#bodies.values();
  }

  indexes(): Iterable<Index> {
    return this.#indexes.values();
  }

  triggers(): Iterable<Trigger> {
    return this.#triggers.values();
  }

  databaseLinks(): Iterable<DatabaseLink> {
    return this.#links.values();
  }
}

export function isStoredUnit(object: NamedObject): object is StoredUnit {
  return (
    object.kind === 'PROCEDURE' || object.kind === 'FUNCTION' || object.kind === 'PACKAGE' || object.kind === 'TYPE'
  );
}

function key(owner: string, name: string): string {
  return `${owner}\0${name}`;
}

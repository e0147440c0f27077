import { oracleErrorAt } from '../../oracle-error.ts';
import type { DictionaryView } from '../../dictionary/view.ts';
import type { Catalog, NamedObject } from '../catalog/catalog.ts';
import type { Database } from '../database.ts';
import type { ObjectName } from '../syntax/ast.ts';
import type { Parsing } from './statement-state.ts';

export type Resolved =
  | { readonly kind: 'object'; readonly object: NamedObject }
  | { readonly kind: 'dictionary'; readonly view: DictionaryView };

const SYNONYM_DEPTH_MAX = 16;

/** Own object, then public synonym, then dictionary view; null when there is nothing. No privilege is asked of catalog objects. */
export function resolveObject(name: ObjectName, parsing: Parsing): Resolved | null {
  const { database } = parsing.state.session;
  const text = name.name.text;
  if (name.link !== null) throw oracleErrorAt(name.link.offset, 2019);
  const found =
    name.schema === null
      ? (database.catalog.find(parsing.schema, text) ?? database.catalog.find('PUBLIC', text))
      : database.catalog.find(name.schema.text, text);
  if (found === undefined) return dictionaryView(name.schema?.text ?? null, text, database, parsing.user);
  return followSynonyms(found, name, database, parsing.user);
}

function dictionaryView(schema: string | null, name: string, database: Database, user: string): Resolved | null {
  const view = database.dictionary.resolve(schema, name, database.catalog, user);
  return view === null ? null : { kind: 'dictionary', view };
}

function followSynonyms(found: NamedObject, name: ObjectName, database: Database, user: string): Resolved | null {
  let object: NamedObject = found;
  for (let depth = 0; object.kind === 'SYNONYM'; depth += 1) {
    if (depth === SYNONYM_DEPTH_MAX) throw oracleErrorAt(name.offset, 1775);
    if (object.databaseLink !== null) throw oracleErrorAt(name.offset, 2019);
    const target = database.catalog.find(object.targetOwner, object.targetName);
    if (target === undefined) {
      const view = dictionaryView(object.targetOwner, object.targetName, database, user);
      if (view === null && object.owner !== 'PUBLIC') throw oracleErrorAt(name.offset, 980);
      return view;
    }
    object = target;
  }
  return { kind: 'object', object };
}

export type TablePrivilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** Throws ORA-00942 when the user may not know of the object, ORA-01031 when he may but lacks this privilege. */
export function requireTablePrivilege(
  catalog: Catalog,
  user: string,
  object: { readonly owner: string; readonly name: string },
  privilege: TablePrivilege,
  offset: number,
  column?: string,
): void {
  const { privileges } = catalog;
  if (object.owner === user || user === 'SYS') return;
  if (privileges.hasObject(user, object.owner, object.name, privilege, column)) return;
  if (privilege === 'SELECT' && privileges.hasObject(user, object.owner, object.name, 'READ')) return;
  const dictionary = object.owner === 'SYS';
  if (!dictionary && privileges.hasSystem(user, `${privilege} ANY TABLE`)) return;
  if (!dictionary && privilege === 'SELECT' && privileges.hasSystem(user, 'READ ANY TABLE')) return;
  if (dictionary && privilege === 'SELECT' && privileges.hasSystem(user, 'SELECT ANY DICTIONARY')) return;
  const known =
    privileges.hasAnyObject(user, object.owner, object.name) ||
    (!dictionary &&
      ['SELECT', 'READ', 'INSERT', 'UPDATE', 'DELETE'].some((verb) => privileges.hasSystem(user, `${verb} ANY TABLE`)));
  throw oracleErrorAt(offset, known ? 1031 : 942);
}

/** AS OF on another user's table needs FLASHBACK on it or FLASHBACK ANY TABLE. */
export function requireFlashback(
  catalog: Catalog,
  user: string,
  object: { readonly owner: string; readonly name: string },
  offset: number,
): void {
  if (object.owner === user || user === 'SYS') return;
  const { privileges } = catalog;
  if (privileges.hasObject(user, object.owner, object.name, 'FLASHBACK')) return;
  if (privileges.hasSystem(user, 'FLASHBACK ANY TABLE')) return;
  throw oracleErrorAt(offset, 1031);
}

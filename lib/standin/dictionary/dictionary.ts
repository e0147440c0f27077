import { oracleError } from '../oracle-error.ts';
import type { Catalog } from '../sql/catalog/catalog.ts';
import { mayRead } from './may-read.ts';
import type { Persona } from './persona.ts';
import type { DictionaryView, DictionaryViews } from './view.ts';
import { defineViews } from './views.ts';

/** The views of one persona, by their names in SYS and by their public synonyms. One per database. */
export class Dictionary implements DictionaryViews {
  readonly persona: Persona;
  readonly #bySysName = new Map<string, DictionaryView>();
  readonly #bySynonym = new Map<string, DictionaryView>();

  constructor(persona: Persona) {
    this.persona = persona;
    for (const view of defineViews(persona)) {
      this.#bySysName.set(view.name, view);
      for (const synonym of view.synonyms) this.#bySynonym.set(synonym, view);
    }
  }

  views(): Iterable<DictionaryView> {
    return this.#bySysName.values();
  }

  synonyms(): Iterable<readonly [string, DictionaryView]> {
    return this.#bySynonym;
  }

  /** The view a name means: `DBA_TABLES`, `V$LOG`, and with the qualifier SYS also `V_$LOG`, `SMON_SCN_TIME`. No privilege is asked. */
  find(qualifier: string | null, name: string): DictionaryView | undefined {
    if (qualifier === 'SYS') return this.#bySysName.get(name) ?? this.#bySynonym.get(name);
    return qualifier === null || qualifier === 'PUBLIC' ? this.#bySynonym.get(name) : undefined;
  }

  /** The view for a user who may read it; null where Oracle says ORA-00942. */
  resolve(qualifier: string | null, name: string, catalog: Catalog, user: string): DictionaryView | null {
    const view = this.find(qualifier, name) ?? (user === 'SYS' ? this.#bySysName.get(name) : undefined);
    if (view === undefined) return null;
    return mayRead(view, catalog, user) ? view : null;
  }

  /**
   * What GRANT ... ON name means, written by that user: V_$LOG is a view; V$LOG, its synonym, stands for a fixed view, which may
   * not be granted (ORA-02030). Null where there is nothing of that name.
   */
  resolveForGrant(qualifier: string | null, name: string, user: string): DictionaryView | null {
    const view =
      this.find(qualifier, name) ?? (user === 'SYS' && qualifier === null ? this.#bySysName.get(name) : undefined);
    if (view === undefined) return null;
    if (/^G?V_\$/.test(view.name) && name !== view.name) throw oracleError(2030);
    return view;
  }
}

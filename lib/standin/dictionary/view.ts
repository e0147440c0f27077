/*
 * DICTIONARY to STORE: `DictionaryContext.instance` may be a getter (`get instance() { return instanceFacts(...) }`), and so may
 * `InstanceFacts.locks`: only V$ views ask for them, and an open transaction with a million undo records need not be walked for
 * each query of ALL_TABLES. GRANT ... ON should find dictionary views with `dictionary.resolveForGrant(qualifier, name, user)`:
 * GRANT SELECT ON V$LOG is ORA-02030 in Oracle. An index expression's type in IndexColumn would let *_TAB_COLS list SYS_NC columns.
 */
import type { Catalog } from '../sql/catalog/catalog.ts';
import type { SqlValue } from '../sql/values/value.ts';
import { valueOfCell } from './cell.ts';
import type { Row } from './cell.ts';
import { columnsOfRelease, declareColumns } from './column.ts';
import type { DictionaryColumn } from './column.ts';
import type { InstanceFacts, SessionFacts } from './instance.ts';
import type { Persona } from './persona.ts';

/**
 * A view of the dictionary. How the executor uses it: `dictionary.resolve(qualifier, name, catalog, user)` gives the view a user may
 * read, or null (ORA-00942 is the caller's); `view.rows(context, filter)` gives its rows in the order of `view.columns`.
 */
export interface DictionaryView {
  /** The object in SYS: DBA_TABLES, V_$DATABASE. */
  readonly name: string;
  /** Names of public synonyms on it: DBA_TABLES, V$DATABASE; empty where SYS must be written. */
  readonly synonyms: readonly string[];
  /**
   * `everyone` has SELECT by PUBLIC; `catalog` needs the catalog role, SELECT ANY DICTIONARY or a grant on the object; a
   * `base table` of SYS is not granted to the catalog role.
   */
  readonly audience: 'everyone' | 'catalog' | 'base table';
  readonly columns: readonly DictionaryColumn[];
  readonly comment: string;
  /** As ALL_OBJECTS lists it: SMON_SCN_TIME is a table. DUAL is one of the catalog's own. */
  readonly objectType: 'VIEW' | 'TABLE';
  rows(context: DictionaryContext, filter?: RowFilter): Iterable<readonly SqlValue[]>;
}

/**
 * A hint from the WHERE clause: only rows whose column (upper-case name) has one of these texts are wanted, as from `OWNER = 'A'` or
 * `TABLE_NAME IN ('X', 'Y')`. A view may ignore it: the executor applies the whole condition again.
 */
export type RowFilter = ReadonlyMap<string, readonly string[]>;

/** The dictionary as its own views see it (ALL_OBJECTS lists them). */
export interface DictionaryViews {
  views(): Iterable<DictionaryView>;
  /** Public synonyms and the views they name. */
  synonyms(): Iterable<readonly [string, DictionaryView]>;
}

export interface DictionaryContext {
  readonly catalog: Catalog;
  readonly dictionary: DictionaryViews;
  readonly persona: Persona;
  readonly instance: InstanceFacts;
  readonly session: SessionFacts;
}

export interface ViewDefinition {
  readonly name: string;
  readonly synonyms?: readonly string[];
  readonly audience: DictionaryView['audience'];
  /** See column.ts. */
  readonly columns: string;
  /** Declared columns this view does not have: what USER_ views leave out. */
  readonly lacks?: ReadonlySet<string>;
  readonly comment?: string;
  readonly objectType?: 'VIEW' | 'TABLE';
  readonly rows: (context: DictionaryContext, filter: RowFilter) => Iterable<Row>;
}

const NO_FILTER: RowFilter = new Map();

/** Rows name their columns; a name that no release declares is a mistake and is found by the first row. */
export function defineView(definition: ViewDefinition, release: number): DictionaryView {
  const declared = declareColumns(definition.columns);
  const columns = columnsOfRelease(declared, release).filter((column) => definition.lacks?.has(column.name) !== true);
  const names = new Set(declared.map((column) => column.name));
  return {
    name: definition.name,
    synonyms: definition.synonyms ?? [definition.name],
    audience: definition.audience,
    columns,
    comment: definition.comment ?? '',
    objectType: definition.objectType ?? 'VIEW',
    *rows(context, filter = NO_FILTER) {
      let checked = false;
      for (const row of definition.rows(context, filter)) {
        if (!checked) checkNames(definition.name, row, names);
        checked = true;
        yield columns.map((column) => valueOfCell(row[column.name], column.type, column.name));
      }
    },
  };
}

function checkNames(view: string, row: Row, names: ReadonlySet<string>): void {
  for (const name of Object.keys(row)) {
    if (!names.has(name)) throw new Error(`${view} declares no column ${name}`);
  }
}

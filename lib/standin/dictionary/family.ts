import type { NamedObject } from '../sql/catalog/catalog.ts';
import type { Table } from '../sql/catalog/table.ts';
import type { Row } from './cell.ts';
import { mayRead } from './may-read.ts';
import { sightOf } from './sight.ts';
import type { Sight } from './sight.ts';
import { defineView } from './view.ts';
import type { DictionaryContext, DictionaryView, RowFilter } from './view.ts';

export type Form = 'ALL' | 'DBA' | 'USER' | 'CDB';

/** Views that tell one thing in several widths: ALL_ what the user may see, DBA_ everything, USER_ the own, CDB_ with CON_ID. */
export interface Family {
  /** The name without its prefix: TABLES. */
  readonly base: string;
  readonly columns: string;
  readonly forms: readonly Form[];
  /** Columns that the USER_ form does not have. */
  readonly userLacks: readonly string[];
  /** Columns that only some forms have, by name. */
  readonly only?: Readonly<Record<string, readonly Form[]>>;
  /** Public synonyms beside the views' own names, by form: USER_TABLES is also TABS. */
  readonly synonyms?: Partial<Readonly<Record<Form, readonly string[]>>>;
  readonly comment?: string;
  readonly rows: (reader: Reader) => Iterable<Row>;
}

/** What the row function of a family reads through: the form's width and the hints of the WHERE clause are already applied. */
export class Reader {
  readonly context: DictionaryContext;
  readonly form: Form;
  readonly filter: RowFilter;
  #sight: Sight | null = null;

  constructor(context: DictionaryContext, form: Form, filter: RowFilter) {
    this.context = context;
    this.form = form;
    this.filter = filter;
  }

  get user(): string {
    return this.context.session.user;
  }

  get sight(): Sight {
    this.#sight ??= sightOf(this.context.catalog, this.user);
    return this.#sight;
  }

  /** Does the form show objects of this owner that `seen` (asked for ALL_ only) allows? */
  shows(owner: string, seen: (sight: Sight) => boolean): boolean {
    if (this.form === 'USER') return owner === this.user;
    return this.form === 'ALL' ? seen(this.sight) : true;
  }

  /** May the user read the view of SYS? ALL_ views list it then. */
  seesDictionaryView(view: DictionaryView): boolean {
    return mayRead(view, this.context.catalog, this.user);
  }

  /** Is the text among those the WHERE clause wants in the column? */
  wants(column: string, text: string): boolean {
    const wanted = this.filter.get(column);
    return wanted === undefined || wanted.includes(text);
  }

  tables(ownerColumn = 'OWNER', nameColumn = 'TABLE_NAME'): Iterable<Table> {
    return this.#tables(ownerColumn, nameColumn);
  }

  /** Tables, views, sequences, synonyms and stored units whose owner and name are wanted; width is the caller's (`shows`). */
  named(ownerColumn: string, nameColumn: string): Iterable<NamedObject> {
    const owners = this.#owners(ownerColumn);
    const names = this.filter.get(nameColumn);
    if (owners !== undefined && names !== undefined) return this.#lookedUp(owners, names);
    return this.#scanned(owners, names);
  }

  #owners(column: string): readonly string[] | undefined {
    return this.form === 'USER' ? [this.user] : this.filter.get(column);
  }

  *#tables(ownerColumn: string, nameColumn: string): Iterable<Table> {
    for (const object of this.named(ownerColumn, nameColumn)) {
      if (object.kind !== 'TABLE') continue;
      if (this.shows(object.owner, (sight) => sight.table(object.owner, object.name))) yield object;
    }
  }

  *#lookedUp(owners: readonly string[], names: readonly string[]): Iterable<NamedObject> {
    for (const owner of new Set(owners)) {
      for (const name of new Set(names)) {
        const found = this.context.catalog.find(owner, name);
        if (found !== undefined) yield found;
      }
    }
  }

  *#scanned(owners: readonly string[] | undefined, names: readonly string[] | undefined): Iterable<NamedObject> {
    for (const object of this.context.catalog.objects()) {
      if (!isNamed(object)) continue;
      if (owners !== undefined && !owners.includes(object.owner)) continue;
      if (names !== undefined && !names.includes(object.name)) continue;
      yield object;
    }
  }
}

const UNNAMED_KINDS: ReadonlySet<string> = new Set(['INDEX', 'TRIGGER', 'DATABASE LINK', 'PACKAGE BODY', 'TYPE BODY']);

function isNamed(object: { readonly kind: string }): object is NamedObject {
  return !UNNAMED_KINDS.has(object.kind);
}

export function defineFamily(family: Family, release: number): DictionaryView[] {
  return family.forms.map((form) => defineForm(family, form, release));
}

function defineForm(family: Family, form: Form, release: number): DictionaryView {
  const name = `${form}_${family.base}`;
  const lacks = new Set(form === 'USER' ? family.userLacks : []);
  for (const [column, forms] of Object.entries(family.only ?? {})) {
    if (!forms.includes(form)) lacks.add(column);
  }
  return defineView(
    {
      name,
      synonyms: [name, ...(family.synonyms?.[form] ?? [])],
      audience: form === 'ALL' || form === 'USER' ? 'everyone' : 'catalog',
      columns: form === 'CDB' ? `${family.columns}, CON_ID` : family.columns,
      lacks,
      comment: family.comment ?? '',
      rows: (context, filter) => {
        const rows = family.rows(new Reader(context, form, filter));
        return form === 'CDB' ? withContainer(rows, context.persona.container.conId) : rows;
      },
    },
    release,
  );
}

function* withContainer(rows: Iterable<Row>, conId: number): Iterable<Row> {
  for (const row of rows) yield { ...row, CON_ID: conId };
}

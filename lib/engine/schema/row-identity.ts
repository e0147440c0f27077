/** How rows of a table are found again: its primary key, else a unique key without NULLs, else their ROWID. */
import type { SourceKey, SourceTable } from '../../model/source-table.ts';

export type ChosenKey =
  | { readonly kind: 'primary'; readonly columns: readonly string[] }
  | {
      readonly kind: 'unique';
      readonly name: string;
      readonly generatedName: boolean;
      readonly columns: readonly string[];
    }
  | { readonly kind: 'rowid' };

/** Unique keys of a table: constraints, and unique indexes over plain columns that no constraint repeats. */
export function uniqueKeysOf(table: SourceTable): readonly SourceKey[] {
  const keys: SourceKey[] = [];
  const seen = new Set<string>();
  if (table.primaryKey !== null) seen.add(columnSet(table.primaryKey.columns));
  const add = (key: SourceKey): void => {
    if (seen.has(columnSet(key.columns))) return;
    seen.add(columnSet(key.columns));
    keys.push(key);
  };
  for (const key of table.uniqueKeys) add(key);
  for (const index of table.indexes) {
    const columns = plainColumns(index.parts);
    if (index.unique && columns !== null) {
      add({ name: index.name, columns, generatedName: index.name.startsWith('SYS_') });
    }
  }
  return keys;
}

/** Column names of an index without expressions. A descending column is stored as the expression `"NAME"`. */
export function plainColumns(
  parts: readonly { readonly column: string | null; readonly expression: string | null }[],
): readonly string[] | null {
  const names: string[] = [];
  for (const part of parts) {
    const name = part.expression === null ? part.column : /^"([^"]+)"$/.exec(part.expression.trim())?.[1];
    if (name === undefined || name === null) return null;
    names.push(name);
  }
  return names;
}

/** Chooses among keys whose columns are all migrated; of several unique keys the one with the fewest columns, then by name. */
export function chooseKey(table: SourceTable, migrated: ReadonlySet<string>): ChosenKey {
  const primary = table.primaryKey;
  if (primary?.columns.every((name) => migrated.has(name)) === true) {
    return { kind: 'primary', columns: primary.columns };
  }
  const required = new Set(table.columns.filter((column) => !column.nullable).map((column) => column.name));
  const candidates = uniqueKeysOf(table)
    .filter((key) => key.columns.every((name) => migrated.has(name) && required.has(name)))
    .toSorted((left, right) => left.columns.length - right.columns.length || (left.name < right.name ? -1 : 1));
  const [best] = candidates;
  if (best === undefined) return { kind: 'rowid' };
  return { kind: 'unique', name: best.name, generatedName: best.generatedName, columns: best.columns };
}

function columnSet(columns: readonly string[]): string {
  return JSON.stringify([...columns].sort());
}

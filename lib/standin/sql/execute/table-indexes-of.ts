import type { Catalog } from '../catalog/catalog.ts';
import type { Constraint } from '../catalog/constraint.ts';
import type { Table } from '../catalog/table.ts';
import { StoredIndex } from '../store/stored-index.ts';
import type { TableIndexes } from '../store/table-indexes.ts';

/** Name of the inner index over a foreign key's columns: Oracle has none, but looks up children all the same. */
export function foreignKeyIndexName(constraint: Constraint): string {
  return `\0${constraint.owner}.${constraint.name}`;
}

/** The indexes the store keeps for a table: those of the catalog on plain columns, and one per foreign key. */
export function describeIndexes(table: Table): readonly StoredIndex[] {
  const found: StoredIndex[] = [];
  for (const index of table.indexes) {
    if (index.type === 'LOB' || index.type === 'DOMAIN' || !index.usable) continue;
    const columns = index.columns.map((column) => storedPlace(table, column.name));
    if (columns.some((column) => column === null)) continue;
    found.push(
      storedIndex(
        table,
        index.name,
        index.unique,
        columns.filter((column) => column !== null),
      ),
    );
  }
  for (const constraint of table.constraints) {
    if (constraint.type !== 'R' || !constraint.enabled) continue;
    found.push(foreignKeyProbe(table, constraint));
  }
  return found;
}

/** An index over the columns of a foreign key. */
export function foreignKeyProbe(table: Table, constraint: Constraint): StoredIndex {
  const columns = constraint.columns.map((name) => storedPlace(table, name)).filter((column) => column !== null);
  return storedIndex(table, foreignKeyIndexName(constraint), false, columns);
}

function storedIndex(table: Table, name: string, unique: boolean, columns: readonly number[]): StoredIndex {
  return new StoredIndex({
    name,
    unique,
    columns,
    missing: (place) => table.columns.find((column) => column.storedAt === place)?.missingValue ?? null,
  });
}

export function storedPlace(table: Table, name: string): number | null {
  return table.columns.find((column) => column.name === name && !column.unused)?.storedAt ?? null;
}

/** Brings the kept indexes in line with the catalog after DDL: new ones are built from the rows, old ones are dropped. */
export function refreshIndexes(table: Table, kept: TableIndexes, rows: Iterable<StoredImage>): void {
  const wanted = describeIndexes(table);
  const names = new Set(wanted.map((index) => index.name));
  for (const index of [...kept.all]) {
    const now = wanted.find((candidate) => candidate.name === index.name);
    if (!names.has(index.name) || now?.columns.join() !== index.columns.join() || now.unique !== index.unique) {
      kept.remove(index.name);
    }
  }
  const added = wanted.filter((index) => kept.find(index.name) === undefined);
  if (added.length === 0) return;
  for (const { serial, slot, image } of rows) {
    for (const index of added) {
      const key = index.keyOf(image);
      if (key !== null) index.add(key, { serial, slot });
    }
  }
  kept.all.push(...added);
}

export interface StoredImage {
  readonly serial: number;
  readonly slot: number;
  readonly image: Uint8Array;
}

/** Foreign keys of other tables that refer to this one. */
export function referencingKeys(
  catalog: Catalog,
  table: Table,
): readonly { readonly child: Table; readonly constraint: Constraint }[] {
  const found: { readonly child: Table; readonly constraint: Constraint }[] = [];
  for (const child of catalog.tables()) {
    for (const constraint of child.constraints) {
      if (constraint.type !== 'R' || !constraint.enabled || constraint.references === null) continue;
      if (constraint.references.owner === table.owner && constraint.references.table === table.name)
        found.push({ child, constraint });
    }
  }
  return found;
}

/** Keys, foreign keys and checks of a table, from rows of the dictionary. */
import { assert } from '../../model/fault.ts';
import type { SourceCheck, SourceForeignKey, SourceKey, SourceTable } from '../../model/source-table.ts';
import { text, textOrNull } from './dictionary-cells.ts';
import type { SourceRow } from './oracle-session.ts';
import type { TableFacts } from './table-facts.ts';

type Constraints = Pick<SourceTable, 'primaryKey' | 'uniqueKeys' | 'foreignKeys' | 'checks'>;

/** The constraints of one table. A disabled key identifies nothing and is left out, like the NOT NULL checks of columns. */
export function sourceConstraints(table: string, facts: TableFacts): Constraints {
  const rows = facts.constraints.get(table) ?? [];
  const columns = columnsByConstraint(facts.constraintColumns.get(table) ?? []);
  const ofType = (type: string): readonly SourceRow[] => rows.filter((row) => text(row, 2) === type);
  const key = (row: SourceRow): SourceKey => ({
    name: text(row, 1),
    columns: columns.get(text(row, 1)) ?? [],
    generatedName: text(row, 4) === 'GENERATED NAME',
  });
  const enabled = (row: SourceRow): boolean => text(row, 3) === 'ENABLED';
  const [primary] = ofType('P').filter(enabled);
  return {
    primaryKey: primary === undefined ? null : key(primary),
    uniqueKeys: ofType('U').filter(enabled).map(key),
    foreignKeys: ofType('R').map((row) => foreignKey(row, key(row), facts.referenced.get(table) ?? [])),
    checks: ofType('C').flatMap((row) => check(row, enabled(row), columns.get(text(row, 1)) ?? [])),
  };
}

function columnsByConstraint(rows: readonly SourceRow[]): ReadonlyMap<string, readonly string[]> {
  const columns = new Map<string, string[]>();
  for (const row of rows) {
    const name = text(row, 1);
    const known = columns.get(name);
    if (known === undefined) columns.set(name, [text(row, 2)]);
    else known.push(text(row, 2));
  }
  return columns;
}

/** A referenced table that the user may not see is named by its constraint; nothing of that name is ever migrated. */
function foreignKey(row: SourceRow, key: SourceKey, referenced: readonly SourceRow[]): SourceForeignKey {
  const columns = referenced.filter((candidate) => text(candidate, 1) === key.name);
  const [first] = columns;
  const hidden = { schema: textOrNull(row, 6) ?? '?', table: `constraint ${textOrNull(row, 7) ?? '?'}` };
  return {
    ...key,
    references: first === undefined ? hidden : { schema: text(first, 2), table: text(first, 3) },
    referencedColumns: columns.map((candidate) => text(candidate, 4)),
    onDelete: deleteRule(textOrNull(row, 5)),
    enabled: text(row, 3) === 'ENABLED',
  };
}

function deleteRule(rule: string | null): SourceForeignKey['onDelete'] {
  switch (rule) {
    case 'CASCADE':
      return 'cascade';
    case 'SET NULL':
      return 'set-null';
    case 'NO ACTION':
    case null:
      return 'no-action';
    default:
      assert(false, `unknown delete rule ${rule}`);
  }
}

/** `"NAME" IS NOT NULL` on one column is the column's own NOT NULL. */
function check(row: SourceRow, enabled: boolean, columns: readonly string[]): readonly SourceCheck[] {
  const condition = textOrNull(row, 8)?.trim() ?? '';
  const [only] = columns;
  if (columns.length === 1 && only !== undefined && condition === `"${only}" IS NOT NULL`) return [];
  return [{ name: text(row, 1), condition, generatedName: text(row, 4) === 'GENERATED NAME', enabled }];
}

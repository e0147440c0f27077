/** Indexes of a table, from rows of the dictionary. */
import type { SourceIndex } from '../../model/source-table.ts';
import { count, text, textOrNull } from './dictionary-cells.ts';
import type { TableFacts } from './table-facts.ts';

/** The indexes of one table, those behind its keys included; the storage of an index-organized table is not one. */
export function sourceIndexes(table: string, facts: TableFacts): readonly SourceIndex[] {
  const expressions = new Map(
    (facts.indexExpressions.get(table) ?? []).map((row) => [`${text(row, 1)} ${count(row, 2)}`, textOrNull(row, 3)]),
  );
  return (facts.indexes.get(table) ?? [])
    .filter((row) => !text(row, 3).startsWith('IOT'))
    .map((row) => {
      const name = text(row, 1);
      const parts = (facts.indexColumns.get(table) ?? [])
        .filter((part) => text(part, 1) === name)
        .map((part) => {
          const expression = expressions.get(`${name} ${count(part, 2)}`) ?? null;
          return {
            column: expression === null ? text(part, 3) : null,
            expression,
            descending: text(part, 4) === 'DESC',
          };
        });
      return { name, unique: text(row, 2) === 'UNIQUE', parts, type: text(row, 3) };
    });
}

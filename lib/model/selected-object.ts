import type { TableName } from './source-table.ts';

/** A table or view a project migrates, with what its object list says about it. */
export interface SelectedObject {
  readonly name: TableName;
  readonly kind: 'table' | 'view';
  /** Names on the target, taken literally; null = by the schema map and the identifier case of the project. */
  readonly renameSchema: string | null;
  readonly renameTable: string | null;
  /** Source column names that are not migrated. */
  readonly excludedColumns: readonly string[];
  /** Source column name to target column name, taken literally. */
  readonly renamedColumns: Readonly<Record<string, string>>;
}

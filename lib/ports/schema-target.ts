import type { PrecheckItem } from '../model/precheck-item.ts';
import type { TableName } from '../model/source-table.ts';
import type { TargetForeignKey, TargetIndex, TargetServer, TargetTable } from '../model/target-object.ts';

/** Definitions on the target. Rendering is pure; executing is idempotent where the statement allows. */
export interface SchemaTarget extends AsyncDisposable {
  server(signal: AbortSignal): Promise<TargetServer>;
  renderTable(table: TargetTable): readonly string[];
  renderIndex(index: TargetIndex): readonly string[];
  renderForeignKey(key: TargetForeignKey): readonly string[];
  /** `CREATE VIEW`; `select` is text already written for the target, `columns` are names still to be quoted. */
  renderView(name: TableName, definition: { readonly columns: readonly string[]; readonly select: string }): string;
  renderDropIndex(index: TargetIndex): readonly string[];
  renderDropColumns(table: TableName, columns: readonly string[]): readonly string[];
  /** Runs one DDL statement with the session settings of this product; faults carry the server's own code and message. */
  execute(statement: string, signal: AbortSignal): Promise<void>;
  tableExists(name: TableName, signal: AbortSignal): Promise<boolean>;
  indexExists(index: TargetIndex, signal: AbortSignal): Promise<boolean>;
  foreignKeyExists(key: TargetForeignKey, signal: AbortSignal): Promise<boolean>;
  /** Column names in the target's spelling, or null when there is no such table. */
  columns(name: TableName, signal: AbortSignal): Promise<readonly string[] | null>;
  tableHasRows(name: TableName, signal: AbortSignal): Promise<boolean>;
  /** Empties a table for a reload (TRUNCATE, or DELETE in bounded pieces where TRUNCATE is refused). */
  emptyTable(name: TableName, signal: AbortSignal): Promise<void>;
  /** Creates database `seaward` and its tables when absent; they hold chunk rows and progress (H5, R1). */
  ensureProgress(projectId: string, signal: AbortSignal): Promise<void>;
  dropProgress(projectId: string, signal: AbortSignal): Promise<void>;
  /** The target's own part of the precheck. */
  precheck(databases: readonly string[], signal: AbortSignal): Promise<readonly PrecheckItem[]>;
}

import type { Fault } from '../../model/fault.ts';
import type { SelectedObject } from '../../model/selected-object.ts';
import type { SourceTable, TableName } from '../../model/source-table.ts';
import type { TargetServer } from '../../model/target-object.ts';
import type { IdentifierCase } from './target-name.ts';
import type { LengthSemantics } from './type-table.ts';

/** The conversion part of a project file with its defaults applied, and its schema map. */
export interface ConversionSettings {
  readonly identifierCase: IdentifierCase;
  readonly lengthSemantics: LengthSemantics;
  readonly timeZone: string;
  readonly schemas: Readonly<Record<string, string>>;
  /** Non-unique indexes are built after the load. */
  readonly postIndexing: boolean;
}

/** Everything the plan of one table depends on. */
export interface PlanRequest {
  readonly table: SourceTable;
  readonly selected: SelectedObject;
  readonly settings: ConversionSettings;
  readonly server: TargetServer;
  /** The object list's entry of another table, or null when that table is not migrated. */
  readonly selectedAs: (name: TableName) => SelectedObject | null;
  /** The table's fault among target-clashes.ts, if it has one. */
  readonly clash?: Fault | null;
}

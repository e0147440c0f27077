import type { DataObject } from '../model/chunk.ts';
import type { PrecheckItem } from '../model/precheck-item.ts';
import type { SourceTable, SourceView, TableName } from '../model/source-table.ts';

/** A table or view the source user can see. */
export interface ListedObject {
  readonly name: TableName;
  readonly kind: 'table' | 'view';
  /** Temporary, external, materialized, nested ... tables are listed so that leaving them out can be counted. */
  readonly variety: 'ordinary' | 'temporary' | 'external' | 'materialized' | 'nested' | 'queue' | 'other';
}

export interface SourceInfo {
  readonly version: string;
  readonly majorVersion: number;
  readonly characterSet: string;
  readonly nationalCharacterSet: string;
  readonly container: string | null;
  readonly role: string;
  readonly logMode: string;
  readonly blockBytes: number;
}

/** What the source's dictionary says. Large lists come as streams: nothing grows with the number of tables. */
export interface SchemaSource extends AsyncDisposable {
  info(signal: AbortSignal): Promise<SourceInfo>;
  listObjects(schemas: readonly string[], signal: AbortSignal): AsyncIterable<ListedObject>;
  /** Full definitions; unknown names are left out of the answer (the caller compares). */
  describeTables(names: readonly TableName[], signal: AbortSignal): AsyncIterable<SourceTable>;
  describeViews(names: readonly TableName[], signal: AbortSignal): AsyncIterable<SourceView>;
  /** Data objects of the tables with their extents, as of now (H2). */
  listDataObjects(names: readonly TableName[], signal: AbortSignal): AsyncIterable<DataObject>;
  /**
   * The source's own part of the precheck: version, privileges per phase, charset ... With `tables` also whether each can be
   * read, and read as of an SCN.
   */
  precheck(
    phases: readonly ('schema' | 'full' | 'verification')[],
    signal: AbortSignal,
    tables?: readonly TableName[],
  ): Promise<readonly PrecheckItem[]>;
}

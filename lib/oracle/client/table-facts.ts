import type { SourceRow } from './oracle-session.ts';

/** Rows of a dictionary query by table name. */
export type Groups = ReadonlyMap<string, readonly SourceRow[]>;

/** Everything the dictionary says about some tables, by table name. */
export interface TableFacts {
  readonly columns: Groups;
  readonly identities: Groups;
  readonly constraints: Groups;
  readonly constraintColumns: Groups;
  readonly referenced: Groups;
  readonly indexes: Groups;
  readonly indexColumns: Groups;
  readonly indexExpressions: Groups;
  readonly tableComments: Groups;
  readonly columnComments: Groups;
  readonly partitioned: Groups;
  readonly partitionKeys: Groups;
  readonly subpartitionKeys: Groups;
  readonly partitions: Groups;
  readonly subpartitions: Groups;
}

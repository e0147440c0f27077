import type { SqlType } from '../values/value.ts';
import type { SchemaObject } from './schema-object.ts';

export interface ViewColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
  comment: string | null;
}

export interface View extends SchemaObject {
  readonly kind: 'VIEW';
  /** TEXT: the query as written, without CREATE VIEW. */
  text: string;
  /** Empty while the view does not compile (FORCE). */
  columns: ViewColumn[];
  readonly readOnly: boolean;
  readonly checkOption: boolean;
  comment: string | null;
}

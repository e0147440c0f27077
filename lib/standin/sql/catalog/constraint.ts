/** A constraint as ALL_CONSTRAINTS shows it. CONSTRAINT_TYPE is `type`. */
export interface Constraint {
  readonly type: 'P' | 'U' | 'R' | 'C';
  readonly owner: string;
  name: string;
  /** GENERATED = 'GENERATED NAME'. */
  readonly generatedName: boolean;
  readonly table: string;
  /** In key order. For checks: the columns the condition names. */
  readonly columns: readonly string[];
  /** SEARCH_CONDITION; `"COL" IS NOT NULL` for NOT NULL columns. */
  readonly condition: string | null;
  /** A check that came from NOT NULL on a column. */
  readonly notNull: boolean;
  readonly references: { readonly owner: string; readonly table: string; readonly constraint: string } | null;
  readonly deleteRule: 'NO ACTION' | 'CASCADE' | 'SET NULL' | null;
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
  enabled: boolean;
  validated: boolean;
  readonly rely: boolean;
  /** INDEX_NAME of primary and unique keys. */
  indexName: string | null;
  readonly lastChangeAtMs: number;
}

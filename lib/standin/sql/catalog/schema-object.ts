/** What ALL_OBJECTS says about every schema object. Names are stored as the dictionary shows them: upper case unless quoted. */
export type ObjectKind =
  | 'TABLE'
  | 'TABLE PARTITION'
  | 'TABLE SUBPARTITION'
  | 'INDEX'
  | 'LOB'
  | 'VIEW'
  | 'MATERIALIZED VIEW'
  | 'SEQUENCE'
  | 'SYNONYM'
  | 'PROCEDURE'
  | 'FUNCTION'
  | 'PACKAGE'
  | 'PACKAGE BODY'
  | 'TRIGGER'
  | 'TYPE'
  | 'TYPE BODY'
  | 'DATABASE LINK';

export interface SchemaObject {
  readonly kind: ObjectKind;
  readonly owner: string;
  name: string;
  /** OBJECT_ID of ALL_OBJECTS. */
  readonly objectId: number;
  /** Milliseconds since 1970 by the database's clock. */
  readonly createdAtMs: number;
  /** LAST_DDL_TIME, same unit. */
  lastDdlAtMs: number;
  status: 'VALID' | 'INVALID';
  /** GENERATED = 'Y': the name was made by the system. */
  readonly generated: boolean;
}

import type { SchemaObject } from './schema-object.ts';

export interface Synonym extends SchemaObject {
  readonly kind: 'SYNONYM';
  /** PUBLIC synonyms have the owner PUBLIC. */
  readonly targetOwner: string;
  readonly targetName: string;
  readonly databaseLink: string | null;
}

/** Stored units are kept as text: they are listed, not run. */
export interface StoredUnit extends SchemaObject {
  readonly kind: 'PROCEDURE' | 'FUNCTION' | 'PACKAGE' | 'PACKAGE BODY' | 'TYPE' | 'TYPE BODY';
  /** As ALL_SOURCE: from the kind's word on, without CREATE OR REPLACE. */
  text: string;
}

export interface Trigger extends SchemaObject {
  readonly kind: 'TRIGGER';
  text: string;
  /** TRIGGER_TYPE, such as 'BEFORE EACH ROW'. */
  readonly triggerType: string;
  /** TRIGGERING_EVENT, such as 'INSERT OR UPDATE'. */
  readonly event: string;
  readonly tableOwner: string;
  readonly tableName: string;
  enabled: boolean;
}

export interface DatabaseLink extends SchemaObject {
  readonly kind: 'DATABASE LINK';
  readonly userName: string | null;
  readonly host: string | null;
}

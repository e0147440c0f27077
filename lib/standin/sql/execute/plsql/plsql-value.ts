import { oracleError } from '../../../oracle-error.ts';
import type { NextRow } from '../query-plan.ts';
import type { ResultColumn } from '../../session-result.ts';
import type { SqlType, SqlValue } from '../../values/value.ts';
import { numberFromInteger, toInteger } from '../../values/number.ts';

/** What a variable holds: an SQL value, or one of PL/SQL's own. */
export type PlsqlValue = SqlValue | PlsqlRecord | PlsqlCollection | Cursor;

export interface PlsqlRecord {
  readonly kind: 'record';
  readonly fields: Map<string, Cell>;
}

/** An index-by table, nested table or varray: elements by key, in key order. */
export interface PlsqlCollection {
  readonly kind: 'collection';
  readonly element: CellType;
  readonly byText: boolean;
  readonly items: Map<number | string, Cell>;
}

export interface Cursor {
  readonly kind: 'cursor';
  columns: readonly ResultColumn[];
  next: NextRow | null;
  /** Null before the first FETCH. */
  found: boolean | null;
  rowCount: number;
}

export type CellType =
  | { readonly kind: 'sql'; readonly type: SqlType }
  | { readonly kind: 'record'; readonly fields: readonly { readonly name: string; readonly type: CellType }[] }
  | { readonly kind: 'collection'; readonly element: CellType; readonly byText: boolean }
  | { readonly kind: 'cursor' };

/** A place that holds a value of one type. */
export class Cell {
  readonly type: CellType;
  readonly constant: boolean;
  value: PlsqlValue;

  constructor(type: CellType, constant = false) {
    this.type = type;
    this.constant = constant;
    this.value = emptyOf(type);
  }
}

function emptyOf(type: CellType): PlsqlValue {
  switch (type.kind) {
    case 'sql':
      return null;
    case 'record':
      return { kind: 'record', fields: new Map(type.fields.map((field) => [field.name, new Cell(field.type)])) };
    case 'collection':
      return { kind: 'collection', element: type.element, byText: type.byText, items: new Map() };
    case 'cursor':
      return { kind: 'cursor', columns: [], next: null, found: null, rowCount: 0 };
    default:
      throw new Error('a type without a kind');
  }
}

export function isRecord(value: PlsqlValue): value is PlsqlRecord {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'record';
}

export function isCollection(value: PlsqlValue): value is PlsqlCollection {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'collection';
}

export function isCursor(value: PlsqlValue): value is Cursor {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'cursor';
}

/** The value where SQL wants one. */
export function asSqlValue(value: PlsqlValue): SqlValue {
  if (isRecord(value) || isCollection(value) || isCursor(value)) throw oracleError(6502, '');
  return value;
}

export function keyOf(collection: PlsqlCollection, value: SqlValue): number | string {
  if (collection.byText) {
    if (typeof value !== 'string') throw oracleError(6502, '');
    return value;
  }
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'number')
    return toInteger(value);
  if (typeof value === 'string') return Number(value);
  throw oracleError(6502, '');
}

export function sortedKeys(collection: PlsqlCollection): readonly (number | string)[] {
  return [...collection.items.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

export function keyValue(key: number | string | undefined): SqlValue {
  if (key === undefined) return null;
  return typeof key === 'number' ? numberFromInteger(key) : key;
}

/** Copies deeply: records and collections are values. */
export function assignCell(cell: Cell, value: PlsqlValue): void {
  if (isRecord(value) && isRecord(cell.value)) {
    const from = [...value.fields.values()];
    [...cell.value.fields.values()].forEach((field, at) => {
      const source = from[at];
      if (source !== undefined) assignCell(field, source.value);
    });
  } else if (isCollection(value) && isCollection(cell.value)) {
    cell.value.items.clear();
    for (const [key, item] of value.items) {
      const copy = new Cell(cell.value.element);
      assignCell(copy, item.value);
      cell.value.items.set(key, copy);
    }
  } else cell.value = value;
}

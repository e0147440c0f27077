import type { SqlType } from '../sql/values/value.ts';

/**
 * Columns of dictionary views are declared as text, in documented order, separated by commas:
 *
 *   OWNER:128!, NUM_ROWS, LAST_ANALYZED:date, TEXT:long, TYPE_OID:raw16, OBJECT_TYPE:char5, HYBRID:3@19, GONE:3@-18
 *
 * A name alone is a NUMBER, `:n` a VARCHAR2(n BYTE); `!` says NOT NULL; `@19` that the column exists since release 19,
 * `@-18` that release 18 was the last to have it. Order and types are those of "Oracle Database Reference" 19c.
 */
export interface DictionaryColumn {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
}

export interface ColumnDeclaration extends DictionaryColumn {
  readonly since: number;
  readonly until: number;
}

const FORM = /^([A-Z][A-Z0-9_#$-]*)(?::([a-z0-9]+))?(!)?(?:@(\d+))?(?:@-(\d+))?$/;

export function declareColumns(text: string): readonly ColumnDeclaration[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map(declareColumn);
}

/** The columns a release has. */
export function columnsOfRelease(
  declarations: readonly ColumnDeclaration[],
  release: number,
): readonly DictionaryColumn[] {
  return declarations
    .filter((column) => column.since <= release && release <= column.until)
    .map(({ name, type, nullable }) => ({ name, type, nullable }));
}

function declareColumn(item: string): ColumnDeclaration {
  const form = FORM.exec(item);
  if (form === null) throw new Error(`not a column declaration: ${item}`);
  const [, name = '', type, notNull, since, until] = form;
  return {
    name,
    type: typeOf(type, item),
    nullable: notNull === undefined,
    since: since === undefined ? 0 : Number(since),
    until: until === undefined ? Number.POSITIVE_INFINITY : Number(until),
  };
}

const SIMPLE_TYPES: ReadonlyMap<string, SqlType> = new Map<string, SqlType>([
  ['date', { kind: 'date' }],
  ['long', { kind: 'long' }],
  ['clob', { kind: 'clob' }],
]);

function typeOf(word: string | undefined, item: string): SqlType {
  if (word === undefined) return { kind: 'number', precision: null, scale: null };
  const simple = SIMPLE_TYPES.get(word);
  if (simple !== undefined) return simple;
  const sized = /^([a-z]*)(\d+)$/.exec(word);
  const size = Number(sized?.[2] ?? Number.NaN);
  switch (sized?.[1]) {
    case '':
      return { kind: 'varchar2', length: size, unit: 'byte' };
    case 'char':
      return { kind: 'char', length: size, unit: 'byte' };
    case 'raw':
      return { kind: 'raw', length: size };
    case 'number':
      return { kind: 'number', precision: size, scale: 0 };
    case 'ts':
      return { kind: 'timestamp', precision: size };
    case 'tstz':
      return { kind: 'timestamp-tz', precision: size };
    case undefined:
    default:
      throw new Error(`unknown type in the column declaration ${item}`);
  }
}

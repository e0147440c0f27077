import type { BindReference } from '../syntax/ast.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import type { Bind, Binds, Placeholder } from '../session-result.ts';

export interface FoundPlaceholder extends Placeholder {
  readonly ordinal: number;
}

/** Every placeholder of a statement in order of appearance. Those of RETURNING ... INTO are marked. */
export function placeholdersOf(statement: object): readonly FoundPlaceholder[] {
  const found: FoundPlaceholder[] = [];
  walk(statement, false, found);
  return found.sort((a, b) => a.ordinal - b.ordinal);
}

function walk(node: unknown, returning: boolean, found: FoundPlaceholder[]): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, returning, found);
    return;
  }
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return;
  if (isBind(node)) {
    found.push({ name: node.name, ordinal: node.ordinal, returning });
    return;
  }
  for (const [key, value] of Object.entries(node)) {
    walk(value, returning || (key === 'into' && 'expressions' in node), found);
  }
}

function isBind(node: object): node is BindReference {
  return 'kind' in node && node.kind === 'bind' && 'ordinal' in node;
}

/** One bind per placeholder, in order. In a PL/SQL block a client sends each name once; by name it may always. */
export function bindsByPlaceholder(
  placeholders: readonly FoundPlaceholder[],
  binds: Binds,
  onceByName: boolean,
): readonly (Bind | undefined)[] {
  if (isByPosition(binds)) {
    if (!onceByName) return placeholders.map((_, at) => binds[at]);
    const names = [...new Set(placeholders.map((placeholder) => placeholder.name))];
    return placeholders.map((placeholder) => binds[names.indexOf(placeholder.name)]);
  }
  return placeholders.map((placeholder) => {
    const given = binds[placeholder.name];
    return given === undefined ? undefined : isBindValue(given) ? given : { value: given, direction: 'in' };
  });
}

function isByPosition(binds: Binds): binds is readonly Bind[] {
  return Array.isArray(binds);
}

function isBindValue(value: SqlValue | Bind): value is Bind {
  return typeof value === 'object' && value !== null && 'direction' in value;
}

/** The type of a bind: as declared, else by its value. NULL without a type is text. */
export function bindType(bind: Bind | undefined): SqlType {
  if (bind === undefined) return { kind: 'varchar2', length: 4000, unit: 'byte' };
  if (bind.type !== undefined) return bind.type;
  const { value } = bind;
  if (value === null || typeof value === 'string') return { kind: 'varchar2', length: 4000, unit: 'byte' };
  if (typeof value === 'boolean') return { kind: 'boolean' };
  if (value instanceof Uint8Array) return { kind: 'raw', length: 2000 };
  switch (value.kind) {
    case 'number':
      return { kind: 'number', precision: null, scale: null };
    case 'timestamp':
    case 'timestamp-tz':
    case 'timestamp-ltz':
      return { kind: value.kind, precision: 9 };
    case 'interval-ym':
      return { kind: 'interval-ym', yearPrecision: 9 };
    case 'interval-ds':
      return { kind: 'interval-ds', dayPrecision: 9, secondPrecision: 9 };
    default:
      return { kind: value.kind };
  }
}

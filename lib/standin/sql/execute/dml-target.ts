import { oracleErrorAt } from '../../oracle-error.ts';
import type { Table } from '../catalog/table.ts';
import type { Scope } from '../expressions/scope.ts';
import type { DmlTarget } from '../syntax/ast-dml.ts';
import type { Name } from '../syntax/ast.ts';
import type { Query, TableReference } from '../syntax/ast-query.ts';
import { queryOf } from './parse-text.ts';
import { requireTablePrivilege, resolveObject } from './resolve-object.ts';
import type { TablePrivilege } from './resolve-object.ts';
import type { Parsing } from './statement-state.ts';

export interface ResolvedTarget {
  readonly table: Table;
  /** Names the rows in the statement's expressions. */
  readonly reference: TableReference;
  /** The columns a view shows, when it is not all of them. */
  readonly columns: readonly Name[];
}

/** The table a DML statement changes, also through a view of one table without computed columns. */
export function resolveTarget(
  node: DmlTarget,
  privilege: TablePrivilege,
  parsing: Parsing,
  _outer: Scope | null,
): ResolvedTarget {
  if (node.kind === 'inline-view') {
    const inner = simpleTable(node.query, node.offset);
    const resolved = resolveTarget(inner, privilege, parsing, null);
    return { ...resolved, columns: shownColumns(node.query), reference: { ...resolved.reference, alias: node.alias } };
  }
  const resolved = resolveObject(node.name, parsing);
  if (resolved === null) throw oracleErrorAt(node.name.offset, 942);
  if (resolved.kind === 'dictionary') throw oracleErrorAt(node.name.offset, 1031);
  const { object } = resolved;
  const { catalog } = parsing.state.session.database;
  if (object.kind !== 'TABLE' && object.kind !== 'VIEW') throw oracleErrorAt(node.name.offset, 942);
  requireTablePrivilege(catalog, parsing.user, object, privilege, node.name.offset);
  if (object.kind === 'TABLE') {
    if (object.materializedView !== null) throw oracleErrorAt(node.name.offset, 1732);
    return { table: object, reference: node, columns: [] };
  }
  if (object.readOnly) throw oracleErrorAt(node.name.offset, 42399);
  const query = queryOf(object.text);
  const inner = simpleTable(query, node.offset);
  const asOwner = { ...parsing, user: object.owner, schema: object.owner };
  const below = resolveTarget(inner, privilege, asOwner, null);
  const shown = shownColumns(query);
  return { table: below.table, columns: shown, reference: { ...below.reference, alias: node.alias ?? node.name.name } };
}

/** `SELECT a, b FROM t` without anything that would hide or compute rows. */
function simpleTable(query: Query, offset: number): TableReference {
  const { body } = query;
  const [only] = body.kind === 'select-block' ? body.from : [];
  if (
    body.kind !== 'select-block' ||
    body.from.length !== 1 ||
    only?.kind !== 'table' ||
    body.distinct ||
    body.groupBy.length > 0 ||
    body.connectBy !== null ||
    body.where !== null ||
    query.with.length > 0
  ) {
    throw oracleErrorAt(offset, 1732);
  }
  return only;
}

/** The names of the columns in the select list; none for `*`. */
function shownColumns(query: Query): readonly Name[] {
  const { body } = query;
  if (body.kind !== 'select-block') return [];
  return body.items
    .map((item) =>
      item.kind === 'expression' && item.expression.kind === 'column' ? item.expression.path.at(-1) : undefined,
    )
    .filter((name) => name !== undefined);
}

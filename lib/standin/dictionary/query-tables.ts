import { parseStatement } from '../sql/syntax/parse-statement.ts';

export interface TableName {
  /** Null when the query names no schema. */
  readonly owner: string | null;
  readonly name: string;
}

/** Tables and views a query reads, in order of appearance, without the names its WITH clauses define. Throws OracleError. */
export function tablesOfQuery(text: string): readonly TableName[] {
  const found: TableName[] = [];
  collect(parseStatement(text), new Set(), found);
  return found;
}

/** Walks any node of the tree: a table may stand in every place that holds a query. */
function collect(node: unknown, defined: ReadonlySet<string>, found: TableName[]): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, defined, found);
    return;
  }
  if (!isNode(node)) return;
  const table = tableOf(node);
  if (table !== null && (table.owner !== null || !defined.has(table.name))) found.push(table);
  const inner = node['kind'] === 'query' ? new Set([...defined, ...withNames(node['with'])]) : defined;
  for (const value of Object.values(node)) collect(value, inner, found);
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A TableReference: `{ kind: 'table', name: { schema, name, link } }`. */
function tableOf(node: Readonly<Record<string, unknown>>): TableName | null {
  const name = node['name'];
  if (node['kind'] !== 'table' || !isNode(name) || name['link'] !== null) return null;
  const text = nameText(name['name']);
  return text === null ? null : { owner: nameText(name['schema']), name: text };
}

function nameText(name: unknown): string | null {
  return isNode(name) && typeof name['text'] === 'string' ? name['text'] : null;
}

function withNames(tables: unknown): readonly string[] {
  if (!Array.isArray(tables)) return [];
  return tables.flatMap((table: unknown) => {
    const text = isNode(table) ? nameText(table['name']) : null;
    return text === null ? [] : [text];
  });
}

/**
 * The SELECT of a view, translated only where it provably gives the same rows. Accepted:
 *   SELECT item {, item} FROM source {, source | [INNER] JOIN source ON condition | LEFT [OUTER] JOIN source ON condition}
 *     [WHERE condition] [WITH READ ONLY]
 *   item   := column [[AS] name]        source := [schema .] name [alias]
 * Conditions are those of condition-parser.ts, with texts compared exactly. Refused with the reason: everything else, such
 * as functions in items, DISTINCT, GROUP BY, ORDER BY (NULLs and texts are ordered differently), set operators, (+).
 */
import type { TableName } from '../../model/source-table.ts';
import { type CheckedColumn, ConditionParser } from './condition-parser.ts';
import { TokenReader, sqlTokens } from './sql-tokens.ts';
import { targetIdentifier } from './target-text.ts';

/** A table or view as a SELECT of the target sees it: columns by their source name. */
export interface SelectSource {
  readonly target: TableName;
  readonly columns: ReadonlyMap<string, CheckedColumn>;
}

export interface TranslatedSelect {
  readonly select: string;
  /** The selected columns in order. */
  readonly columns: readonly CheckedColumn[];
}

/** Translates a view's text. SyntaxError with the reason. `find` gives migrated tables and views. */
export function translateSelect(
  text: string,
  schema: string,
  find: (name: TableName) => SelectSource | null,
): TranslatedSelect {
  const tokens = new TokenReader(sqlTokens(text));
  tokens.expect('SELECT');
  const items = readItems(tokens);
  tokens.expect('FROM');
  const sources: NamedSource[] = [];
  const resolve = (qualifier: string | null, name: string): CheckedColumn => resolveColumn(sources, qualifier, name);
  let from = readSource(tokens, schema, find, sources);
  for (;;) {
    if (tokens.accept(',')) {
      from += ` CROSS JOIN ${readSource(tokens, schema, find, sources)}`;
      continue;
    }
    const join = readJoin(tokens);
    if (join === null) break;
    from += ` ${join} ${readSource(tokens, schema, find, sources)}`;
    tokens.expect('ON');
    from += ` ON ${new ConditionParser(tokens, resolve, 'exact').condition()}`;
  }
  const where = tokens.accept('WHERE') ? ` WHERE ${new ConditionParser(tokens, resolve, 'exact').condition()}` : '';
  if (tokens.accept('WITH')) {
    tokens.expect('READ');
    tokens.expect('ONLY');
  }
  if (!tokens.atEnd) throw new SyntaxError(`${tokens.shown} is not translated`);
  const columns = items.map(({ qualifier, name }) => resolve(qualifier, name));
  const list = columns.map((column) => column.qualifiedName ?? targetIdentifier(column.targetName));
  return { select: `SELECT ${list.join(', ')} FROM ${from}${where}`, columns };
}

interface Item {
  readonly qualifier: string | null;
  readonly name: string;
}

interface NamedSource {
  readonly alias: string;
  readonly source: SelectSource;
}

function readItems(tokens: TokenReader): readonly Item[] {
  const items: Item[] = [];
  do items.push(readItem(tokens));
  while (tokens.accept(','));
  return items;
}

function readItem(tokens: TokenReader): Item {
  const first = readName(tokens);
  const qualified = tokens.accept('.');
  const item = qualified ? { qualifier: first, name: readName(tokens) } : { qualifier: null, name: first };
  if (tokens.accept('AS') || (tokens.peek()?.kind === 'name' && !tokens.sees('FROM'))) readName(tokens);
  return item;
}

function readName(tokens: TokenReader): string {
  const token = tokens.next();
  if (token.kind !== 'name' || (!token.quoted && reserved.has(token.text)) || tokens.sees('(')) {
    throw new SyntaxError(`${token.text} is not translated`);
  }
  return token.text;
}

/** Words that would otherwise be read as a name. */
const reserved = new Set([
  'SELECT',
  'DISTINCT',
  'UNIQUE',
  'ALL',
  'CASE',
  'FROM',
  'WHERE',
  'ROWNUM',
  'ROWID',
  'LEVEL',
  'NULL',
]);
const clauseWords = new Set([
  'WHERE',
  'JOIN',
  'INNER',
  'LEFT',
  'RIGHT',
  'FULL',
  'CROSS',
  'NATURAL',
  'ON',
  'GROUP',
  'ORDER',
  'HAVING',
  'UNION',
  'MINUS',
  'INTERSECT',
  'CONNECT',
  'START',
  'FETCH',
  'OFFSET',
  'WITH',
  'AS',
  'PARTITION',
  'SAMPLE',
  'USING',
  'PIVOT',
  'UNPIVOT',
  'FOR',
]);

function readSource(
  tokens: TokenReader,
  schema: string,
  find: (name: TableName) => SelectSource | null,
  sources: NamedSource[],
): string {
  const first = readName(tokens);
  const name = tokens.accept('.') ? { schema: first, table: readName(tokens) } : { schema, table: first };
  const source = find(name);
  if (source === null) throw new SyntaxError(`${name.schema}.${name.table} is not migrated`);
  const next = tokens.peek();
  const hasAlias = next?.kind === 'name' && (next.quoted || !clauseWords.has(next.text));
  const alias = hasAlias ? readName(tokens) : name.table;
  if (sources.some((other) => other.alias === alias)) throw new SyntaxError(`${alias} names two sources`);
  const number = sources.length + 1;
  const short = targetIdentifier(`t${number}`);
  const columns = new Map(
    [...source.columns].map(([column, plan]) => [
      column,
      { ...plan, qualifiedName: `${short}.${targetIdentifier(plan.targetName)}` },
    ]),
  );
  sources.push({ alias, source: { target: source.target, columns } });
  return `${targetIdentifier(source.target.schema)}.${targetIdentifier(source.target.table)} ${short}`;
}

function readJoin(tokens: TokenReader): string | null {
  if (tokens.accept('JOIN')) return 'JOIN';
  if (tokens.accept('INNER')) {
    tokens.expect('JOIN');
    return 'JOIN';
  }
  if (!tokens.accept('LEFT')) return null;
  tokens.accept('OUTER');
  tokens.expect('JOIN');
  return 'LEFT JOIN';
}

function resolveColumn(sources: readonly NamedSource[], qualifier: string | null, name: string): CheckedColumn {
  const candidates = sources
    .filter((source) => qualifier === null || source.alias === qualifier)
    .flatMap((source) => source.source.columns.get(name) ?? []);
  const [column] = candidates;
  if (column === undefined || candidates.length > 1) throw new SyntaxError(`${name} is not one migrated column`);
  return column;
}

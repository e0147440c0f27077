import { oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { CompiledExpression } from '../expressions/scope.ts';
import type { ResultColumn } from '../session-result.ts';
import type { SelectBlock, SelectItem } from '../syntax/ast-query.ts';
import type { Expression, Name } from '../syntax/ast.ts';
import type { BlockScope } from './block-scope.ts';
import type { Source } from './row-source.ts';

/** One column of a select list, `*` already expanded. */
export interface OutputItem {
  readonly name: string;
  /** What ORDER BY may name: null for expressions without an alias. */
  readonly alias: string | null;
  readonly node: Expression;
}

export function expandItems(block: SelectBlock, scope: BlockScope): readonly OutputItem[] {
  return block.items.flatMap((item) => (item.kind === 'star' ? expandStar(item, scope) : [expressionItem(item)]));
}

function expressionItem(item: Extract<SelectItem, { kind: 'expression' }>): OutputItem {
  const { expression, alias } = item;
  if (alias !== null) return { name: alias.text, alias: alias.text, node: expression };
  if (expression.kind === 'column') {
    const name = expression.path.at(-1)?.text ?? '';
    return { name, alias: name, node: expression };
  }
  return { name: defaultName(item.text), alias: null, node: expression };
}

/** The text without white space outside quotes, in upper case: what Oracle names an expression column. */
export function defaultName(text: string): string {
  const parts = text.match(/'(?:[^']|'')*'|"[^"]*"|[^'"]+/g) ?? [];
  return parts.map((part) => (/^['"]/.test(part) ? part : part.replace(/\s+/g, '').toUpperCase())).join('');
}

function expandStar(item: Extract<SelectItem, { kind: 'star' }>, scope: BlockScope): readonly OutputItem[] {
  const sources = item.path.length === 0 ? scope.sources : scope.sources.filter((source) => named(source, item.path));
  if (sources.length === 0) throw oracleErrorAt(item.offset, 904, item.path.map((name) => `"${name.text}"`).join('.'));
  return sources.flatMap((source) =>
    source.columns
      .map((column, at) => ({ ...column, at }))
      .filter((column) => !column.hidden && (item.path.length > 0 || !isMergedAway(scope, source, column.name)))
      .map((column) => ({
        name: column.name,
        alias: column.name,
        node: sourceColumn(source, column.name, column.at, item.offset, scope),
      })),
  );
}

function named(source: Source, path: readonly Name[]): boolean {
  const table = path.at(-1)?.text;
  const schema = path.at(-2)?.text;
  return source.alias === table && (schema === undefined || schema === source.owner);
}

function isMergedAway(scope: BlockScope, source: Source, name: string): boolean {
  return scope.mergedAway.some((merged) => merged.source === source && merged.name === name);
}

function sourceColumn(source: Source, name: string, at: number, offset: number, scope: BlockScope): Expression {
  const column: Name = { text: name, quoted: true, offset };
  const node: Expression = {
    kind: 'column',
    path: source.alias === '' ? [column] : [{ text: source.alias, quoted: true, offset }, column],
    outerJoin: false,
    offset,
  };
  scope.starColumns.set(node, { source, column: at });
  return node;
}

export function compileItems(
  items: readonly OutputItem[],
  scope: BlockScope,
): { readonly columns: readonly ResultColumn[]; readonly expressions: readonly CompiledExpression[] } {
  const expressions = items.map((item) => compileExpression(item.node, scope));
  const columns = items.map((item, at) => {
    const expression = expressions[at];
    if (expression === undefined) throw new Error('no expression for the item');
    if (expression.type.kind === 'boolean') throw oracleErrorAt(item.node.offset, 923);
    return { name: item.name, type: expression.type, nullable: expression.nullable };
  });
  return { columns, expressions };
}

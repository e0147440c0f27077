import { oracleError, oracleErrorAt } from '../../oracle-error.ts';
import type { Column, Table } from '../catalog/table.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { EvaluationContext } from '../expressions/scope.ts';
import type { Sample, TableReference } from '../syntax/ast-query.ts';
import { parseExpressionText } from '../syntax/parse-statement.ts';
import type { ReadView } from '../store/undo.ts';
import { toDouble } from '../values/number.ts';
import type { OracleNumber } from '../values/value.ts';
import type { BlockScope } from './block-scope.ts';
import { chooseAccessPath } from './choose-access-path.ts';
import { conditionsOf } from './conjunct.ts';
import { compileFlashback } from './flashback.ts';
import type { Leaf } from './from-leaf.ts';
import { selectSegments } from './partition-selection.ts';
import { requireFlashback } from './resolve-object.ts';
import { Source } from './row-source.ts';
import type { SourceColumn } from './row-source.ts';
import { TableScan } from './table-scan.ts';

/** Columns that a statement can name, in stored order; unused ones are kept for their places but have no name. */
export function sourceColumns(columns: readonly Column[]): readonly SourceColumn[] {
  return columns.map((column) => ({
    name: column.unused ? `\0${column.name}` : column.name,
    type: column.type,
    nullable: column.nullable,
    hidden: column.hidden,
  }));
}

export function tableSource(table: Table, alias: string, scope: BlockScope): Source {
  const source: Source = new Source({
    alias,
    owner: table.owner,
    tableName: table.name,
    columns: sourceColumns(table.columns),
    hasRowid: true,
    logicalRowid: table.organization === 'index',
    allocator: scope.slots,
    computed: (at) => {
      const column = table.columns[at];
      if (column?.virtual !== true || column.defaultText === null) return null;
      return { ...compileExpression(parseExpressionText(column.defaultText), scope), type: column.type };
    },
  });
  return source;
}

export function tableLeaf(table: Table, node: TableReference, scope: BlockScope): Leaf {
  const { parsing } = scope;
  const { state } = parsing;
  if (table.external) throw oracleErrorAt(node.offset, 29913);
  if (node.flashback !== null) requireFlashback(state.session.database.catalog, parsing.user, table, node.offset);
  const flashback = compileFlashback(node.flashback, scope) ?? parsing.snapshot;
  const source = tableSource(table, node.alias?.text ?? node.name.name.text, scope);
  const segments = selectSegments(table, node.partition, scope);
  const view = (context: EvaluationContext): ReadView => {
    if (flashback === null) return state.view;
    const past = flashback(context);
    if (past.scn < table.definitionScn) throw oracleError(1466);
    return past;
  };
  const sample = node.sample === null ? null : compileSample(node.sample, scope);
  return {
    source,
    lateral: false,
    canSeek: (conjuncts, available) => {
      const { kind } = chooseAccessPath(table, source, conjuncts, available, scope);
      return kind === 'unique' || kind === 'index' || kind === 'rowid';
    },
    build: (conjuncts, available) =>
      new TableScan({
        source,
        table,
        segments,
        view,
        path: chooseAccessPath(table, source, conjuncts, available, scope),
        filters: conditionsOf(conjuncts),
        sample,
      }),
  };
}

function compileSample(sample: Sample, scope: BlockScope): (context: EvaluationContext) => () => boolean {
  const percent = compileExpression(sample.percent, scope);
  const seed = sample.seed === null ? null : compileExpression(sample.seed, scope);
  return (context) => {
    const share = percent.evaluate(context);
    const start = seed?.evaluate(context) ?? null;
    const limit = isNumber(share) ? toDouble(share) / 100 : 0;
    if (limit < 0.000001 || limit >= 1) throw oracleError(30562);
    let state = isNumber(start) ? toDouble(start) >>> 0 : Math.floor(context.session.random() * 2 ** 32);
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32 < limit;
    };
  };
}

function isNumber(value: unknown): value is OracleNumber {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'number';
}

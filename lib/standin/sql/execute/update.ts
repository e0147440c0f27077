import { oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { EvaluationContext, Scope } from '../expressions/scope.ts';
import type { ColumnReference } from '../syntax/ast.ts';
import type { Assignment, DeleteStatement, UpdateStatement } from '../syntax/ast-dml.ts';
import type { TableReference } from '../syntax/ast-query.ts';
import type { Transaction } from '../store/transaction.ts';
import type { SqlValue } from '../values/value.ts';
import { BlockScope } from './block-scope.ts';
import { assignable, converterTo } from './column-assignment.ts';
import { compileConjunct, splitAnd } from './conjunct.ts';
import type { DmlOutcome, DmlPlan } from './dml-plan.ts';
import { resolveTarget } from './dml-target.ts';
import { leafNode, planFrom } from './from-clause.ts';
import { Returning } from './returning.ts';
import type { Advance, RowSource, Source } from './row-source.ts';
import { newContext } from './select-block.ts';
import type { Parsing } from './statement-state.ts';
import { tableLeaf } from './table-leaf.ts';
import { TableWriter } from './table-writer.ts';
import type { WrittenPlace } from './table-writer.ts';
import type { Table } from '../catalog/table.ts';
import type { Expression } from '../syntax/ast.ts';

/** The rows a DML statement is about. */
export interface TargetRows {
  readonly scope: BlockScope;
  readonly source: Source;
  open(): { readonly next: Advance; readonly context: EvaluationContext };
}

export function compileTargetRows(
  table: Table,
  reference: TableReference,
  where: Expression | null,
  parsing: Parsing,
  outer: Scope | null,
): TargetRows {
  const scope = new BlockScope(parsing, outer);
  const tree = leafNode(tableLeaf(table, { ...reference, flashback: null }, scope), scope);
  const [source] = scope.sources;
  if (source === undefined) throw new Error('the target has no source');
  const conjuncts = splitAnd(where).map((part) => compileConjunct(part, scope));
  const counted = conjuncts.filter((conjunct) => conjunct.rownum);
  const rows: RowSource = planFrom(
    tree,
    conjuncts.filter((conjunct) => !conjunct.rownum),
    scope,
  );
  scope.clause = 'dml';
  return {
    scope,
    source,
    open() {
      const context = newContext(scope, null);
      const all = rows.open(context);
      if (scope.rownumSlot < 0) return { next: all, context };
      return {
        next: numbered(
          all,
          counted.map((conjunct) => conjunct.condition.evaluate),
          scope.rownumSlot,
          context,
        ),
        context,
      };
    },
  };
}

function numbered(
  next: Advance,
  conditions: readonly ((context: EvaluationContext) => SqlValue)[],
  slot: number,
  context: EvaluationContext,
): Advance {
  let count = 0;
  return () => {
    while (next()) {
      context.slots[slot] = { kind: 'number', coefficient: count + 1, exponent: 0 };
      if (!conditions.every((condition) => condition(context) === true)) continue;
      count += 1;
      return true;
    }
    return false;
  };
}

export function compileUpdate(node: UpdateStatement, parsing: Parsing, outer: Scope | null): DmlPlan {
  const { table, reference } = resolveTarget(node.target, 'UPDATE', parsing, outer);
  const where = node.currentOf === null ? node.where : outerCurrentOf(node.currentOf.text, outer, node.offset);
  const rows = compileTargetRows(table, reference, where, parsing, outer);
  const writer = new TableWriter(table, parsing, reference.alias?.text);
  const apply = compileAssignments(node.assignments, rows.scope, writer);
  const returning = new Returning(node.returning, writer);
  return {
    run(transaction): DmlOutcome {
      const { next, context } = rows.open();
      let count = 0;
      let last: WrittenPlace | null = null;
      while (next()) {
        last = updateRow(writer, rows.source, context, apply, transaction);
        returning.note();
        count += 1;
      }
      writer.endStatement(transaction);
      return { rowsAffected: count, last, returned: returning.take() };
    },
    abandon: () => writer.abandon(),
  };
}

/** WHERE CURRENT OF: PL/SQL replaces it by the cursor's ROWID. */
function outerCurrentOf(cursor: string, outer: Scope | null, offset: number): Expression {
  if (outer === null) throw oracleErrorAt(offset, 3001);
  const rowid = { kind: 'column', path: [{ text: 'ROWID', quoted: false, offset }], outerJoin: false, offset } as const;
  const place = {
    kind: 'column',
    path: [{ text: `\0ROWID ${cursor}`, quoted: true, offset }],
    outerJoin: false,
    offset,
  } as const;
  return { kind: 'comparison', operator: '=', left: rowid, right: place, quantifier: null, offset };
}

export function updateRow(
  writer: TableWriter,
  source: Source,
  context: EvaluationContext,
  apply: (context: EvaluationContext) => void,
  transaction: Transaction,
): WrittenPlace {
  const place = placeOf(source);
  writer.hold(transaction, place);
  const current = place.block.current(place.slot);
  if (current === null) throw new Error('the row to update is gone');
  writer.load(current);
  apply(context);
  return writer.update(transaction, place);
}

export function placeOf(source: Source): WrittenPlace {
  if (source.block === null) throw new Error('the scan stands on no row');
  return { block: source.block, slot: source.slot };
}

/** Evaluates all right sides over the old row, then sets the columns. */
export function compileAssignments(
  assignments: readonly Assignment[],
  scope: BlockScope,
  writer: TableWriter,
): (context: EvaluationContext) => void {
  const seen = new Set<number>();
  const target = (node: ColumnReference): number => {
    const at = writer.source.find(node.path.at(-1)?.text ?? '');
    if (at === undefined) throw oracleErrorAt(node.offset, 904, node.path.map((name) => `"${name.text}"`).join('.'));
    if (seen.has(at)) throw oracleErrorAt(node.offset, 957);
    seen.add(at);
    const column = writer.table.columns[at];
    if (column?.virtual === true) throw oracleErrorAt(node.offset, 54017);
    if (column?.identity?.generation === 'ALWAYS') throw oracleErrorAt(node.offset, 32796);
    return at;
  };
  const typeOf = (at: number) =>
    writer.table.columns[at]?.type ?? { kind: 'varchar2', length: 1, unit: 'byte' as const };
  const parts = assignments.map(
    (assignment): { readonly columns: readonly number[]; values(context: EvaluationContext): readonly SqlValue[] } => {
      if (assignment.kind === 'column') {
        const at = target(assignment.column);
        const { value } = assignment;
        if (value === null) return { columns: [at], values: () => [writer.defaultOf(at)] };
        const assign = assignable(compileExpression(value, scope), typeOf(at), value.offset);
        return { columns: [at], values: (context) => [assign(context)] };
      }
      const columns = assignment.columns.map(target);
      const query = scope.compileSubquery(assignment.query);
      if (query.columns.length !== columns.length)
        throw oracleErrorAt(assignment.offset, query.columns.length < columns.length ? 947 : 913);
      const converters = columns.map((at, place) =>
        converterTo(query.columns[place]?.type ?? typeOf(at), typeOf(at), assignment.offset),
      );
      return {
        columns,
        values: (context) => {
          const rows = [...query.rows(context)];
          if (rows.length > 1) throw oracleErrorAt(assignment.offset, 1427);
          const [row] = rows;
          return columns.map((_, place) => {
            const value = row?.[place] ?? null;
            const convert = converters[place] ?? null;
            return convert === null || value === null ? value : convert(value, context);
          });
        },
      };
    },
  );
  return (context) => {
    for (const hook of scope.rowHooks) hook(context);
    const values = parts.map((part) => part.values(context));
    parts.forEach((part, at) => {
      part.columns.forEach((column, place) => writer.set(column, values[at]?.[place] ?? null));
    });
  };
}

export function compileDelete(node: DeleteStatement, parsing: Parsing, outer: Scope | null): DmlPlan {
  const { table, reference } = resolveTarget(node.target, 'DELETE', parsing, outer);
  const where = node.currentOf === null ? node.where : outerCurrentOf(node.currentOf.text, outer, node.offset);
  const rows = compileTargetRows(table, reference, where, parsing, outer);
  const writer = new TableWriter(table, parsing, reference.alias?.text);
  const returning = new Returning(node.returning, writer);
  return {
    run(transaction): DmlOutcome {
      const { next } = rows.open();
      let count = 0;
      let last: WrittenPlace | null = null;
      while (next()) {
        last = placeOf(rows.source);
        writer.hold(transaction, last);
        if (returning.isUsed) {
          const current = last.block.current(last.slot);
          if (current !== null) writer.load(current);
          writer.standOn(last);
          returning.note();
        }
        writer.delete(transaction, last);
        count += 1;
      }
      writer.endStatement(transaction);
      return { rowsAffected: count, last, returned: returning.take() };
    },
    abandon: () => writer.abandon(),
  };
}

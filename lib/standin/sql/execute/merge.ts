import { oracleError, oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { EvaluationContext, Scope } from '../expressions/scope.ts';
import type { MergeStatement } from '../syntax/ast-dml.ts';
import type { Transaction } from '../store/transaction.ts';
import { BlockScope } from './block-scope.ts';
import { compileConjunct, splitAnd } from './conjunct.ts';
import type { DmlOutcome, DmlPlan } from './dml-plan.ts';
import { resolveTarget } from './dml-target.ts';
import { leafNode, planFrom } from './from-clause.ts';
import { compileInlineView, compileTableReference } from './from-leaf.ts';
import { insertColumns, valueSetters } from './insert.ts';
import { newContext } from './select-block.ts';
import type { Parsing } from './statement-state.ts';
import { tableLeaf } from './table-leaf.ts';
import { TableWriter } from './table-writer.ts';
import type { WrittenPlace } from './table-writer.ts';
import { compileAssignments, updateRow } from './update.ts';
import { keepSlots, restoreSlots } from './row-source.ts';
import type { Source } from './row-source.ts';
import type { SqlValue } from '../values/value.ts';

/** MERGE: source rows joined with the target; matched ones update (and perhaps delete) it, the others are inserted. */
export function compileMerge(node: MergeStatement, parsing: Parsing, outer: Scope | null): DmlPlan {
  const { table, reference } = resolveTarget(node.target, node.update === null ? 'INSERT' : 'UPDATE', parsing, outer);
  if (node.insert !== null) resolveTarget(node.target, 'INSERT', parsing, outer);
  const writer = new TableWriter(table, parsing, reference.alias?.text);
  const scope = new BlockScope(parsing, outer);
  const from = leafNode(
    node.source.kind === 'table'
      ? compileTableReference(node.source, scope)
      : compileInlineView(node.source, scope, false),
    scope,
  );
  const to = leafNode(
    tableLeaf(table, { ...reference, alias: reference.alias ?? reference.name.name, flashback: null }, scope),
    scope,
  );
  const [target] = to.sources;
  if (target === undefined) throw new Error('the target has no source');
  // Its ROWID tells matched rows from the NULLs of the outer join.
  const rowid = target.rowid();
  const on = splitAnd(node.on).map((part) => compileConjunct(part, scope));
  const rows = planFrom(
    { kind: 'outer', type: 'left', left: from, right: to, on, sources: new Set(scope.sources) },
    [],
    scope,
  );
  scope.clause = 'dml';
  const update = node.update === null ? null : compileUpdatePart(node.update, scope, writer);
  const updateMatched = matchedUpdate(update, writer, target, parsing);
  const insert = node.insert === null ? null : compileInsertPart(node.insert, scope, writer, node.offset);
  return {
    run(transaction): DmlOutcome {
      const context = newContext(scope, null);
      const next = rows.open(context);
      const places = new Map<string, WrittenPlace>();
      // A join may keep the target in memory: the rows are found by ROWID again.
      const matched: { readonly slots: SqlValue[]; readonly rowid: SqlValue }[] = [];
      const all = Array.from({ length: scope.slots.count }, (_, at) => at);
      while (next()) matched.push({ slots: keepSlots(context.slots, all), rowid: context.slots[rowid] ?? null });
      let count = 0;
      let last: WrittenPlace | null = null;
      for (const row of matched) {
        restoreSlots(context.slots, all, row.slots);
        const done =
          row.rowid === null
            ? (insert?.(context, transaction) ?? null)
            : updateMatched(row.rowid, places, context, transaction);
        if (done === null) continue;
        count += 1;
        last = done;
      }
      writer.endStatement(transaction);
      return { rowsAffected: count, last, returned: [] };
    },
    abandon: () => writer.abandon(),
  };
}

interface UpdatePart {
  readonly assign: (context: EvaluationContext) => void;
  readonly deletes: ((context: EvaluationContext) => boolean) | null;
  applies(context: EvaluationContext): boolean;
}

/** Changes the target's row under a matched source row; ORA-30926 when it is matched twice. */
function matchedUpdate(update: UpdatePart | null, writer: TableWriter, target: Source, parsing: Parsing) {
  return (
    value: SqlValue,
    places: Map<string, WrittenPlace>,
    context: EvaluationContext,
    transaction: Transaction,
  ): WrittenPlace | null => {
    if (update === null || !update.applies(context)) return null;
    const { session } = parsing.state;
    const place = session.database.placeOf(writer.table, value, session);
    if (place === null) throw new Error('the merged row is gone');
    const key = `${place.block.serial}.${place.slot}`;
    if (places.has(key)) throw oracleError(30926);
    places.set(key, place);
    target.block = place.block;
    target.slot = place.slot;
    const now = updateRow(writer, target, context, update.assign, transaction);
    if (update.deletes?.(context) === true) writer.delete(transaction, now);
    return now;
  };
}

function compileUpdatePart(
  node: NonNullable<MergeStatement['update']>,
  scope: BlockScope,
  writer: TableWriter,
): UpdatePart {
  const where = node.where === null ? null : compileExpression(node.where, scope);
  const assign = compileAssignments(node.assignments, scope, writer);
  const { deleteWhere } = node;
  const deletes = deleteWhere === null ? null : compileDeleteWhere(deleteWhere, scope, writer);
  return {
    assign,
    deletes,
    applies: (context: EvaluationContext) => where === null || where.evaluate(context) === true,
  };
}

/** DELETE WHERE sees the target's row as updated, and the source's row. */
function compileDeleteWhere(
  node: NonNullable<NonNullable<MergeStatement['update']>['deleteWhere']>,
  scope: BlockScope,
  writer: TableWriter,
) {
  const condition = compileExpression(node, scope);
  const target = scope.sources[1];
  if (target === undefined) throw oracleErrorAt(node.offset, 904, 'target');
  return (context: EvaluationContext): boolean => {
    target.columnSlots.forEach((slot, column) => {
      if (slot >= 0) context.slots[slot] = writer.values.slots[column] ?? null;
    });
    return condition.evaluate(context) === true;
  };
}

function compileInsertPart(
  node: NonNullable<MergeStatement['insert']>,
  scope: BlockScope,
  writer: TableWriter,
  offset: number,
): (context: EvaluationContext, transaction: Transaction) => WrittenPlace | null {
  const where = node.where === null ? null : compileExpression(node.where, scope);
  const names = node.columns.map((column) => column.path.at(-1)).filter((name) => name !== undefined);
  const setters = valueSetters(node.values, offset, writer, insertColumns(writer, names, offset), scope);
  return (context, transaction) => {
    if (where !== null && where.evaluate(context) !== true) return null;
    for (const hook of scope.rowHooks) hook(context);
    writer.clear();
    for (const set of setters) set(context);
    return writer.insert(transaction);
  };
}

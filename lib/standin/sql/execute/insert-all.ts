import { compileExpression } from '../expressions/compile.ts';
import type { CompiledExpression, EvaluationContext, Scope } from '../expressions/scope.ts';
import type { InsertAllStatement, InsertInto } from '../syntax/ast-dml.ts';
import type { Transaction } from '../store/transaction.ts';
import type { SqlValue } from '../values/value.ts';
import { BlockScope } from './block-scope.ts';
import type { DmlOutcome, DmlPlan } from './dml-plan.ts';
import { resolveTarget } from './dml-target.ts';
import { planLeaf } from './from-leaf.ts';
import { columnFiller, insertColumns, valueSetters } from './insert.ts';
import { compileQuery } from './query.ts';
import { newContext } from './select-block.ts';
import type { Parsing } from './statement-state.ts';
import { TableWriter } from './table-writer.ts';
import type { WrittenPlace } from './table-writer.ts';

interface Into {
  readonly writer: TableWriter;
  insert(context: EvaluationContext, row: readonly SqlValue[], transaction: Transaction): WrittenPlace;
}

/** INSERT ALL | FIRST [WHEN ...] INTO ... SELECT. */
export function compileInsertAll(node: InsertAllStatement, parsing: Parsing, outer: Scope | null): DmlPlan {
  const plan = compileQuery(node.query, parsing, outer);
  const scope = new BlockScope(parsing, outer);
  const leaf = planLeaf(plan, '', scope, false);
  scope.sources.push(leaf.source);
  scope.clause = 'dml';
  const writers = new Map<string, TableWriter>();
  const into = (target: InsertInto): Into => compileInto(target, scope, writers, plan.columns, parsing, outer);
  const branches = node.branches.map((branch) => ({
    when: branch.when === null ? null : compileExpression(branch.when, scope),
    into: branch.into.map(into),
  }));
  const otherwise = node.otherwise.map(into);
  const chosen = (context: EvaluationContext): readonly Into[] => choose(branches, otherwise, node.mode, context);
  return {
    run(transaction): DmlOutcome {
      const context = newContext(scope, null);
      const next = plan.open(null);
      let count = 0;
      let last: WrittenPlace | null = null;
      for (let row = next(); row !== null; row = next()) {
        const values = row;
        leaf.source.columnSlots.forEach((slot, column) => {
          if (slot >= 0) context.slots[slot] = values[column] ?? null;
        });
        for (const hook of scope.rowHooks) hook(context);
        for (const target of chosen(context)) {
          last = target.insert(context, row, transaction);
          count += 1;
        }
      }
      for (const writer of writers.values()) writer.endStatement(transaction);
      return { rowsAffected: count, last, returned: [] };
    },
    abandon: () => {
      for (const writer of writers.values()) writer.abandon();
    },
  };
}

function choose(
  branches: readonly { readonly when: CompiledExpression | null; readonly into: readonly Into[] }[],
  otherwise: readonly Into[],
  mode: 'all' | 'first',
  context: EvaluationContext,
): readonly Into[] {
  const taken: Into[] = [];
  let any = false;
  for (const branch of branches) {
    if (branch.when !== null && branch.when.evaluate(context) !== true) continue;
    any = true;
    taken.push(...branch.into);
    if (mode === 'first') break;
  }
  return any ? taken : otherwise;
}

function compileInto(
  node: InsertInto,
  scope: BlockScope,
  writers: Map<string, TableWriter>,
  columns: Parameters<typeof columnFiller>[0],
  parsing: Parsing,
  outer: Scope | null,
): Into {
  const { table } = resolveTarget(node.target, 'INSERT', parsing, outer);
  const key = `${table.owner}.${table.name}`;
  const writer = writers.get(key) ?? new TableWriter(table, parsing);
  writers.set(key, writer);
  const places = insertColumns(writer, node.columns, node.offset);
  if (node.values === null) {
    const fill = columnFiller(columns, writer, places, node.offset);
    return {
      writer,
      insert: (_context, row, transaction) => {
        fill(row);
        return writer.insert(transaction);
      },
    };
  }
  const setters = valueSetters(node.values, node.offset, writer, places, scope);
  return {
    writer,
    insert: (context, _row, transaction) => {
      writer.clear();
      for (const set of setters) set(context);
      return writer.insert(transaction);
    },
  };
}

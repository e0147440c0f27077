import { oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { FunctionCall } from '../syntax/ast.ts';
import type { SqlValue } from '../values/value.ts';
import { analyticFunction } from './analytic-functions.ts';
import type { AnalyticFunction, AnalyticRow } from './analytic-functions.ts';
import { slotExpression } from './block-scope.ts';
import type { AggregateResolver, BlockScope } from './block-scope.ts';
import { expressionKey } from './expression-key.ts';
import { orderRows, sortKeyOf } from './order-values.ts';
import type { SortKey } from './order-values.ts';
import type { Advance } from './row-source.ts';
import { rowKey } from './value-key.ts';

interface AnalyticCall {
  readonly slot: number;
  readonly partitionBy: readonly CompiledExpression[];
  readonly orderBy: readonly CompiledExpression[];
  readonly sort: readonly SortKey[];
  readonly compute: AnalyticFunction;
}

/** Analytic calls of one block: computed after grouping, over all rows, into slots. */
export class Analytics implements AggregateResolver {
  readonly #scope: BlockScope;
  readonly #grouping: AggregateResolver | null;
  readonly #calls = new Map<string, { readonly call: AnalyticCall; readonly expression: CompiledExpression }>();
  #inside = false;

  constructor(scope: BlockScope) {
    this.#scope = scope;
    this.#grouping = scope.aggregates;
    scope.aggregates = this;
  }

  get isUsed(): boolean {
    return this.#calls.size > 0;
  }

  aggregate(node: FunctionCall, scope: BlockScope): CompiledExpression {
    if (node.over === null) {
      if (this.#grouping === null) throw oracleErrorAt(node.offset, 934);
      return this.#grouping.aggregate(node, scope);
    }
    if (this.#inside || (scope.clause !== 'select' && scope.clause !== 'order by'))
      throw oracleErrorAt(node.offset, 30483);
    const key = expressionKey(node, scope);
    const known = this.#calls.get(key);
    if (known !== undefined) return known.expression;
    this.#inside = true;
    const slot = scope.slots.allocate();
    const partitionBy = node.over.partitionBy.map((part) => compileExpression(part, scope));
    const orderBy = node.over.orderBy.map((item) => compileExpression(item.expression, scope));
    const sort = node.over.orderBy.map(sortKeyOf);
    const compute = analyticFunction(node, node.over, sort, scope);
    this.#inside = false;
    const expression = slotExpression(slot, compute.type, true);
    this.#calls.set(key, { call: { slot, partitionBy, orderBy, sort, compute }, expression });
    return expression;
  }

  open(next: Advance, context: EvaluationContext): Advance {
    const rows: SqlValue[][] = [];
    while (next()) rows.push([...context.slots]);
    for (const { call } of this.#calls.values()) this.#compute(call, rows, context);
    const left = rows.values();
    return () => {
      for (const row of left) {
        row.forEach((value, slot) => {
          context.slots[slot] = value;
        });
        return true;
      }
      return false;
    };
  }

  #compute(call: AnalyticCall, rows: readonly SqlValue[][], context: EvaluationContext): void {
    const partitions = new Map<string, AnalyticRow[]>();
    for (const slots of rows) {
      const at = { session: context.session, slots, outer: context.outer };
      const key = rowKey(call.partitionBy.map((part) => part.evaluate(at)));
      const row: AnalyticRow = { context: at, keys: call.orderBy.map((part) => part.evaluate(at)) };
      const partition = partitions.get(key);
      if (partition === undefined) partitions.set(key, [row]);
      else partition.push(row);
    }
    for (const partition of partitions.values()) {
      partition.sort((a, b) => orderRows(a.keys, b.keys, call.sort, this.#scope.charset));
      const results = call.compute.over(partition);
      partition.forEach((row, at) => {
        row.context.slots[call.slot] = results[at] ?? null;
      });
    }
  }
}

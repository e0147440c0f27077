import { oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { GroupItem } from '../syntax/ast-query.ts';
import type { Expression, FunctionCall } from '../syntax/ast.ts';
import { numberFromInteger } from '../values/number.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { aggregateOf, keeping } from './aggregate-functions.ts';
import type { Accumulator, Aggregate } from './aggregate-functions.ts';
import { slotExpression } from './block-scope.ts';
import type { AggregateResolver, BlockScope } from './block-scope.ts';
import { expressionKey } from './expression-key.ts';
import { sortKeyOf } from './order-values.ts';
import type { Advance } from './row-source.ts';
import { valueKey } from './value-key.ts';

const NUMBER: SqlType = { kind: 'number', precision: null, scale: null };
const NUMERIC = new Set([
  'SUM',
  'AVG',
  'VARIANCE',
  'VAR_SAMP',
  'VAR_POP',
  'STDDEV',
  'STDDEV_SAMP',
  'STDDEV_POP',
  'MEDIAN',
]);

interface GroupKey {
  readonly expression: CompiledExpression;
  readonly slot: number;
  readonly key: string;
}

interface Computed {
  readonly aggregate: Aggregate;
  readonly slot: number;
}

/**
 * GROUP BY and aggregates of one block. Made before the select list is compiled: from then on the block's columns are its group
 * expressions, and aggregate calls get slots.
 */
export class Grouping implements AggregateResolver {
  readonly #scope: BlockScope;
  readonly #keys: GroupKey[] = [];
  /** Each grouping set as places in the keys. */
  readonly #sets: readonly (readonly number[])[];
  readonly #computed = new Map<string, Computed>();
  readonly #hasGroupBy: boolean;
  readonly #setSlot: number;
  #inArgument = false;

  constructor(groupBy: readonly GroupItem[], scope: BlockScope) {
    this.#scope = scope;
    this.#hasGroupBy = groupBy.length > 0;
    scope.clause = 'group by';
    this.#sets = crossOf(groupBy.map((item) => this.#setsOf(item)));
    this.#setSlot = scope.slots.allocate();
    scope.aggregates = this;
    scope.substitutions.push((node) => (this.#inArgument ? null : this.#replaced(node)));
    scope.columnError = (node) => oracleErrorAt(node.offset, this.#hasGroupBy ? 979 : 937);
  }

  #setsOf(item: GroupItem): readonly (readonly number[])[] {
    if (item.kind === 'expression') return [[this.#key(item.expression)]];
    const units = item.sets.map((set) => set.map((expression) => this.#key(expression)));
    if (item.kind === 'grouping-sets') return units;
    if (item.kind === 'rollup') return units.map((_, at) => units.slice(0, units.length - at).flat()).concat([[]]);
    const subsets: number[][] = [];
    for (let mask = 2 ** units.length - 1; mask >= 0; mask -= 1) {
      subsets.push(units.filter((_, at) => (mask >> (units.length - 1 - at)) % 2 === 1).flat());
    }
    return subsets;
  }

  #key(node: Expression): number {
    const key = expressionKey(node, this.#scope);
    const known = this.#keys.findIndex((other) => other.key === key);
    if (known >= 0) return known;
    const expression = compileExpression(node, this.#scope);
    this.#keys.push({ expression, slot: this.#scope.slots.allocate(), key });
    return this.#keys.length - 1;
  }

  #replaced(node: Expression): CompiledExpression | null {
    if (this.#keys.length === 0 || node.kind === 'literal' || node.kind === 'bind') return null;
    const key = expressionKey(node, this.#scope);
    const found = this.#keys.find((candidate) => candidate.key === key);
    return found === undefined ? null : slotExpression(found.slot, found.expression.type, true);
  }

  aggregate(node: FunctionCall, scope: BlockScope): CompiledExpression {
    if (node.over !== null) throw oracleErrorAt(node.offset, 30483);
    if (this.#inArgument) throw oracleErrorAt(node.offset, 978);
    const name = node.path[0]?.text ?? '';
    if (name === 'GROUPING' || name === 'GROUPING_ID') return this.#groupingCall(node);
    const key = expressionKey(node, scope);
    const known = this.#computed.get(key);
    if (known !== undefined) return slotExpression(known.slot, known.aggregate.type, true);
    const aggregate = this.#asInput(() => compileAggregate(node, scope));
    const slot = scope.slots.allocate();
    this.#computed.set(key, { aggregate, slot });
    return slotExpression(slot, aggregate.type, name !== 'COUNT');
  }

  /** Arguments of aggregates see the columns of the ungrouped rows. */
  #asInput<T>(compile: () => T): T {
    const scope = this.#scope;
    const { columnError } = scope;
    scope.columnError = null;
    this.#inArgument = true;
    try {
      return compile();
    } finally {
      this.#inArgument = false;
      scope.columnError = columnError;
    }
  }

  #groupingCall(node: FunctionCall): CompiledExpression {
    const places = node.args.map((argument) => {
      const key = expressionKey(argument.value, this.#scope);
      const at = this.#keys.findIndex((candidate) => candidate.key === key);
      if (at < 0) throw oracleErrorAt(argument.value.offset, 979);
      return at;
    });
    const slot = this.#setSlot;
    return {
      type: NUMBER,
      nullable: false,
      constant: false,
      evaluate: (context) => {
        const set = this.#sets[placeOf(context.slots[slot] ?? null)] ?? [];
        return numberFromInteger(places.reduce((bits, place) => bits * 2 + (set.includes(place) ? 0 : 1), 0));
      },
    };
  }

  /** Takes all rows, then gives one row per group. */
  open(next: Advance, context: EvaluationContext): Advance {
    const groups = new Map<string, Group>();
    const computed = [...this.#computed.values()];
    while (next()) {
      const values = this.#keys.map((key) => key.expression.evaluate(context));
      this.#sets.forEach((set, at) => {
        const group = this.#groupFor(groups, set, at, values, context.slots, computed);
        for (const accumulator of group.accumulators) accumulator.add(context);
      });
    }
    if (groups.size === 0 && !this.#hasGroupBy) this.#groupFor(groups, [], 0, [], context.slots, computed);
    const left = groups.values();
    return () => {
      for (const group of left) {
        group.slots.forEach((value, slot) => {
          context.slots[slot] = value;
        });
        this.#keys.forEach((key, at) => {
          context.slots[key.slot] = group.values[at] ?? null;
        });
        computed.forEach((part, at) => {
          context.slots[part.slot] = group.accumulators[at]?.result() ?? null;
        });
        context.slots[this.#setSlot] = numberFromInteger(group.set);
        return true;
      }
      return false;
    };
  }

  #groupFor(
    groups: Map<string, Group>,
    set: readonly number[],
    setAt: number,
    values: readonly SqlValue[],
    slots: readonly SqlValue[],
    computed: readonly Computed[],
  ): Group {
    let key = `${setAt}|`;
    for (const at of set) key += valueKey(values[at] ?? null);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group: Group = {
      set: setAt,
      slots: [...slots],
      values: values.map((value, at) => (set.includes(at) ? value : null)),
      accumulators: computed.map((part) => part.aggregate.create()),
    };
    groups.set(key, group);
    return group;
  }
}

interface Group {
  readonly set: number;
  readonly slots: readonly SqlValue[];
  readonly values: readonly SqlValue[];
  readonly accumulators: readonly Accumulator[];
}

function placeOf(value: SqlValue): number {
  return typeof value === 'object' && value !== null && 'coefficient' in value
    ? Number(value.coefficient) * 10 ** value.exponent
    : 0;
}

/** GROUP BY a, ROLLUP(b, c) is every combination of their sets. */
function crossOf(lists: readonly (readonly (readonly number[])[])[]): readonly (readonly number[])[] {
  return lists.reduce<readonly (readonly number[])[]>(
    (sets, list) => sets.flatMap((set) => list.map((more) => [...set, ...more])),
    [[]],
  );
}

/** Compiles the arguments of an aggregate or of its analytic form. */
export function compileAggregate(node: FunctionCall, scope: BlockScope): Aggregate {
  const name = node.path[0]?.text ?? '';
  const args = node.star ? [] : node.args.map((argument) => compileArgument(argument.value, name, scope));
  const order = (node.withinGroup ?? []).map((item) => compileExpression(item.expression, scope));
  const sort = (node.withinGroup ?? []).map(sortKeyOf);
  const aggregate = aggregateOf({ node, args, order, sort, charset: scope.charset });
  if (node.keep === null) return aggregate;
  const keys = node.keep.orderBy.map((item) => compileExpression(item.expression, scope));
  return keeping(aggregate, keys, node.keep.orderBy.map(sortKeyOf), node.keep.last, scope.charset);
}

/** SUM('1') adds numbers, LISTAGG(n) joins texts: the conversions Oracle puts in. */
function compileArgument(node: Expression, name: string, scope: BlockScope): CompiledExpression {
  const compiled = compileExpression(node, scope);
  const text = compiled.type.kind === 'varchar2' || compiled.type.kind === 'char' || compiled.type.kind === 'nvarchar2';
  const convert = NUMERIC.has(name) && text ? 'TO_NUMBER' : name === 'LISTAGG' && !text ? 'TO_CHAR' : null;
  if (convert === null) return compiled;
  const { offset } = node;
  return compileExpression(
    {
      kind: 'call',
      path: [{ text: convert, quoted: false, offset }],
      args: [{ name: null, value: node }],
      star: false,
      distinct: false,
      ignoreNulls: false,
      withinGroup: null,
      keep: null,
      over: null,
      offset,
    },
    scope,
  );
}

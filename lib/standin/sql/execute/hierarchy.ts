import { oracleError, oracleErrorAt } from '../../oracle-error.ts';
import { compileExpression } from '../expressions/compile.ts';
import { convertTo } from '../expressions/convert.ts';
import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { OrderItem, SelectBlock } from '../syntax/ast-query.ts';
import type { Expression } from '../syntax/ast.ts';
import { numberFromInteger } from '../values/number.ts';
import type { SqlType, SqlValue } from '../values/value.ts';
import { slotExpression } from './block-scope.ts';
import type { BlockScope } from './block-scope.ts';
import { expressionKey } from './expression-key.ts';
import { orderRows, sortKeyOf } from './order-values.ts';
import { keepSlots, restoreSlots } from './row-source.ts';
import type { Advance, RowSource } from './row-source.ts';
import { rowKey } from './value-key.ts';

const NUMBER: SqlType = { kind: 'number', precision: null, scale: null };
const LEVELS_MAX = 10_000_000;

interface Path {
  readonly expression: CompiledExpression;
  readonly separator: CompiledExpression;
  readonly slot: number;
}

interface Node {
  readonly values: readonly SqlValue[];
  readonly level: number;
  readonly parent: Node | null;
}

/** START WITH ... CONNECT BY: rows depth first, each below the row its PRIOR expressions saw. */
export class Hierarchy {
  readonly #scope: BlockScope;
  readonly #levelSlot: number;
  readonly #leafSlot: number;
  readonly #cycleSlot: number;
  readonly #roots: { readonly expression: CompiledExpression; readonly slot: number }[] = [];
  readonly #paths: Path[] = [];
  #prior: SqlValue[] = [];
  readonly #connectBy: CompiledExpression;
  readonly #startWith: CompiledExpression | null;
  readonly #noCycle: boolean;
  readonly #siblings: { readonly keys: readonly CompiledExpression[]; readonly items: readonly OrderItem[] };
  /** CONNECT BY without PRIOR over one row (LEVEL <= n) needs no search for loops. */
  readonly #usesPrior: boolean;

  constructor(block: SelectBlock, connectBy: Expression, siblings: readonly OrderItem[], scope: BlockScope) {
    this.#scope = scope;
    this.#levelSlot = scope.slots.allocate();
    this.#leafSlot = scope.slots.allocate();
    this.#cycleSlot = scope.slots.allocate();
    this.#noCycle = block.noCycle;
    let usesPrior = false;
    scope.hierarchy = {
      resolve: (name) => {
        if (name === 'LEVEL') return slotExpression(this.#levelSlot, NUMBER, false);
        if (name === 'CONNECT_BY_ISLEAF') return slotExpression(this.#leafSlot, NUMBER, false);
        return name === 'CONNECT_BY_ISCYCLE' ? slotExpression(this.#cycleSlot, NUMBER, false) : null;
      },
    };
    scope.substitutions.push((node) => {
      if (node.kind === 'unary' && node.operator === 'prior') {
        usesPrior = true;
        return this.#priorOf(node.operand);
      }
      if (node.kind === 'unary' && node.operator === 'connect_by_root') return this.#rootOf(node.operand);
      if (node.kind === 'call' && node.path[0]?.text === 'SYS_CONNECT_BY_PATH') return this.#pathOf(node);
      return null;
    });
    this.#startWith = block.startWith === null ? null : compileExpression(block.startWith, scope);
    this.#connectBy = compileExpression(connectBy, scope);
    this.#usesPrior = usesPrior;
    this.#siblings = { keys: siblings.map((item) => compileExpression(item.expression, scope)), items: siblings };
  }

  #priorOf(operand: Expression): CompiledExpression {
    const inner = compileExpression(operand, this.#scope);
    return {
      ...inner,
      nullable: true,
      constant: false,
      evaluate: (context) => inner.evaluate({ session: context.session, slots: this.#prior, outer: context.outer }),
    };
  }

  #rootOf(operand: Expression): CompiledExpression {
    const expression = compileExpression(operand, this.#scope);
    const slot = this.#scope.slots.allocate();
    this.#roots.push({ expression, slot });
    return slotExpression(slot, expression.type, true);
  }

  readonly #known = new Map<string, CompiledExpression>();

  #pathOf(node: Extract<Expression, { kind: 'call' }>): CompiledExpression {
    const key = expressionKey(node, this.#scope);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const [operand, separator] = node.args;
    if (operand === undefined || separator === undefined) throw oracleErrorAt(node.offset, 909);
    const slot = this.#scope.slots.allocate();
    this.#paths.push({
      expression: convertTo(compileExpression(operand.value, this.#scope), 'text', operand.value.offset),
      separator: compileExpression(separator.value, this.#scope),
      slot,
    });
    const path = slotExpression(slot, { kind: 'varchar2', length: 4000, unit: 'byte' }, true);
    this.#known.set(key, path);
    return path;
  }

  open(source: RowSource, context: EvaluationContext): Advance {
    const slots = source.slots();
    const rows: (readonly SqlValue[])[] = [];
    const next = source.open(context);
    while (next()) rows.push(keepSlots(context.slots, slots));
    const walk = this.#walk(rows, slots, context);
    return () => walk.next().done !== true;
  }

  *#walk(rows: readonly (readonly SqlValue[])[], slots: readonly number[], context: EvaluationContext): Iterator<true> {
    const stack: Node[] = this.#children(null, rows, slots, context).reverse();
    let count = 0;
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      count += 1;
      if (count > LEVELS_MAX) throw oracleError(30009, 'CONNECT BY');
      const children = this.#children(node, rows, slots, context);
      for (let at = children.length - 1; at >= 0; at -= 1) {
        const child = children[at];
        if (child !== undefined) stack.push(child);
      }
      this.#place(node, slots, children.length === 0, context);
      yield true;
    }
  }

  #children(
    parent: Node | null,
    rows: readonly (readonly SqlValue[])[],
    slots: readonly number[],
    context: EvaluationContext,
  ): Node[] {
    const level = parent === null ? 1 : parent.level + 1;
    const found: Node[] = [];
    for (const values of rows) {
      this.#prior = [];
      if (parent !== null) {
        restoreSlots(this.#prior, slots, parent.values);
        this.#prior[this.#levelSlot] = numberFromInteger(parent.level);
      }
      restoreSlots(context.slots, slots, values);
      context.slots[this.#levelSlot] = numberFromInteger(level);
      const condition = parent === null ? this.#startWith : this.#connectBy;
      if (condition !== null && condition.evaluate(context) !== true) continue;
      if (parent !== null && this.#usesPrior && isLoop(values, parent)) {
        if (!this.#noCycle) throw oracleError(1436);
        continue;
      }
      found.push({ values, level, parent: this.#needsAncestors() ? parent : null });
    }
    return this.#siblings.items.length === 0 ? found : this.#sorted(found, slots, context);
  }

  /** Without PRIOR and paths nobody looks back: a million levels are not kept. */
  #needsAncestors(): boolean {
    return this.#usesPrior || this.#roots.length > 0 || this.#paths.length > 0;
  }

  #sorted(nodes: readonly Node[], slots: readonly number[], context: EvaluationContext): Node[] {
    const sort = this.#siblings.items.map(sortKeyOf);
    const keyed = nodes.map((node) => {
      restoreSlots(context.slots, slots, node.values);
      return { node, keys: this.#siblings.keys.map((key) => key.evaluate(context)) };
    });
    keyed.sort((a, b) => orderRows(a.keys, b.keys, sort, this.#scope.charset));
    return keyed.map((entry) => entry.node);
  }

  #place(node: Node, slots: readonly number[], leaf: boolean, context: EvaluationContext): void {
    for (const path of this.#paths) context.slots[path.slot] = this.#pathText(path, node, slots, context);
    for (const root of this.#roots) {
      let top = node;
      while (top.parent !== null) top = top.parent;
      restoreSlots(context.slots, slots, top.values);
      context.slots[this.#levelSlot] = numberFromInteger(top.level);
      context.slots[root.slot] = root.expression.evaluate(context);
    }
    this.#prior = [];
    if (node.parent !== null) restoreSlots(this.#prior, slots, node.parent.values);
    restoreSlots(context.slots, slots, node.values);
    context.slots[this.#levelSlot] = numberFromInteger(node.level);
    context.slots[this.#leafSlot] = numberFromInteger(leaf ? 1 : 0);
    context.slots[this.#cycleSlot] = numberFromInteger(0);
  }

  #pathText(path: Path, node: Node, slots: readonly number[], context: EvaluationContext): SqlValue {
    const parts: string[] = [];
    for (let at: Node | null = node; at !== null; at = at.parent) {
      restoreSlots(context.slots, slots, at.values);
      context.slots[this.#levelSlot] = numberFromInteger(at.level);
      const value = path.expression.evaluate(context);
      const separator = path.separator.evaluate(context);
      parts.unshift(`${typeof separator === 'string' ? separator : ''}${typeof value === 'string' ? value : ''}`);
    }
    return parts.join('') || null;
  }
}

function isLoop(values: readonly SqlValue[], parent: Node): boolean {
  const key = rowKey(values);
  for (let node: Node | null = parent; node !== null; node = node.parent) {
    if (node.values === values || rowKey(node.values) === key) return true;
  }
  return false;
}

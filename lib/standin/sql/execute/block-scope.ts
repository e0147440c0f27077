import { oracleErrorAt } from '../../oracle-error.ts';
import type { Sequence } from '../catalog/sequence.ts';
import type { CompiledExpression, CompiledSubquery, EvaluationContext, Scope } from '../expressions/scope.ts';
import type { Query } from '../syntax/ast-query.ts';
import type { BindReference, ColumnReference, Expression, FunctionCall } from '../syntax/ast.ts';
import type { Charset } from '../values/charset.ts';
import type { SqlType } from '../values/value.ts';
import { SlotAllocator } from './row-source.ts';
import type { Source } from './row-source.ts';
import { resolveSequence } from './sequence-value.ts';
import type { Parsing } from './statement-state.ts';
import { compileSubquery } from './subquery.ts';

/** Which names exist and which calls are allowed where. */
export type Clause = 'where' | 'select' | 'order by' | 'having' | 'group by' | 'start with' | 'connect by' | 'dml';

const NUMBER: SqlType = { kind: 'number', precision: null, scale: null };
const ROWID: SqlType = { kind: 'rowid' };
const UROWID: SqlType = { kind: 'urowid', length: 4000 };

/** What the surroundings compute for calls of aggregates and analytic functions. */
export interface AggregateResolver {
  aggregate(node: FunctionCall, scope: BlockScope): CompiledExpression;
}

/**
 * The names of one query block (or DML statement). Columns come from its sources, then from the enclosing block, at last from the
 * PL/SQL block around the statement.
 */
export class BlockScope implements Scope {
  readonly parsing: Parsing;
  readonly outer: Scope | null;
  /** The outer scope is PL/SQL: its variables need no context. */
  readonly outerIsPlsql: boolean;
  readonly sources: Source[] = [];
  readonly slots = new SlotAllocator();
  readonly charset: Charset;
  clause: Clause = 'where';
  /** Sources used since the caller emptied it. */
  touched = new Set<Source>();
  touchedRownum = false;
  /** A name of an enclosing block was used: the block must be run for each of its rows. */
  correlated = false;
  rownumSlot = -1;
  /** Replacements by node: GROUP BY expressions, PRIOR, LEVEL and the like. */
  readonly substitutions: ((node: Expression) => CompiledExpression | null)[] = [];
  aggregates: AggregateResolver | null = null;
  /** When set, a column outside a group expression raises this error. */
  columnError: ((node: ColumnReference) => Error) | null = null;
  /** Fills slots of NEXTVAL before a row is put out. */
  readonly rowHooks: ((context: EvaluationContext) => void)[] = [];
  /** Columns that USING or NATURAL has taken out of `*`. */
  readonly mergedAway: { readonly source: Source; readonly name: string }[] = [];
  /** Columns that `*` stands for: their sources may have no name to qualify them with. */
  readonly starColumns = new Map<Expression, { readonly source: Source; readonly column: number }>();
  /** Sequences that a row hook advances already. */
  readonly nextValues = new Set<Sequence>();
  /** CONNECT BY: LEVEL and the like. */
  hierarchy: { resolve(name: string): CompiledExpression | null } | null = null;

  constructor(parsing: Parsing, outer: Scope | null) {
    this.parsing = parsing;
    this.outer = outer;
    this.outerIsPlsql = !(outer instanceof BlockScope);
    this.charset = parsing.state.session.database.charset;
  }

  substitute(node: Expression): CompiledExpression | null {
    for (const substitution of this.substitutions) {
      const replaced = substitution(node);
      if (replaced !== null) return replaced;
    }
    return null;
  }

  resolveColumn(node: ColumnReference): CompiledExpression | null {
    const found = this.#ownColumn(node);
    if (found !== null) return found;
    const pseudo = this.#pseudoColumn(node);
    if (pseudo !== null) return pseudo;
    const sequence = resolveSequence(node, this);
    if (sequence !== null) return sequence;
    return this.#outerColumn(node);
  }

  #ownColumn(node: ColumnReference): CompiledExpression | null {
    const found = this.starColumns.get(node) ?? this.locate(node);
    if (found === null) return null;
    if (this.columnError !== null) throw this.columnError(node);
    return this.columnOf(found.source, found.column);
  }

  /** Which column of which source a reference means; null: none of this block. */
  locate(node: ColumnReference): { readonly source: Source; readonly column: number } | null {
    const name = node.path.at(-1);
    if (name === undefined) return null;
    let found: { readonly source: Source; readonly column: number } | null = null;
    for (const source of this.sources) {
      if (!qualifies(source, node)) continue;
      const column = source.find(name.text);
      if (column === undefined) continue;
      if (node.path.length === 1 && source.merged.has(name.text)) continue;
      if (found !== null) throw oracleErrorAt(node.offset, 918);
      found = { source, column };
    }
    return found;
  }

  columnOf(source: Source, at: number): CompiledExpression {
    this.touched.add(source);
    const column = source.columns[at];
    if (column === undefined) throw new Error('no such column');
    const computed = source.computed?.(at) ?? null;
    if (computed !== null) return computed;
    const slot = source.slotOf(at);
    return slotExpression(slot, column.type, column.nullable);
  }

  #pseudoColumn(node: ColumnReference): CompiledExpression | null {
    const name = node.path.at(-1);
    if (name === undefined || name.quoted) return null;
    if (name.text === 'ROWID' || name.text === 'ORA_ROWSCN') return this.#rowPseudoColumn(node, name.text);
    if (node.path.length !== 1) return null;
    if (name.text === 'ROWNUM') {
      this.touchedRownum = true;
      if (this.rownumSlot < 0) this.rownumSlot = this.slots.allocate();
      return slotExpression(this.rownumSlot, NUMBER, false);
    }
    return this.hierarchy?.resolve(name.text) ?? null;
  }

  #rowPseudoColumn(node: ColumnReference, name: 'ROWID' | 'ORA_ROWSCN'): CompiledExpression | null {
    const candidates = this.sources.filter((source) => qualifies(source, node));
    if (candidates.length === 0) return null;
    if (candidates.length > 1) throw oracleErrorAt(node.offset, 918);
    const [source] = candidates;
    if (source === undefined) return null;
    if (!source.hasRowid) throw oracleErrorAt(node.offset, 1445);
    if (this.columnError !== null) throw this.columnError(node);
    this.touched.add(source);
    if (name === 'ORA_ROWSCN') return slotExpression(source.rowScn(), NUMBER, true);
    return slotExpression(source.rowid(), source.logicalRowid ? UROWID : ROWID, false);
  }

  #outerColumn(node: ColumnReference): CompiledExpression | null {
    const found = this.outer?.substitute(node) ?? this.outer?.resolveColumn(node) ?? null;
    if (found === null) return null;
    if (this.outerIsPlsql) return found;
    this.correlated = true;
    return outerExpression(found);
  }

  resolveBind(node: BindReference): CompiledExpression {
    const { binds } = this.parsing.state;
    const bind = binds[node.ordinal];
    if (bind === undefined) {
      if (this.outer === null) throw oracleErrorAt(node.offset, 1008);
      return this.outer.resolveBind(node);
    }
    return { type: bind.type, nullable: true, constant: false, evaluate: () => bind.value };
  }

  resolveAggregate(node: FunctionCall): CompiledExpression {
    if (this.aggregates === null) {
      throw oracleErrorAt(node.offset, node.over === null ? 934 : 30483);
    }
    return this.aggregates.aggregate(node, this);
  }

  resolveFunction(node: FunctionCall): CompiledExpression | null {
    return this.outer?.resolveFunction(node) ?? null;
  }

  compileSubquery(query: Query): CompiledSubquery {
    return compileSubquery(query, this);
  }

  /** Runs `compile` and tells which sources it used. */
  tracking<T>(compile: () => T): {
    readonly value: T;
    readonly sources: ReadonlySet<Source>;
    readonly rownum: boolean;
  } {
    const before = this.touched;
    const beforeRownum = this.touchedRownum;
    this.touched = new Set();
    this.touchedRownum = false;
    try {
      const value = compile();
      return { value, sources: this.touched, rownum: this.touchedRownum };
    } finally {
      for (const source of this.touched) before.add(source);
      this.touched = before;
      this.touchedRownum = beforeRownum || this.touchedRownum;
    }
  }
}

/** `col`, `alias.col`, `schema.table.col`. A table with an alias is not known by its name any more. */
function qualifies(source: Source, node: ColumnReference): boolean {
  const { path } = node;
  if (path.length === 1) return true;
  if (path.length > 3) return false;
  const [table, schema] = [path.at(-2), path.at(-3)];
  if (table?.text !== source.alias) return false;
  return schema === undefined || schema.text === source.owner;
}

export function slotExpression(slot: number, type: SqlType, nullable: boolean): CompiledExpression {
  return { type, nullable, constant: false, evaluate: (context) => context.slots[slot] ?? null };
}

function outerExpression(found: CompiledExpression): CompiledExpression {
  return {
    type: found.type,
    nullable: found.nullable,
    constant: found.constant,
    evaluate: (context) => {
      if (context.outer === null) throw new Error('a correlated block was opened without its outer row');
      return found.evaluate(context.outer);
    },
  };
}

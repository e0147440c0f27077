import { oracleErrorAt } from '../../oracle-error.ts';
import type { DictionaryView } from '../../dictionary/view.ts';
import type { View } from '../catalog/view.ts';
import type { CompiledExpression, EvaluationContext } from '../expressions/scope.ts';
import type { InlineView, TableReference } from '../syntax/ast-query.ts';
import type { SqlValue } from '../values/value.ts';
import type { BlockScope } from './block-scope.ts';
import { findCommonTable } from './common-table.ts';
import type { Conjunct } from './conjunct.ts';
import { dictionaryFilter } from './dictionary-filter.ts';
import { compileFlashback } from './flashback.ts';
import { compileQuery } from './query.ts';
import type { QueryPlan } from './query-plan.ts';
import { queryOf } from './parse-text.ts';
import { requireTablePrivilege, resolveObject } from './resolve-object.ts';
import { Source } from './row-source.ts';
import type { Advance, RowSource } from './row-source.ts';
import type { Parsing } from './statement-state.ts';
import { tableLeaf } from './table-leaf.ts';
import { passes } from './table-scan.ts';

/** A name of the FROM clause whose access is chosen when its conditions are known. */
export interface Leaf {
  readonly source: Source;
  /** Its rows depend on the current row of sources to its left. */
  readonly lateral: boolean;
  /** `available`: sources whose current row may be used to find rows (nested loops). */
  build(conjuncts: readonly Conjunct[], available: ReadonlySet<Source>): RowSource;
  /** True when the conjuncts and the available rows lead to few rows by an index. */
  canSeek(conjuncts: readonly Conjunct[], available: ReadonlySet<Source>): boolean;
}

export function compileTableReference(node: TableReference, scope: BlockScope): Leaf {
  const common = node.name.schema === null ? findCommonTable(scope.parsing, node.name.name.text) : null;
  if (common !== null) return planLeaf(common.plan(), node.alias?.text ?? node.name.name.text, scope, false);
  const { parsing } = scope;
  const resolved = resolveObject(node.name, parsing);
  if (resolved === null) throw oracleErrorAt(node.name.offset, 942);
  if (resolved.kind === 'dictionary') return dictionaryLeaf(resolved.view, node, scope);
  const { object } = resolved;
  if (object.kind !== 'TABLE' && object.kind !== 'VIEW')
    throw oracleErrorAt(node.name.offset, object.kind === 'SEQUENCE' ? 2201 : 942);
  requireTablePrivilege(parsing.state.session.database.catalog, parsing.user, object, 'SELECT', node.name.offset);
  return object.kind === 'TABLE' ? tableLeaf(object, node, scope) : viewLeaf(object, node, scope);
}

function viewLeaf(view: View, node: TableReference, scope: BlockScope): Leaf {
  const { state } = scope.parsing;
  if (view.columns.length === 0) throw oracleErrorAt(node.name.offset, 4063, `view "${view.owner}.${view.name}"`);
  const flashback = compileFlashback(node.flashback, scope);
  const parsing: Parsing = {
    state,
    user: view.owner,
    schema: view.owner,
    snapshot: flashback ?? scope.parsing.snapshot,
    commonTables: [],
  };
  const plan = compileQuery(queryOf(view.text), parsing, null);
  const named = {
    ...plan,
    columns: plan.columns.map((column, at) => ({ ...column, name: view.columns[at]?.name ?? column.name })),
  };
  return planLeaf(named, node.alias?.text ?? view.name, scope, false, view.owner);
}

export function compileInlineView(node: InlineView, scope: BlockScope, lateral: boolean): Leaf {
  const flashback = compileFlashback(node.flashback, scope);
  const parsing = flashback === null ? scope.parsing : { ...scope.parsing, snapshot: flashback };
  // Without LATERAL an inline view sees the enclosing blocks, not its neighbours.
  const plan = compileQuery(node.query, parsing, lateral ? scope : scope.outer);
  return planLeaf(plan, node.alias?.text ?? '', scope, lateral);
}

/** The rows of a query as a source of the enclosing block. */
export function planLeaf(
  plan: QueryPlan,
  alias: string,
  scope: BlockScope,
  lateral: boolean,
  owner: string | null = null,
): Leaf {
  if (plan.correlated && !lateral) scope.correlated = true;
  const source = new Source({
    alias,
    owner,
    columns: plan.columns.map((column) => ({ ...column, hidden: false })),
    hasRowid: false,
    allocator: scope.slots,
  });
  return {
    source,
    lateral,
    canSeek: () => lateral,
    build: (conjuncts) =>
      rowsSource(
        source,
        conjuncts.map((conjunct) => conjunct.condition),
        (context) => plan.open(lateral ? context : context.outer),
      ),
  };
}

/** Copies columns that were asked for from rows of values. */
function rowsSource(
  source: Source,
  filters: readonly CompiledExpression[],
  open: (context: EvaluationContext) => () => readonly SqlValue[] | null,
): RowSource {
  return {
    slots: () => source.usedSlots(),
    estimate: () => 1000,
    open(context): Advance {
      const next = open(context);
      const pairs = source.columnSlots.map((slot, column) => ({ slot, column })).filter((pair) => pair.slot >= 0);
      const { slots } = context;
      return () => {
        for (let row = next(); row !== null; row = next()) {
          for (const pair of pairs) slots[pair.slot] = row[pair.column] ?? null;
          if (passes(filters, context)) return true;
        }
        return false;
      };
    },
  };
}

function dictionaryLeaf(view: DictionaryView, node: TableReference, scope: BlockScope): Leaf {
  if (node.flashback !== null) throw oracleErrorAt(node.offset, 1031);
  const source = new Source({
    alias: node.alias?.text ?? node.name.name.text,
    owner: node.name.schema?.text ?? null,
    columns: view.columns.map((column) => ({
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      hidden: false,
    })),
    hasRowid: false,
    allocator: scope.slots,
  });
  const { session } = scope.parsing.state;
  const { user } = scope.parsing;
  return {
    source,
    lateral: false,
    canSeek: () => false,
    build(conjuncts) {
      const filter = dictionaryFilter(source, conjuncts, scope);
      const filters = conjuncts.map((conjunct) => conjunct.condition);
      return rowsSource(source, filters, (context) => {
        const rows = view.rows(session.dictionaryContext(user), filter(context))[Symbol.iterator]();
        return () => {
          const step = rows.next();
          return step.done === true ? null : step.value;
        };
      });
    },
  };
}

import type { Table } from '../catalog/table.ts';
import type { StoredIndex } from '../store/stored-index.ts';
import { textToRowid } from '../values/rowid.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { CompiledExpression } from '../expressions/scope.ts';
import type { ComparisonOperator, Expression } from '../syntax/ast.ts';
import type { OracleRowid, SqlType, SqlValue } from '../values/value.ts';
import { FULL_SCAN, indexPath, rowidPath, rowidRangePath } from './access-path.ts';
import type { AccessPath, Bound, KeyCondition } from './access-path.ts';
import type { BlockScope } from './block-scope.ts';
import type { Conjunct } from './conjunct.ts';
import type { Source } from './row-source.ts';

const ALTERNATIVES_MAX = 2000;

/** What the conjuncts say about the columns of one table: `column = any of`, lower and upper bounds. */
interface Findings {
  readonly equal: Map<number, readonly KeyCondition[]>;
  readonly low: Map<number, KeyCondition>;
  readonly high: Map<number, KeyCondition>;
  readonly rowids: CompiledExpression[][];
  readonly rowidBounds: Bound[];
}

/** Picks the path with the fewest rows to look at: ROWID, unique key, longest key prefix, ROWID range, key range, everything. */
export function chooseAccessPath(
  table: Table,
  source: Source,
  conjuncts: readonly Conjunct[],
  available: ReadonlySet<Source>,
  scope: BlockScope,
): AccessPath {
  const findings: Findings = { equal: new Map(), low: new Map(), high: new Map(), rowids: [], rowidBounds: [] };
  const finder = new Finder(table, source, available, scope, findings);
  for (const conjunct of conjuncts) finder.look(conjunct.node);
  const [rowids] = findings.rowids;
  if (rowids !== undefined) return rowidPath(rowids, toRowid);
  const indexes = scope.parsing.state.session.database.indexesOf(table, scope.parsing.state.session).all;
  const best = bestIndex(indexes, findings);
  if (findings.rowidBounds.length > 0 && (best === null || best.score < 100)) {
    return rowidRangePath(findings.rowidBounds, toRowid);
  }
  return best?.path ?? inKeyOrder(table, indexes) ?? FULL_SCAN;
}

/** An index-organized table lies in the order of its primary key. */
function inKeyOrder(table: Table, indexes: readonly StoredIndex[]): AccessPath | null {
  if (table.organization !== 'index') return null;
  const key = table.constraints.find((constraint) => constraint.type === 'P')?.indexName;
  const index = indexes.find((candidate) => candidate.name === key);
  if (index === undefined) return null;
  return indexPath({ index, alternatives: [[]], low: null, high: null, unique: false });
}

export function toRowid(value: SqlValue): OracleRowid | null {
  if (value === null) return null;
  if (typeof value === 'string') {
    return value.startsWith('*') ? null : textToRowid(value);
  }
  return typeof value === 'object' && 'kind' in value && value.kind === 'rowid' ? value : null;
}

function bestIndex(
  indexes: readonly StoredIndex[],
  findings: Findings,
): { readonly score: number; readonly path: AccessPath } | null {
  let best: { readonly score: number; readonly path: AccessPath } | null = null;
  for (const index of indexes) {
    if (index.columns.length === 0) continue;
    let alternatives: KeyCondition[][] = [[]];
    let prefix = 0;
    for (const column of index.columns) {
      const equal = findings.equal.get(column);
      if (equal === undefined || alternatives.length * equal.length > ALTERNATIVES_MAX) break;
      alternatives = alternatives.flatMap((before) => equal.map((condition) => [...before, condition]));
      prefix += 1;
    }
    const next = index.columns[prefix];
    const low = next === undefined ? null : (findings.low.get(next) ?? null);
    const high = next === undefined ? null : (findings.high.get(next) ?? null);
    const unique = index.unique && prefix === index.columns.length;
    const score = (unique ? 1000 : 0) + prefix * 100 + (low === null ? 0 : 5) + (high === null ? 0 : 5);
    if (score === 0 || (best !== null && best.score >= score)) continue;
    best = { score, path: indexPath({ index, alternatives, low, high, unique: unique && alternatives.length === 1 }) };
  }
  return best;
}

class Finder {
  readonly #table: Table;
  readonly #source: Source;
  readonly #available: ReadonlySet<Source>;
  readonly #scope: BlockScope;
  readonly #findings: Findings;

  constructor(table: Table, source: Source, available: ReadonlySet<Source>, scope: BlockScope, findings: Findings) {
    this.#table = table;
    this.#source = source;
    this.#available = available;
    this.#scope = scope;
    this.#findings = findings;
  }

  look(node: Expression): void {
    if (node.kind === 'comparison' && node.quantifier === null) {
      this.#comparison(node.left, node.operator, node.right);
      this.#comparison(node.right, mirrored(node.operator), node.left);
    } else if (node.kind === 'between' && !node.negated) {
      this.#comparison(node.operand, '>=', node.low);
      this.#comparison(node.operand, '<=', node.high);
    } else if (node.kind === 'in' && !node.negated && !('kind' in node.candidates)) {
      this.#oneOf(node.operand, node.candidates);
    }
  }

  #comparison(left: Expression, operator: ComparisonOperator, right: Expression): void {
    if (operator === '<>') return;
    if (this.#isRowid(left)) {
      const value = this.#value(right);
      if (value === null) return;
      if (operator === '=') this.#findings.rowids.push([value]);
      else this.#findings.rowidBounds.push({ value, upper: operator === '<' || operator === '<=' });
      return;
    }
    const column = this.#column(left);
    if (column === null) return;
    const condition = this.#keyCondition(column, right);
    if (condition === null) return;
    if (operator === '=') this.#findings.equal.set(column.storedAt, [condition]);
    else if (operator === '<' || operator === '<=') this.#findings.high.set(column.storedAt, condition);
    else this.#findings.low.set(column.storedAt, condition);
  }

  #oneOf(operand: Expression, candidates: readonly Expression[]): void {
    if (this.#isRowid(operand)) {
      const values = candidates.map((candidate) => this.#value(candidate));
      if (values.every((value) => value !== null)) this.#findings.rowids.push(values);
      return;
    }
    const column = this.#column(operand);
    if (column === null || this.#findings.equal.has(column.storedAt)) return;
    const conditions = candidates.map((candidate) => this.#keyCondition(column, candidate));
    if (conditions.every((condition) => condition !== null)) this.#findings.equal.set(column.storedAt, conditions);
  }

  #isRowid(node: Expression): boolean {
    if (node.kind !== 'column' || node.path.at(-1)?.text !== 'ROWID' || this.#source.logicalRowid) return false;
    return node.path.length === 1 ? this.#scope.sources.length === 1 : node.path.at(-2)?.text === this.#source.alias;
  }

  #column(node: Expression): { readonly storedAt: number; readonly type: SqlType } | null {
    if (node.kind !== 'column') return null;
    const name = node.path.at(-1)?.text ?? '';
    const at = this.#source.find(name);
    if (at === undefined) return null;
    const table = node.path.at(-2)?.text;
    if (table === undefined) {
      if (this.#scope.sources.some((other) => other !== this.#source && other.find(name) !== undefined)) return null;
    } else if (table !== this.#source.alias) return null;
    const column = this.#table.columns[at];
    return column === undefined || column.storedAt === null ? null : { storedAt: column.storedAt, type: column.type };
  }

  /** A value that can be had before the row is read. */
  #value(node: Expression): CompiledExpression | null {
    const { value, sources, rownum } = this.#scope.tracking(() => compileExpression(node, this.#scope));
    if (rownum) return null;
    for (const used of sources) if (!this.#available.has(used)) return null;
    return value;
  }

  #keyCondition(column: { readonly type: SqlType }, node: Expression): KeyCondition | null {
    const value = this.#value(node);
    if (value === null) return null;
    const { type } = column;
    if (isSeekable(type, value.type)) return { value, type };
    if (!isText(value.type) || (type.kind !== 'number' && type.kind !== 'date')) return null;
    // Oracle converts the text, not the column.
    const target: SqlType = type.kind === 'number' ? { kind: 'number', precision: null, scale: null } : type;
    const cast: Expression = {
      kind: 'cast',
      operand: node,
      type: { kind: 'declared', type: target, unitGiven: true, offset: node.offset },
      onError: null,
      format: null,
      offset: node.offset,
    };
    const converted = this.#value(cast);
    return converted === null ? null : { value: converted, type };
  }
}

function mirrored(operator: ComparisonOperator): ComparisonOperator {
  const mirror = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
  return mirror[operator];
}

function isText(type: SqlType): boolean {
  return type.kind === 'varchar2' || type.kind === 'char' || type.kind === 'nvarchar2' || type.kind === 'nchar';
}

/** The comparison's bytes are the key's bytes. */
function isSeekable(column: SqlType, value: SqlType): boolean {
  switch (column.kind) {
    case 'number':
    case 'float':
      return value.kind === 'number' || value.kind === 'float';
    case 'varchar2':
    case 'nvarchar2':
    case 'char':
    case 'nchar':
      return isText(value);
    case 'date':
    case 'raw':
      return value.kind === column.kind;
    case 'timestamp':
      return value.kind === 'timestamp' || value.kind === 'date';
    default:
      return false;
  }
}

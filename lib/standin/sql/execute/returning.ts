import { compileExpression } from '../expressions/compile.ts';
import type { CompiledExpression } from '../expressions/scope.ts';
import type { ReturningClause } from '../syntax/ast-dml.ts';
import type { SqlValue } from '../values/value.ts';
import type { TableWriter } from './table-writer.ts';

/** RETURNING a, b INTO :x, :y: computed over the row as written (for DELETE: as it was). */
export class Returning {
  readonly #expressions: readonly CompiledExpression[];
  readonly #writer: TableWriter;
  rows: SqlValue[][] = [];

  constructor(node: ReturningClause | null, writer: TableWriter) {
    this.#writer = writer;
    const before = writer.scope.clause;
    writer.scope.clause = 'dml';
    this.#expressions = (node?.expressions ?? []).map((expression) => compileExpression(expression, writer.scope));
    writer.scope.clause = before;
  }

  get isUsed(): boolean {
    return this.#expressions.length > 0;
  }

  note(): void {
    if (!this.isUsed) return;
    this.rows.push(this.#expressions.map((expression) => expression.evaluate(this.#writer.values)));
  }

  /** One list of values per placeholder. */
  take(): readonly (readonly SqlValue[])[] {
    const columns = this.#expressions.map((_, at) => this.rows.map((row) => row[at] ?? null));
    this.rows = [];
    return columns;
  }
}

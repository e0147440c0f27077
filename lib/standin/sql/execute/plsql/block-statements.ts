import { oracleError } from '../../../oracle-error.ts';
import type { ResultColumn } from '../../session-result.ts';
import type { SqlValue } from '../../values/value.ts';
import type { Query } from '../../syntax/ast-query.ts';
import { prepare } from '../prepared.ts';
import type { Prepared, SqlStatement } from '../prepared.ts';
import { begin, runPrepared } from '../run-sql.ts';
import type { DmlOutcome } from '../dml-plan.ts';
import type { NextRow } from '../query-plan.ts';
import type { BlockRun } from './block-run.ts';
import type { PlsqlScope } from './plsql-scope.ts';

/** Static SQL of a block: compiled once per place, run with the variables as they are. */
export class BlockStatements {
  readonly #run: BlockRun;
  readonly #prepared = new Map<object, Map<PlsqlScope, Prepared>>();

  constructor(run: BlockRun) {
    this.#run = run;
  }

  #prepare(statement: SqlStatement, scope: PlsqlScope): Prepared {
    const byScope = this.#prepared.get(statement) ?? new Map<PlsqlScope, Prepared>();
    this.#prepared.set(statement, byScope);
    // Placeholders are resolved by the block's scope: they are its variables.
    const prepared = byScope.get(scope) ?? prepare(this.#run.session, statement, [], [], scope);
    byScope.set(scope, prepared);
    return prepared;
  }

  async runDml(statement: SqlStatement, scope: PlsqlScope): Promise<DmlOutcome> {
    return runPrepared(this.#run.session, this.#prepare(statement, scope));
  }

  /** Opens a query; FOR UPDATE takes its locks first. */
  async open(
    statement: Extract<SqlStatement, { kind: 'select' }>,
    scope: PlsqlScope,
  ): Promise<{ readonly columns: readonly ResultColumn[]; readonly next: NextRow }> {
    const prepared = this.#prepare(statement, scope);
    // An open cursor keeps its plan: the next OPEN compiles anew.
    this.#prepared.get(statement)?.delete(scope);
    const { query } = prepared;
    const { session } = this.#run;
    if (query === null) throw oracleError(900);
    const start = (): NextRow => {
      begin(session, prepared, prepared.locks);
      return query.open(null);
    };
    if (!prepared.locks) return { columns: query.columns, next: start() };
    const next = await session.withLocks(() => {
      const rows = start();
      const first = rows();
      let given = false;
      return (): readonly SqlValue[] | null => {
        if (given) return rows();
        given = true;
        return first;
      };
    });
    return { columns: query.columns, next };
  }

  describe(query: Query, scope: PlsqlScope): readonly ResultColumn[] {
    const statement: SqlStatement = { kind: 'select', query, into: null, bulkCollect: false, offset: query.offset };
    return this.#prepare(statement, scope).query?.columns ?? [];
  }
}

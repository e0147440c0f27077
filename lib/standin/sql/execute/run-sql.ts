import { OracleError, oracleError } from '../../oracle-error.ts';
import type { BatchError, BatchResult, Bind, Binds, StatementResult } from '../session-result.ts';
import type { SqlSession } from '../session.ts';
import { rowidToText } from '../values/rowid.ts';
import type { SqlValue } from '../values/value.ts';
import type { DmlOutcome } from './dml-plan.ts';
import { bindType, bindsByPlaceholder, placeholdersOf } from './placeholders.ts';
import type { FoundPlaceholder } from './placeholders.ts';
import { fillBinds, prepare } from './prepared.ts';
import type { Prepared, SqlStatement } from './prepared.ts';
import { StatementEnvironment } from './statement-environment.ts';
import type { WrittenPlace } from './table-writer.ts';
import { rowidOf } from './table-scan.ts';

/** Runs a query or DML statement given as text. */
export async function runSql(
  session: SqlSession,
  text: string,
  statement: SqlStatement,
  binds: Binds,
): Promise<StatementResult> {
  const placeholders = session.database.placeholders(text, () => placeholdersOf(statement));
  const given = bindsByPlaceholder(placeholders, binds, false);
  const { key, prepared } = checkOut(session, text, statement, placeholders, given);
  fillBinds(prepared, given);
  if (prepared.query !== null) return runQuery(session, key, prepared);
  const outcome = await runPrepared(session, prepared);
  session.plans.give(key, prepared, session.database.catalog.version);
  return { kind: 'dml', ...resultOf(outcome) };
}

export function resultOf(outcome: DmlOutcome): {
  readonly rowsAffected: number;
  readonly lastRowid: string | null;
  readonly returned: readonly (readonly SqlValue[])[];
} {
  return { rowsAffected: outcome.rowsAffected, lastRowid: rowidText(outcome.last), returned: outcome.returned };
}

function rowidText(place: WrittenPlace | null): string | null {
  return place === null ? null : rowidToText(rowidOf(place.block, place.slot));
}

function checkOut(
  session: SqlSession,
  text: string,
  statement: SqlStatement,
  placeholders: readonly FoundPlaceholder[],
  binds: readonly (Bind | undefined)[],
): { readonly key: string; readonly prepared: Prepared } {
  const types = binds.map(bindType);
  const kinds = types.map((type) => type.kind).join();
  const key = `${session.currentSchema}\0${kinds}\0${text}`;
  const known = session.plans.take(key, session.database.catalog.version);
  return { key, prepared: known ?? prepare(session, statement, placeholders, types, null) };
}

async function runQuery(session: SqlSession, key: string, prepared: Prepared): Promise<StatementResult> {
  const { query } = prepared;
  if (query === null) throw new Error('no query');
  const open = (): (() => readonly SqlValue[] | null) => {
    begin(session, prepared, prepared.locks);
    return query.open(null);
  };
  // FOR UPDATE takes its locks before the first row is given out.
  const next = prepared.locks ? await lockingOpen(session, open) : open();
  const done = (): void => session.plans.give(key, prepared, session.database.catalog.version);
  return { kind: 'query', columns: query.columns, rows: rowsOf(session, next, done) };
}

async function lockingOpen(
  session: SqlSession,
  open: () => () => readonly SqlValue[] | null,
): Promise<() => readonly SqlValue[] | null> {
  return session.withLocks(() => {
    const next = open();
    // The first pull makes the whole list.
    const first = next();
    let given = false;
    return () => {
      if (given) return next();
      given = true;
      return first;
    };
  });
}

function* rowsOf(
  session: SqlSession,
  next: () => readonly SqlValue[] | null,
  done: () => void,
): Iterable<readonly SqlValue[]> {
  try {
    for (let row = next(); row !== null; row = next()) yield row;
  } catch (error) {
    if (error instanceof OracleError && error.code === 1555) session.database.tooOldErrors += 1;
    throw error;
  }
  done();
}

/** A new execution: what it sees, and the number of its changes. */
export function begin(session: SqlSession, prepared: Prepared, changes: boolean, sameStatement = false): void {
  const environment = new StatementEnvironment(session);
  prepared.state.begin(session.readView(changes, sameStatement), environment);
}

export async function runPrepared(session: SqlSession, prepared: Prepared): Promise<DmlOutcome> {
  const { dml } = prepared;
  if (dml === null) throw new Error('no DML');
  return session.withLocks(() => {
    begin(session, prepared, true);
    try {
      return dml.run(session.transactionForChange());
    } catch (error) {
      dml.abandon();
      throw error;
    }
  });
}

/** One statement for many rows of binds. */
export async function runBatch(
  session: SqlSession,
  text: string,
  statement: SqlStatement,
  rows: readonly Binds[],
  batchErrors: boolean,
): Promise<BatchResult> {
  if (statement.kind === 'select') throw oracleError(24413);
  const placeholders = session.database.placeholders(text, () => placeholdersOf(statement));
  const rowCounts: number[] = [];
  const errors: BatchError[] = [];
  const returned: (readonly (readonly SqlValue[])[])[] = [];
  let last: WrittenPlace | null = null;
  let current: { readonly key: string; readonly prepared: Prepared } | null = null;
  let kinds = '';
  // Rows of plain values need not see one another: their undo is kept as ranges.
  const plain = statement.kind === 'insert' && 'values' in statement.source;
  for (const [index, binds] of rows.entries()) {
    const given = bindsByPlaceholder(placeholders, binds, false);
    const now = given.map((bind) => bindType(bind).kind).join();
    if (current === null || now !== kinds) {
      if (current !== null) session.plans.give(current.key, current.prepared, session.database.catalog.version);
      current = checkOut(session, text, statement, placeholders, given);
      kinds = now;
    }
    fillBinds(current.prepared, given);
    try {
      const outcome =
        runAtOnce(session, current.prepared, plain && index > 0) ?? (await runPrepared(session, current.prepared));
      rowCounts.push(outcome.rowsAffected);
      returned.push(outcome.returned);
      last = outcome.last ?? last;
    } catch (error) {
      if (!batchErrors || !(error instanceof OracleError)) throw error;
      rowCounts.push(0);
      returned.push([]);
      errors.push({ index, code: error.code, message: error.message, offset: error.offset });
    }
  }
  if (current !== null) session.plans.give(current.key, current.prepared, session.database.catalog.version);
  const rowsAffected = rowCounts.reduce((sum, count) => sum + count, 0);
  return { rowsAffected, rowCounts, errors, lastRowid: rowidText(last), returned, outBinds: [] };
}

/** Without awaiting; null when a lock must be waited for. */
function runAtOnce(session: SqlSession, prepared: Prepared, sameStatement: boolean): DmlOutcome | null {
  const { dml } = prepared;
  if (dml === null) throw new Error('no DML');
  return session.tryOnce(() => {
    begin(session, prepared, true, sameStatement);
    try {
      return dml.run(session.transactionForChange());
    } catch (error) {
      dml.abandon();
      throw error;
    }
  });
}

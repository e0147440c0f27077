import { oracleError, oracleErrorAt } from '../../oracle-error.ts';
import type { StatementResult } from '../session-result.ts';
import type { SqlSession } from '../session.ts';
import type { Statement } from '../syntax/ast.ts';
import type {
  AlterDatabase,
  AlterSession,
  AlterSystem,
  LockTable,
  SessionStatement,
  SetTransaction,
} from '../syntax/ast-session.ts';
import type { Transaction } from '../store/transaction.ts';
import { setParameter } from './nls-setting.ts';
import { resolveObject } from './resolve-object.ts';
import { RowLocked } from './row-locked.ts';
import { StatementEnvironment } from './statement-environment.ts';
import { StatementState } from './statement-state.ts';

const KINDS: ReadonlySet<string> = new Set([
  'commit',
  'rollback',
  'savepoint',
  'set-transaction',
  'set-constraints',
  'set-role',
  'lock-table',
  'alter-session',
  'alter-system',
  'alter-database',
] satisfies SessionStatement['kind'][]);

export function isSessionStatement(statement: Statement): statement is SessionStatement {
  return KINDS.has(statement.kind);
}

export async function runSessionStatement(session: SqlSession, statement: SessionStatement): Promise<StatementResult> {
  await run(session, statement);
  return { kind: 'ddl', verb: statement.kind.toUpperCase().replace('-', ' '), rowsAffected: 0 };
}

async function run(session: SqlSession, statement: SessionStatement): Promise<void> {
  switch (statement.kind) {
    case 'commit':
      return session.commit();
    case 'rollback':
      if (statement.savepoint === null) return session.rollback();
      rollbackTo(session, statement.savepoint.text);
      return;
    case 'savepoint': {
      savepoint(session, statement.name.text);
      return;
    }
    case 'set-transaction': {
      setTransaction(session, statement);
      return;
    }
    case 'set-constraints':
      return setConstraints(session, statement.names, statement.deferred);
    case 'set-role':
      return;
    case 'lock-table':
      return lockTable(session, statement);
    case 'alter-session': {
      alterSession(session, statement);
      return;
    }
    case 'alter-system': {
      alterSystem(session, statement);
      return;
    }
    case 'alter-database': {
      alterDatabase(session, statement);
      return;
    }
    default:
      throw oracleError(900);
  }
}

function savepoint(session: SqlSession, name: string): void {
  const transaction = session.transactionForChange();
  const at = transaction.savepoints.findIndex((known) => known.name === name);
  if (at >= 0) transaction.savepoints.splice(at, 1);
  transaction.savepoints.push({ name, mark: transaction.mark });
}

/** Savepoints set later are gone; this one stays. */
function rollbackTo(session: SqlSession, name: string): void {
  const { transaction } = session;
  const at = transaction?.savepoints.findIndex((known) => known.name === name) ?? -1;
  const found = transaction?.savepoints[at];
  if (transaction === null || found === undefined) throw oracleError(1086, name);
  session.database.store.rollbackTo(transaction, found.mark);
  transaction.savepoints.length = at + 1;
}

function setTransaction(session: SqlSession, statement: SetTransaction): void {
  if (session.inTransaction) throw oracleErrorAt(statement.offset, 1453);
  const transaction = session.transactionForChange();
  transaction.name = statement.name;
  if (statement.mode === 'read-only' || statement.mode === 'serializable') {
    transaction.snapshotScn = session.database.store.scn.current;
  }
  if (statement.mode === 'read-committed') transaction.snapshotScn = null;
  transaction.readOnly = statement.mode === 'read-only';
}

async function setConstraints(
  session: SqlSession,
  names: Extract<SessionStatement, { kind: 'set-constraints' }>['names'],
  deferred: boolean,
): Promise<void> {
  const transaction = session.transactionForChange();
  if (names === 'all') {
    transaction.constraintModes.clear();
    transaction.constraintModes.set('ALL', deferred);
  } else {
    for (const name of names)
      transaction.constraintModes.set(`${name.schema?.text ?? session.currentSchema}.${name.name.text}`, deferred);
  }
  if (deferred) return;
  // What was deferred so far is checked now.
  await session.withLocks(() => {
    for (const [key, check] of transaction.deferredChecks) {
      check();
      transaction.deferredChecks.delete(key);
    }
  });
}

const EXCLUDES: Readonly<Record<string, readonly string[]>> = {
  'ROW SHARE': ['EXCLUSIVE'],
  'SHARE UPDATE': ['EXCLUSIVE'],
  'ROW EXCLUSIVE': ['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE'],
  SHARE: ['ROW EXCLUSIVE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE'],
  'SHARE ROW EXCLUSIVE': ['ROW EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE'],
  EXCLUSIVE: ['ROW SHARE', 'SHARE UPDATE', 'ROW EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE'],
};

async function lockTable(session: SqlSession, statement: LockTable): Promise<void> {
  const state = new StatementState(session, new StatementEnvironment(session), []);
  const parsing = { state, user: session.user, schema: session.currentSchema, snapshot: null, commonTables: [] };
  for (const name of statement.tables) {
    const resolved = resolveObject(name, parsing);
    if (resolved?.kind !== 'object' || resolved.object.kind !== 'TABLE') throw oracleErrorAt(name.offset, 942);
    const { objectId } = resolved.object;
    const wait = statement.wait.kind === 'nowait' ? 0 : statement.wait.seconds;
    await session.withLocks(() => {
      const mine = session.transactionForChange();
      for (const other of session.database.store.open) {
        if (other === mine) continue;
        const held = tableModes(other, objectId);
        if (held.some((mode) => EXCLUDES[statement.mode]?.includes(mode) === true)) throw new RowLocked(other, wait);
      }
      mine.tableLocks.set(objectId, statement.mode);
    });
  }
}

function tableModes(transaction: Transaction, objectId: number): readonly string[] {
  const explicit = transaction.tableLocks.get(objectId);
  const changed = transaction.undo.some((record) => record.block.segment.objectId === objectId);
  return [...(explicit === undefined ? [] : [explicit]), ...(changed ? ['ROW EXCLUSIVE'] : [])];
}

function alterSession(session: SqlSession, statement: AlterSession): void {
  const { action } = statement;
  if (action.kind === 'other') return;
  for (const setting of action.settings) setParameter(session, setting);
}

function alterSystem(session: SqlSession, statement: AlterSystem): void {
  const { database, user } = session;
  if (!database.catalog.privileges.hasSystem(user, 'ALTER SYSTEM')) throw oracleErrorAt(statement.offset, 1031);
  const { action } = statement;
  if (action.kind === 'kill-session') {
    const [sid, serial] = action.session.split(',').map((part) => Number(part.trim()));
    const target = [...database.sessions].find((one) => one.id === sid && one.serial === serial);
    if (target === undefined) throw oracleErrorAt(statement.offset, 30);
    if (target === session) throw oracleErrorAt(statement.offset, 27);
    target.kill();
  } else if (action.kind === 'set') {
    for (const setting of action.settings) {
      if (setting.name === 'UNDO_RETENTION') database.store.retention.limits.retentionMs = Number(setting.value) * 1000;
    }
  }
}

function alterDatabase(session: SqlSession, statement: AlterDatabase): void {
  const { database, user } = session;
  if (!database.catalog.privileges.hasSystem(user, 'ALTER DATABASE')) throw oracleErrorAt(statement.offset, 1031);
  const { action } = statement;
  const { switches } = database;
  if (action.kind === 'force-logging') database.switches = { ...switches, forceLogging: action.enabled };
  if (action.kind !== 'supplemental-log') return;
  const on = action.add;
  const { keys } = action;
  const { supplemental } = switches;
  database.switches = {
    ...switches,
    supplemental: {
      ...supplemental,
      minimal: keys.length === 0 ? on : supplemental.minimal,
      primaryKey: keys.includes('primary key') ? on : supplemental.primaryKey,
      uniqueIndex: keys.includes('unique') ? on : supplemental.uniqueIndex,
      foreignKey: keys.includes('foreign key') ? on : supplemental.foreignKey,
      allColumns: keys.includes('all') ? on : supplemental.allColumns,
    },
  };
}

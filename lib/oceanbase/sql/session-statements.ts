import { assert } from '../../model/fault.ts';
import { textLiteral } from './literal.ts';

const connectionDigits = /^\d{1,20}$/;

function connectionNumber(id: string): string {
  assert(connectionDigits.test(id), 'a connection id is not a number');
  return id;
}

export const begin = 'START TRANSACTION';
export const commit = 'COMMIT';
export const rollback = 'ROLLBACK';

/** Level, number and message of the first thing the last statement was warned of. */
export const firstWarning = 'SHOW WARNINGS LIMIT 1';

export const ownConnection = 'SELECT CONNECTION_ID()';

export function killConnection(id: string): string {
  return `KILL ${connectionNumber(id)}`;
}

/** Which of these sessions exist, as far as this user may see: id and user. */
export function listConnections(ids: readonly string[]): string {
  return `SELECT ID, USER FROM information_schema.PROCESSLIST WHERE ID IN (${ids.map(connectionNumber).join(', ')})`;
}

/** Takes a named lock without waiting: 1 when taken. It is held until the session ends, and ends after its rollback. */
export function takeNamedLock(name: string): string {
  return `SELECT GET_LOCK(${textLiteral(name)}, 0)`;
}

/** The session that holds a named lock, or NULL. */
export function namedLockHolders(names: readonly string[]): string {
  return `SELECT ${names.map((name) => `IS_USED_LOCK(${textLiteral(name)})`).join(', ')}`;
}

export function releaseNamedLock(name: string): string {
  return `SELECT RELEASE_LOCK(${textLiteral(name)})`;
}

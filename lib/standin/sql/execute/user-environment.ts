import { oracleError } from '../../oracle-error.ts';
import type { SqlSession } from '../session.ts';

/** SYS_CONTEXT('USERENV', parameter). ORA-02003 for a parameter that does not exist. */
export function userEnvironment(session: SqlSession, parameter: string): string | null {
  const { database } = session;
  const { persona } = database;
  const userId = (name: string): string => String(database.catalog.users.get(name)?.userId ?? 0);
  const values = new Map<string, string | null>([
    ['SESSION_USER', session.user],
    ['SESSION_USERID', userId(session.user)],
    ['CURRENT_USER', session.user],
    ['CURRENT_USERID', userId(session.user)],
    ['CURRENT_SCHEMA', session.currentSchema],
    ['CURRENT_SCHEMAID', userId(session.currentSchema)],
    ['AUTHENTICATED_IDENTITY', session.user],
    ['AUTHENTICATION_METHOD', 'PASSWORD'],
    ['SID', String(session.id)],
    ['SESSIONID', String(100_000 + session.id)],
    ['DB_NAME', persona.databaseName],
    ['DB_UNIQUE_NAME', persona.uniqueName],
    ['DB_DOMAIN', null],
    ['CON_NAME', persona.container.name],
    ['CON_ID', String(persona.container.conId)],
    ['CDB_NAME', persona.cdb ? persona.databaseName : null],
    ['INSTANCE', '1'],
    ['INSTANCE_NAME', persona.instanceName],
    ['SERVER_HOST', persona.hostName],
    ['SERVICE_NAME', persona.container.name.toLowerCase()],
    ['DATABASE_ROLE', persona.role],
    ['HOST', session.client.machine],
    ['TERMINAL', 'unknown'],
    ['OS_USER', session.client.osUser],
    ['IP_ADDRESS', '127.0.0.1'],
    ['NETWORK_PROTOCOL', 'tcp'],
    ['MODULE', session.module],
    ['ACTION', session.action],
    ['CLIENT_IDENTIFIER', session.clientIdentifier],
    ['CLIENT_INFO', session.clientInfo],
    ['CLIENT_PROGRAM_NAME', session.client.program],
    ['ISDBA', session.user === 'SYS' ? 'TRUE' : 'FALSE'],
    ['LANG', 'US'],
    ['LANGUAGE', `AMERICAN_AMERICA.${persona.characterSet}`],
    ['NLS_TERRITORY', session.nls.territory],
    ['NLS_CURRENCY', session.nls.currency],
    ['NLS_CALENDAR', 'GREGORIAN'],
    ['NLS_DATE_FORMAT', session.nls.dateFormat],
    ['NLS_DATE_LANGUAGE', session.nls.dateLanguage],
    ['NLS_SORT', session.nls.sort],
    ['BG_JOB_ID', null],
    ['FG_JOB_ID', '0'],
    ['PROXY_USER', null],
    ['ENTERPRISE_IDENTITY', null],
    ['ORACLE_HOME', '/u01/app/oracle/product/dbhome_1'],
    ['PLATFORM_SLASH', '/'],
    ['SCHEDULER_JOB', 'N'],
    ['IS_APPLY_SERVER', 'FALSE'],
    ['SID_SERIAL', null],
    ['STATEMENTID', null],
    ['ENTRYID', null],
    ['GLOBAL_UID', null],
  ]);
  const value = values.get(parameter);
  if (value === undefined) throw oracleError(2003);
  return value;
}

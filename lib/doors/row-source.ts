import { openRowSource } from '../oracle/client/row-source.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import { oracleLogin } from './oracle-login.ts';

export function rowSourceDoor(secrets: SecretSource): Pick<DatabaseDoors, 'openRowSource'> {
  return { openRowSource: async (endpoint, signal) => openRowSource(await oracleLogin(secrets, endpoint), signal) };
}

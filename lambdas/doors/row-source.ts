import { openRowSource } from '../../lib/oracle/client/row-source.ts';
import type { DatabaseDoors } from '../../lib/ports/database-doors.ts';
import type { SecretSource } from '../../lib/ports/secret-source.ts';
import { oracleLogin } from './oracle-login.ts';

export function rowSourceDoor(secrets: SecretSource): Pick<DatabaseDoors, 'openRowSource'> {
  return { openRowSource: async (endpoint, signal) => openRowSource(await oracleLogin(secrets, endpoint), signal) };
}

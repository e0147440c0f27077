import { openSchemaSource } from '../../lib/oracle/client/schema-source.ts';
import type { DatabaseDoors } from '../../lib/ports/database-doors.ts';
import type { SecretSource } from '../../lib/ports/secret-source.ts';
import { oracleLogin } from './oracle-login.ts';

export function schemaSourceDoor(secrets: SecretSource): Pick<DatabaseDoors, 'openSchemaSource'> {
  return {
    openSchemaSource: async (endpoint, signal) => openSchemaSource(await oracleLogin(secrets, endpoint), signal),
  };
}

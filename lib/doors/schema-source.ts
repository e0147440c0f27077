import { openSchemaSource } from '../oracle/client/schema-source.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import { oracleLogin } from './oracle-login.ts';

export function schemaSourceDoor(secrets: SecretSource): Pick<DatabaseDoors, 'openSchemaSource'> {
  return {
    openSchemaSource: async (endpoint, signal) => openSchemaSource(await oracleLogin(secrets, endpoint), signal),
  };
}

import { OceanbaseSchema } from '../oceanbase/client/schema-target.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import { targetAddress } from './target-address.ts';

export function schemaTargetDoor(secrets: SecretSource): Pick<DatabaseDoors, 'openSchemaTarget'> {
  return { openSchemaTarget: async (endpoint) => new OceanbaseSchema(await targetAddress(secrets, endpoint)) };
}

import { OceanbaseSchema } from '../../lib/oceanbase/client/schema-target.ts';
import type { DatabaseDoors } from '../../lib/ports/database-doors.ts';
import type { SecretSource } from '../../lib/ports/secret-source.ts';
import { targetAddress } from './target-address.ts';

export function schemaTargetDoor(secrets: SecretSource): Pick<DatabaseDoors, 'openSchemaTarget'> {
  return { openSchemaTarget: async (endpoint) => new OceanbaseSchema(await targetAddress(secrets, endpoint)) };
}

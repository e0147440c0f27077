import { OceanbaseLoader } from '../oceanbase/client/target-loader.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import { targetAddress } from './target-address.ts';

export function targetLoaderDoor(secrets: SecretSource): Pick<DatabaseDoors, 'openTargetLoader'> {
  return { openTargetLoader: async (endpoint) => new OceanbaseLoader(await targetAddress(secrets, endpoint)) };
}

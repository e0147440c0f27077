import { OceanbaseRows } from '../oceanbase/client/target-rows.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import { targetAddress } from './target-address.ts';

export function targetRowsDoor(secrets: SecretSource): Pick<DatabaseDoors, 'openTargetRows'> {
  return { openTargetRows: async (endpoint) => new OceanbaseRows(await targetAddress(secrets, endpoint)) };
}

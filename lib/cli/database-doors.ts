import { rowSourceDoor } from '../doors/row-source.ts';
import { schemaSourceDoor } from '../doors/schema-source.ts';
import { schemaTargetDoor } from '../doors/schema-target.ts';
import { targetLoaderDoor } from '../doors/target-loader.ts';
import { targetRowsDoor } from '../doors/target-rows.ts';
import type { DatabaseDoors } from '../ports/database-doors.ts';
import { openSecrets } from '../runtime/secrets.ts';

/** The databases of a project, opened from this process: for commands that only look. */
export function openDatabaseDoors(): DatabaseDoors {
  const secrets = openSecrets({ local: true });
  return {
    ...schemaSourceDoor(secrets),
    ...rowSourceDoor(secrets),
    ...schemaTargetDoor(secrets),
    ...targetLoaderDoor(secrets),
    ...targetRowsDoor(secrets),
  };
}

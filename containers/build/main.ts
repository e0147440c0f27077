import { assert } from '../../lib/model/fault.ts';
import { loginName } from '../../lib/oceanbase/client/login-name.ts';
import { OceanbaseSchema } from '../../lib/oceanbase/client/schema-target.ts';
import type { DatabaseDoors } from '../../lib/ports/database-doors.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { runWorker } from '../../lib/runtime/worker-main.ts';
import { migrateObject } from '../../lib/steps/migrate-object.ts';

// One object whose statement may outlast a function: the same step, without its time limit.
await runWorker({
  name: 'build',
  run: async (doors, environment, { projectId, generation, objectId }, signal) => {
    assert(objectId !== null, 'a build worker is started for an object');
    const state = openStateDoors(environment);
    const openSchemaTarget: DatabaseDoors['openSchemaTarget'] = async ({ host, port, tenant, cluster, secret }) => {
      const { user, password } = await state.secrets.read(secret);
      return new OceanbaseSchema({ host, port, user: loginName(user, tenant, cluster), password });
    };
    await migrateObject({ ...doors, ...state, openSchemaTarget }, { projectId, generation, objectId }, signal);
    return { outcome: 'done' };
  },
});

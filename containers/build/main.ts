import { schemaTargetDoor } from '../../lib/doors/schema-target.ts';
import { assert } from '../../lib/model/fault.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { runWorker } from '../../lib/runtime/worker-main.ts';
import { migrateObject } from '../../lib/steps/migrate-object.ts';

// One object whose statement may outlast a function: the same step, without its time limit.
await runWorker({
  name: 'build',
  run: async (doors, environment, { projectId, generation, objectId }, signal) => {
    assert(objectId !== null, 'a build worker is started for an object');
    const state = openStateDoors(environment);
    const open = { ...doors, ...state, ...schemaTargetDoor(state.secrets) };
    await migrateObject(open, { projectId, generation, objectId }, signal);
    return { outcome: 'done' };
  },
});

import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { migrateObjectEventSchema } from '../../lib/runtime/step-events.ts';
import { migrateObject } from '../../lib/steps/migrate-object.ts';
import { schemaTargetDoor } from '../../lib/doors/schema-target.ts';

export const handler = stepFunction({
  name: 'migrate-object',
  event: migrateObjectEventSchema,
  open: (environment) => {
    const state = openStateDoors(environment);
    return { ...state, ...schemaTargetDoor(state.secrets) };
  },
  run: migrateObject,
});

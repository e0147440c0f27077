import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { stepEventSchema } from '../../lib/runtime/step-events.ts';
import { resolveObjects } from '../../lib/steps/resolve-objects.ts';
import { schemaSourceDoor } from '../../lib/doors/schema-source.ts';
import { schemaTargetDoor } from '../../lib/doors/schema-target.ts';

export const handler = stepFunction({
  name: 'resolve-objects',
  event: stepEventSchema,
  open: (environment) => {
    const state = openStateDoors(environment);
    return { ...state, ...schemaSourceDoor(state.secrets), ...schemaTargetDoor(state.secrets) };
  },
  run: resolveObjects,
});

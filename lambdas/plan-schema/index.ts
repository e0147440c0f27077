import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { planSchemaEventSchema } from '../../lib/runtime/step-events.ts';
import { planSchema } from '../../lib/steps/plan-schema.ts';
import { schemaTargetDoor } from '../../lib/doors/schema-target.ts';

export const handler = stepFunction({
  name: 'plan-schema',
  event: planSchemaEventSchema,
  open: (environment) => {
    const state = openStateDoors(environment);
    return { ...state, ...schemaTargetDoor(state.secrets) };
  },
  run: planSchema,
});

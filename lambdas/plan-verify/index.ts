import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { stepEventSchema } from '../../lib/runtime/step-events.ts';
import { planVerify } from '../../lib/steps/plan-verify.ts';
import { rowSourceDoor } from '../../lib/doors/row-source.ts';
import { schemaSourceDoor } from '../../lib/doors/schema-source.ts';
import { targetRowsDoor } from '../../lib/doors/target-rows.ts';

export const handler = stepFunction({
  name: 'plan-verify',
  event: stepEventSchema,
  open: (environment) => {
    const state = openStateDoors(environment);
    return {
      ...state,
      ...rowSourceDoor(state.secrets),
      ...schemaSourceDoor(state.secrets),
      ...targetRowsDoor(state.secrets),
    };
  },
  run: planVerify,
});

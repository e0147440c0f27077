import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { stepEventSchema } from '../../lib/runtime/step-events.ts';
import { planLoad } from '../../lib/steps/plan-load.ts';
import { rowSourceDoor } from '../../lib/doors/row-source.ts';
import { schemaSourceDoor } from '../../lib/doors/schema-source.ts';
import { schemaTargetDoor } from '../../lib/doors/schema-target.ts';
import { targetLoaderDoor } from '../../lib/doors/target-loader.ts';

export const handler = stepFunction({
  name: 'plan-load',
  event: stepEventSchema,
  open: (environment) => {
    const state = openStateDoors(environment);
    return {
      ...state,
      ...rowSourceDoor(state.secrets),
      ...schemaSourceDoor(state.secrets),
      ...schemaTargetDoor(state.secrets),
      ...targetLoaderDoor(state.secrets),
    };
  },
  run: planLoad,
});

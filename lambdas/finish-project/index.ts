import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { stepEventSchema } from '../../lib/runtime/step-events.ts';
import { finishProject } from '../../lib/steps/finish-project.ts';
import { schemaTargetDoor } from '../../lib/doors/schema-target.ts';

export const handler = stepFunction({
  name: 'finish-project',
  event: stepEventSchema,
  open: (environment) => {
    const state = openStateDoors(environment);
    return { ...state, ...schemaTargetDoor(state.secrets) };
  },
  run: finishProject,
});

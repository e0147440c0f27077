import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { stepEventSchema } from '../../lib/runtime/step-events.ts';
import { repair } from '../../lib/steps/repair.ts';
import { rowSourceDoor } from '../../lib/doors/row-source.ts';
import { targetRowsDoor } from '../../lib/doors/target-rows.ts';

export const handler = stepFunction({
  name: 'repair',
  event: stepEventSchema,
  open: (environment) => {
    const state = openStateDoors(environment);
    return { ...state, ...rowSourceDoor(state.secrets), ...targetRowsDoor(state.secrets) };
  },
  run: repair,
});

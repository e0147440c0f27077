import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { countLossEventSchema } from '../../lib/runtime/step-events.ts';
import { countLoss } from '../../lib/steps/count-loss.ts';

export const handler = stepFunction({
  name: 'count-loss',
  event: countLossEventSchema,
  open: openStateDoors,
  run: countLoss,
});

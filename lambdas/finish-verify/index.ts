import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { stepEventSchema } from '../../lib/runtime/step-events.ts';
import { finishVerify } from '../../lib/steps/finish-verify.ts';

export const handler = stepFunction({
  name: 'finish-verify',
  event: stepEventSchema,
  open: openStateDoors,
  run: finishVerify,
});

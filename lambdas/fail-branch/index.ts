import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { failBranchEventSchema } from '../../lib/runtime/step-events.ts';
import { failBranch } from '../../lib/steps/fail-branch.ts';

export const handler = stepFunction({
  name: 'fail-branch',
  event: failBranchEventSchema,
  open: openStateDoors,
  run: failBranch,
});

import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openExecutions } from '../../lib/runtime/execution-doors.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { admitEventSchema } from '../../lib/runtime/step-events.ts';
import { admit } from '../../lib/steps/admit.ts';

export const handler = stepFunction({
  name: 'admit',
  event: admitEventSchema,
  open: (environment) => ({
    ...openStateDoors(environment),
    executions: openExecutions(environment),
    local: environment.local,
  }),
  run: (doors, { request, executionArn, executionName }) => admit(doors, { ...request, executionArn, executionName }),
});

import { z } from 'zod';
import { openExecutions, openTaskCallback, openWorkers } from '../../lib/runtime/execution-doors.ts';
import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { janitor } from '../../lib/steps/janitor.ts';

export const handler = stepFunction({
  name: 'janitor',
  event: z.unknown(),
  open: (environment) => ({
    ...openStateDoors(environment),
    tasks: openTaskCallback(),
    executions: openExecutions(environment),
    workers: openWorkers(),
  }),
  run: janitor,
});

import { z } from 'zod';
import { openExecutions, openTaskCallback } from '../../lib/runtime/execution-doors.ts';
import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { operate } from '../../lib/steps/operate.ts';
import { readOperateEvent } from '../../lib/steps/read-operate-event.ts';

export const handler = stepFunction({
  name: 'operate',
  event: z.unknown().transform(readOperateEvent),
  open: (environment) => ({
    ...openStateDoors(environment),
    tasks: openTaskCallback(),
    executions: openExecutions(environment),
    local: environment.local,
  }),
  run: async (doors, command) => (command === null ? { outcome: 'done' } : operate(doors, command)),
});

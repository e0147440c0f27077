import { z } from 'zod';
import { metricNames } from '../../lib/model/metric-name.ts';
import { openExecutions, openTaskCallback, openWorkers } from '../../lib/runtime/execution-doors.ts';
import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { countOpenGates } from '../../lib/steps/count-open-gates.ts';
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
  run: async (doors, event) => {
    const result = await janitor(doors, event);
    doors.telemetry.metric(metricNames.gatesOpen, await countOpenGates(doors.store), 'None');
    return result;
  },
});

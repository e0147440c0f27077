import { openTaskCallback } from '../../lib/runtime/execution-doors.ts';
import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { openGateEventSchema } from '../../lib/runtime/step-events.ts';
import { closeGate, openGateOrStop } from '../../lib/steps/open-gate.ts';

export const handler = stepFunction({
  name: 'open-gate',
  event: openGateEventSchema,
  open: (environment) => ({ ...openStateDoors(environment), tasks: openTaskCallback() }),
  run: (doors, event) => ('close' in event ? closeGate(doors, event) : openGateOrStop(doors, event)),
});

import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { chunkEventSchema } from '../../lib/runtime/step-events.ts';
import { verifyChunk } from '../../lib/steps/verify-chunk.ts';
import { rowSourceDoor } from '../../lib/doors/row-source.ts';
import { targetRowsDoor } from '../../lib/doors/target-rows.ts';

export const handler = stepFunction({
  name: 'verify-chunk',
  event: chunkEventSchema,
  open: (environment) => {
    const state = openStateDoors(environment);
    return { ...state, ...rowSourceDoor(state.secrets), ...targetRowsDoor(state.secrets) };
  },
  run: verifyChunk,
});

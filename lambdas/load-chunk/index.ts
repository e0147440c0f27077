import { stepFunction } from '../../lib/runtime/lambda-handler.ts';
import { openStateDoors } from '../../lib/runtime/state-doors.ts';
import { chunkEventSchema } from '../../lib/runtime/step-events.ts';
import { loadChunk } from '../../lib/steps/load-chunk.ts';
import { rowSourceDoor } from '../../lib/doors/row-source.ts';
import { targetLoaderDoor } from '../../lib/doors/target-loader.ts';

export const handler = stepFunction({
  name: 'load-chunk',
  event: chunkEventSchema,
  open: (environment) => {
    const state = openStateDoors(environment);
    return { ...state, ...rowSourceDoor(state.secrets), ...targetLoaderDoor(state.secrets) };
  },
  run: loadChunk,
});

import { Fault } from '../../lib/model/fault.ts';
import { runWorker } from '../../lib/runtime/worker-main.ts';

// Says so plainly until it exists: no project that needs it gets past the state machine's Choice.
await runWorker({
  name: 'reverse-replay',
  run: () =>
    Promise.reject(new Fault('NOT_BUILT', 'the replay of the target’s changes on the source is not built yet')),
});

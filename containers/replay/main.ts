import { Fault } from '../../lib/model/fault.ts';
import { runWorker } from '../../lib/runtime/worker-main.ts';

// Says so plainly until it exists: no project that needs it gets past the state machine's Choice.
await runWorker({
  name: 'replay',
  run: () => Promise.reject(new Fault('NOT_BUILT', 'the replay of changes is not built yet')),
});

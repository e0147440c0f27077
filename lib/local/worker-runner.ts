import { pathToFileURL } from 'node:url';

// A worker's process: `worker-runner.ts BUNDLE`. When the process that started it is gone, the channel closes and the
// worker is asked to stop, as ECS would ask it.
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
});
// The channel alone does not keep a worker alive that has finished.
process.channel?.unref();

const bundle = process.argv[2];
if (bundle === undefined) throw new Error('no bundle');
await import(pathToFileURL(bundle).href);

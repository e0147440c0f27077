import { flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { LambdaCall, LambdaReply } from './lambda-message.ts';

// A function's process: loads one bundle, `lambda-runner.ts BUNDLE`, and answers one call at a time, as a Lambda sandbox
// does. It ends with its parent, whose end closes the channel. It loads nothing but the bundle: a cold start is measured in
// what the function itself brings.
type Handler = (event: unknown, context: object) => unknown;

process.once('disconnect', () => process.exit(0));
// An interrupt of the terminal reaches the whole process group; the parent decides what becomes of a call under way.
process.on('SIGINT', () => undefined);

const bundle = process.argv[2];
if (bundle === undefined) throw new Error('no bundle');
const loading: Promise<unknown> = import(pathToFileURL(bundle).href);
loading.then(
  // This process is ended by a signal, which leaves no time to write the cache.
  () => flushCompileCache(),
  // Told to the first caller.
  () => undefined,
);

process.on('message', (message: unknown) => {
  if (!isCall(message)) throw new Error('not a call');
  void answer(message).then(send);
});
send({ kind: 'ready' });

async function answer(call: LambdaCall): Promise<LambdaReply> {
  try {
    const handler = handlerOf(await loading);
    const deadline = Date.now() + call.timeoutMs;
    const event: unknown = JSON.parse(call.event);
    const result = await handler(event, {
      functionName: call.functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${call.functionName}`,
      memoryLimitInMB: String(call.memoryMb),
      awsRequestId: `${process.pid}-${call.id}`,
      logGroupName: `/seaward/${call.functionName}`,
      logStreamName: String(process.pid),
      callbackWaitsForEmptyEventLoop: false,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    return { kind: 'returned', id: call.id, result: JSON.stringify(result ?? null), peakRssBytes: peakRssBytes() };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return {
      kind: 'failed',
      id: call.id,
      errorType: error.name,
      errorMessage: error.message.slice(0, 10_000),
      trace: (error.stack ?? '').split('\n').slice(0, 20),
      peakRssBytes: peakRssBytes(),
    };
  }
}

function isCall(message: unknown): message is LambdaCall {
  return typeof message === 'object' && message !== null && 'id' in message && 'event' in message;
}

function handlerOf(loaded: unknown): Handler {
  const found: unknown = typeof loaded === 'object' && loaded !== null && 'handler' in loaded ? loaded.handler : null;
  if (!isHandler(found)) throw new Error('the bundle exports no handler');
  return found;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}

function send(reply: LambdaReply): void {
  process.send?.(reply);
}

/** The most memory this process ever held; the kernel counts KiB. */
function peakRssBytes(): number {
  return process.resourceUsage().maxRSS * 1_024;
}

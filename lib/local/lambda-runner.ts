import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type LambdaCall, lambdaCallSchema, type LambdaReply } from './lambda-message.ts';

// A function's process: loads one bundle, `lambda-runner.ts BUNDLE`, and answers one call at a time, as a Lambda sandbox
// does. It ends with its parent, whose end closes the channel.
const handlerSchema = z.object({
  handler: z.custom<(event: unknown, context: object) => unknown>((value) => typeof value === 'function'),
});

process.once('disconnect', () => process.exit(0));
// An interrupt of the terminal reaches the whole process group; the parent decides what becomes of a call under way.
process.on('SIGINT', () => undefined);

const bundle = process.argv[2];
if (bundle === undefined) throw new Error('no bundle');
const loading: Promise<unknown> = import(pathToFileURL(bundle).href);
loading.catch(() => undefined);

process.on('message', (message: unknown) => {
  void answer(lambdaCallSchema.parse(message)).then(send);
});
send({ kind: 'ready' });

async function answer(call: LambdaCall): Promise<LambdaReply> {
  try {
    const { handler } = handlerSchema.parse(await loading);
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

function send(reply: LambdaReply): void {
  process.send?.(reply);
}

/** The most memory this process ever held; the kernel counts KiB. */
function peakRssBytes(): number {
  return process.resourceUsage().maxRSS * 1_024;
}

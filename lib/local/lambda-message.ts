import { z } from 'zod';

/** Between a function's process and the pool, as JSON over the channel of the child process. */
export const lambdaCallSchema = z.object({
  id: z.int(),
  /** The event, as JSON text: exactly what crosses the boundary on AWS. */
  event: z.string(),
  functionName: z.string(),
  memoryMb: z.int(),
  timeoutMs: z.int(),
});
export type LambdaCall = Readonly<z.infer<typeof lambdaCallSchema>>;

export const lambdaReplySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('returned'), id: z.int(), result: z.string(), peakRssBytes: z.int() }),
  z.object({
    kind: z.literal('failed'),
    id: z.int(),
    errorType: z.string(),
    errorMessage: z.string(),
    trace: z.array(z.string()),
    peakRssBytes: z.int(),
  }),
]);
export type LambdaReply = Readonly<z.infer<typeof lambdaReplySchema>>;

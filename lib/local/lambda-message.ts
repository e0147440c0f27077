import { z } from 'zod';

/** Between a function's process and the pool, as JSON over the channel of the child process. */
export interface LambdaCall {
  readonly id: number;
  /** The event, as JSON text: exactly what crosses the boundary on AWS. */
  readonly event: string;
  readonly functionName: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

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

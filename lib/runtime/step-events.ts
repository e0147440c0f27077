import { z } from 'zod';
import { chunkLineSchema } from '../model/chunk.ts';
import { workerNames } from '../model/function-name.ts';
import { gateAnswers, gateNames } from '../model/gate.ts';
import { outcomes } from '../model/outcome.ts';

/*
 * What the state machine sends to each function, and what may come back: the contract between lib/infra/constructs and
 * lambdas/. A field the machine does not send is refused, so that the two cannot drift apart unseen.
 */
const stepFields = { projectId: z.string().min(1), generation: z.int().min(1) };

/** Most steps. */
export const stepEventSchema = z.strictObject(stepFields);

/** `request` is the execution's input as it was given. */
export const admitEventSchema = z.strictObject({
  request: z.looseObject({}),
  executionArn: z.string().startsWith('arn:'),
  executionName: z.string().min(1),
});

export const planSchemaEventSchema = z.strictObject({ ...stepFields, moment: z.enum(['early', 'late', 'last']) });

export const migrateObjectEventSchema = z.strictObject({ ...stepFields, objectId: z.string().min(1) });

/** One line of a manifest, with the round its planner counted. */
export const chunkEventSchema = z.strictObject({ ...stepFields, round: z.int().min(1), chunk: chunkLineSchema });

/** What a branch last came to: a step's result, an answer, or a caught error `{"Error","Cause"}`. */
const lastResultSchema = z.looseObject({});

export const openGateEventSchema = z.union([
  z.strictObject({
    ...stepFields,
    gate: z.enum(gateNames),
    token: z.string().min(1),
    result: lastResultSchema,
  }),
  z.strictObject({ ...stepFields, gate: z.enum(gateNames), close: z.literal(true) }),
]);

export const failBranchEventSchema = z.strictObject({ ...stepFields, ending: z.enum(['abort', 'finish', 'expired']) });

export const countLossEventSchema = z.strictObject({
  ...stepFields,
  worker: z.enum(workerNames),
  result: lastResultSchema,
});

const planFlags = z.object({
  schema: z.boolean(),
  full: z.boolean(),
  incremental: z.boolean(),
  verification: z.boolean(),
  reverse: z.boolean(),
});

const word = z.enum([...outcomes, ...gateAnswers, 'expired']);
const small = {
  projectId: z.string().optional(),
  generation: z.int().optional(),
  plan: planFlags.optional(),
  /** Operate says which execution it started. */
  executionArn: z.string().nullable().optional(),
};

/**
 * What a function returns to the machine. Everything else a step knows is cut off here: payloads stay small. `next` must
 * name the manifest a Distributed Map reads and how many children may run.
 */
export const stepResultSchema = z.union([
  z.object({
    outcome: z.literal('next'),
    manifest: z.object({ bucket: z.string().min(1), key: z.string().min(1) }),
    concurrency: z.int().min(1).max(1_000),
    round: z.int().min(1).optional(),
  }),
  z.object({
    outcome: z.literal('refused'),
    ...small,
    /** Why: Error and Cause of the failed execution. */
    fault: z.object({ code: z.string(), cause: z.string() }),
  }),
  z.object({ outcome: word.exclude(['next', 'refused']), ...small }),
]);
export type StepResultPayload = Readonly<z.infer<typeof stepResultSchema>>;

import { z } from 'zod';
import { type Json, jsonSchema } from './json.ts';

/**
 * The part of the Amazon States Language that this bridge runs faithfully. Everything else is refused by name when the
 * definition is read, rather than ignored while it runs: JSONata, Assign, ItemBatcher, paths for time-outs ...
 */
const template = z.record(z.string(), jsonSchema);
const path = z.string().nullable();

const retrierSchema = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.number().optional(),
  MaxAttempts: z.int().optional(),
  BackoffRate: z.number().optional(),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.enum(['NONE', 'FULL']).optional(),
  Comment: z.string().optional(),
});
const catcherSchema = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  // Without a path, or with `$`, the error replaces the input; the interpreter writes a key named `$` instead.
  ResultPath: z.string().startsWith('$.').nullable(),
  Comment: z.string().optional(),
});
const resultPath = z.string().startsWith('$.').nullable().optional();

const common = {
  Comment: z.string().optional(),
  InputPath: path.optional(),
  OutputPath: path.optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
};
const ways = { Next: z.string().optional(), End: z.literal(true).optional() };
const outcome = {
  ResultSelector: template.optional(),
  ResultPath: resultPath,
  Retry: z.array(retrierSchema).optional(),
  Catch: z.array(catcherSchema).optional(),
};

const taskSchema = z.strictObject({
  ...common,
  ...ways,
  ...outcome,
  Type: z.literal('Task'),
  Resource: z.string(),
  Parameters: template.optional(),
  TimeoutSeconds: z.int().positive().optional(),
  HeartbeatSeconds: z.int().positive().optional(),
});
export type TaskState = Readonly<z.infer<typeof taskSchema>>;

const passSchema = z.strictObject({
  ...common,
  ...ways,
  Type: z.literal('Pass'),
  Parameters: template.optional(),
  Result: jsonSchema.optional(),
  ResultPath: resultPath,
});
const choiceSchema = z.strictObject({
  ...common,
  Type: z.literal('Choice'),
  Choices: z.array(template),
  Default: z.string().optional(),
});
const waitSchema = z.strictObject({
  ...common,
  ...ways,
  Type: z.literal('Wait'),
  Seconds: z.int().positive().max(2_000_000).optional(),
  SecondsPath: z.string().optional(),
});
const succeedSchema = z.strictObject({ ...common, Type: z.literal('Succeed') });
const failSchema = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  ErrorPath: z.string().optional(),
  Cause: z.string().optional(),
  CausePath: z.string().optional(),
});

const itemReaderSchema = z.strictObject({
  Resource: z.literal('arn:aws:states:::s3:getObject'),
  ReaderConfig: z.strictObject({ InputType: z.literal('JSONL'), MaxItems: z.int().optional() }),
  Parameters: template,
});
const resultWriterSchema = z.strictObject({
  Resource: z.literal('arn:aws:states:::s3:putObject'),
  Parameters: template,
  WriterConfig: z
    .strictObject({ Transformation: z.enum(['NONE', 'COMPACT', 'FLATTEN']), OutputType: z.literal('JSON') })
    .optional(),
});

const mapBaseSchema = z.strictObject({
  ...common,
  ...ways,
  ...outcome,
  Type: z.literal('Map'),
  Label: z.string().optional(),
  ItemsPath: z.string().optional(),
  ItemReader: itemReaderSchema.optional(),
  ItemSelector: template.optional(),
  MaxConcurrency: z.int().optional(),
  MaxConcurrencyPath: z.string().optional(),
  ToleratedFailurePercentage: z.number().min(0).max(100).optional(),
  ToleratedFailureCount: z.int().min(0).optional(),
  ResultWriter: resultWriterSchema.optional(),
});
/** Written out, because the grammar refers to itself. */
export interface MapState extends Readonly<z.infer<typeof mapBaseSchema>> {
  readonly ItemProcessor: Graph & { readonly ProcessorConfig?: z.infer<typeof processorConfigSchema> | undefined };
}

const processorConfigSchema = z.strictObject({
  Mode: z.enum(['INLINE', 'DISTRIBUTED']),
  ExecutionType: z.enum(['STANDARD', 'EXPRESS']).optional(),
});

const parallelBaseSchema = z.strictObject({
  ...common,
  ...ways,
  ...outcome,
  Type: z.literal('Parallel'),
  Parameters: template.optional(),
});
export interface ParallelState extends Readonly<z.infer<typeof parallelBaseSchema>> {
  readonly Branches: readonly Graph[];
}

export type State =
  | TaskState
  | MapState
  | ParallelState
  | z.infer<typeof passSchema>
  | z.infer<typeof choiceSchema>
  | z.infer<typeof waitSchema>
  | z.infer<typeof succeedSchema>
  | z.infer<typeof failSchema>;

const statesSchema: z.ZodType<Record<string, State>> = z.lazy(() => z.record(z.string(), stateSchema));
const graphFields = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
  StartAt: z.string(),
  States: statesSchema,
};
const stateSchema = z.discriminatedUnion('Type', [
  taskSchema,
  passSchema,
  choiceSchema,
  waitSchema,
  succeedSchema,
  failSchema,
  mapBaseSchema.extend({
    ItemProcessor: z.strictObject({ ...graphFields, ProcessorConfig: processorConfigSchema.optional() }),
  }),
  parallelBaseSchema.extend({ Branches: z.array(z.strictObject(graphFields)) }),
]);
const machineSchema = z.strictObject({
  ...graphFields,
  Version: z.string().optional(),
  TimeoutSeconds: z.int().positive().optional(),
});

export interface Graph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
export type Machine = Readonly<z.infer<typeof machineSchema>>;

/** Decodes a definition. Throws with the path of everything that is not understood. */
export function readMachine(definition: Json): Machine {
  const decoded = machineSchema.safeParse(definition);
  if (!decoded.success)
    throw new Error(`this state machine cannot be run on one machine:\n${z.prettifyError(decoded.error)}`);
  checkCatches(decoded.data);
  return decoded.data;
}

/**
 * Names a Catch or Retry may not use here, because the interpreter would treat them otherwise than AWS: errors that end an
 * execution, and `States.TaskFailed` on what this bridge turns into a Task.
 */
function checkCatches(machine: Graph): void {
  for (const [name, state] of Object.entries(machine.States)) {
    const clauses = 'Catch' in state || 'Retry' in state ? [...(state.Catch ?? []), ...(state.Retry ?? [])] : [];
    for (const error of clauses.flatMap((clause) => clause.ErrorEquals)) {
      const ends = error === 'States.Runtime' || error === 'States.DataLimitExceeded';
      if (ends || (error === 'States.TaskFailed' && state.Type !== 'Task'))
        throw new Error(`state ${name} names ${error} in Catch or Retry, which cannot be run on one machine`);
    }
    if (state.Type === 'Parallel') state.Branches.forEach(checkCatches);
    if (state.Type === 'Map') checkCatches(state.ItemProcessor);
  }
}

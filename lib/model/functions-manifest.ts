import { z } from 'zod';

/**
 * `functions.json`, written beside the templates at synth: where each function's bundle lies and under which logical id
 * the templates know it, so that one machine runs exactly what would be deployed. Paths are relative to the file.
 */
export const functionsManifestSchema = z.strictObject({
  format: z.literal(1),
  /** Template that holds the state machine, the functions and the task definitions. */
  template: z.string(),
  stateMachine: z.strictObject({ logicalId: z.string() }),
  functions: z.record(
    z.string(),
    z.strictObject({
      logicalId: z.string(),
      /** ES module that exports `handler(event, context)`. */
      bundle: z.string(),
      timeoutSeconds: z.int(),
      memoryMb: z.int(),
      /** Names of the variables it expects. */
      environment: z.array(z.string()),
    }),
  ),
  workers: z.record(
    z.string(),
    z.strictObject({
      /** Of the task definition. */
      logicalId: z.string(),
      /** ES module run as a process. */
      bundle: z.string(),
      memoryMb: z.int(),
      environment: z.array(z.string()),
    }),
  ),
});
export type FunctionsManifest = Readonly<z.infer<typeof functionsManifestSchema>>;

export const functionsManifestFile = 'functions.json';

/** The state machine's definition beside it, with references resolved to names: what an interpreter on one machine runs. */
export const localDefinitionFile = 'state-machine.json';

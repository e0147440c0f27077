import { StateMachine } from 'aws-local-stepfunctions';
import { z } from 'zod';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { jsonSchema, type Json } from './json.ts';
import { StatesError } from './states-error.ts';

/** Evaluates a payload template (`{"a.$": "$.b"}`) as the interpreter does for the Parameters of a state. */
export async function evaluateTemplate(
  template: object,
  input: Json,
  context: Readonly<Record<string, unknown>>,
): Promise<Json> {
  const definition = definitionSchema.parse({
    StartAt: 'Template',
    States: { Template: { Type: 'Pass', Parameters: template, End: true } },
  });
  const machine = new StateMachine(definition, { validationOptions: { noValidate: true } });
  try {
    return jsonSchema.parse(await machine.run(input, { context: { ...context } }).result);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new StatesError('States.Runtime', cause instanceof Error ? cause.message : String(cause));
  }
}

const definitionSchema = z.custom<StateMachineDefinition>((value) => typeof value === 'object' && value !== null);

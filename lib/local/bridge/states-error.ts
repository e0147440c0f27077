import { limits } from '../../model/limits.ts';
import type { Json } from './json.ts';

/**
 * An error of the state machine, by its name in the Amazon States Language. `States.Runtime` and
 * `States.DataLimitExceeded` end an execution: `States.ALL` does not match them (AWS Step Functions, Error handling). The
 * interpreter reads `isCatchable` and `isRetryable`.
 */
export class StatesError extends Error {
  readonly isCatchable: boolean;
  readonly isRetryable: boolean;

  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
    const ends = name === 'States.Runtime' || name === 'States.DataLimitExceeded';
    this.isCatchable = !ends;
    this.isRetryable = !ends;
  }
}

/** Refuses a payload that AWS would refuse at this edge of the machine. Bytes of UTF-8 JSON. */
export function checkPayload(value: Json, where: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > limits.statePayloadBytesMax)
    throw new StatesError('States.DataLimitExceeded', `${where} has ${bytes} bytes, more than a state may pass on`);
}

/** Name and text of anything thrown, as a Catch would see it. */
export function describeError(error: unknown): { readonly error: string; readonly cause: string } {
  if (error instanceof Error) return { error: error.name, cause: error.message };
  return { error: 'States.Runtime', cause: String(error) };
}

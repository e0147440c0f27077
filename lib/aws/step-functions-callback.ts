import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { TaskCallback } from '../ports/task-callback.ts';
import { awsClientSettings } from './aws-client-settings.ts';
import { awsErrorName, awsFault } from './aws-faults.ts';

/** What the service says of a token nobody waits for any more (API reference of SendTaskSuccess). */
const deadNames: ReadonlySet<string> = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** Cause and error of a failed task as the service takes them. */
const errorCharactersMax = 256;
const causeCharactersMax = 32_768;

/** Task tokens of Step Functions. */
export class StepFunctionsCallback implements TaskCallback {
  readonly #client: SFNClient;

  constructor(client: SFNClient = new SFNClient(awsClientSettings)) {
    this.#client = client;
  }

  async succeed(taskToken: string, output: object): Promise<'delivered' | 'dead'> {
    return this.#told(() =>
      this.#client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
    );
  }

  async fail(taskToken: string, error: string, cause: string): Promise<'delivered' | 'dead'> {
    return this.#told(() =>
      this.#client.send(
        new SendTaskFailureCommand({
          taskToken,
          error: error.slice(0, errorCharactersMax),
          cause: cause.slice(0, causeCharactersMax),
        }),
      ),
    );
  }

  async heartbeat(taskToken: string): Promise<'delivered' | 'dead'> {
    return this.#told(() => this.#client.send(new SendTaskHeartbeatCommand({ taskToken })));
  }

  async #told(tell: () => Promise<unknown>): Promise<'delivered' | 'dead'> {
    try {
      await tell();
      return 'delivered';
    } catch (error) {
      if (deadNames.has(awsErrorName(error))) return 'dead';
      throw awsFault('StepFunctions', error);
    }
  }
}

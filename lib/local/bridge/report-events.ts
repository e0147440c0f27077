import type { StateMachine } from 'aws-local-stepfunctions';
import type { Surroundings } from './bridge-doors.ts';
import { type Json, jsonSchema } from './json.ts';
import type { MachineEvent } from './machine-event.ts';
import { checkPayload } from './states-error.ts';

type Logs = ReturnType<StateMachine['run']>['eventLogs'];

/** Publishes what the interpreter reports of one graph, and refuses a payload that is too large at the edge it crosses. */
export async function reportEvents(
  logs: Logs,
  around: Surroundings,
  publish: (event: MachineEvent) => void,
  refuse: (error: unknown) => void,
): Promise<void> {
  const { execution, place } = around;
  for await (const event of logs) {
    if (!('state' in event)) continue;
    const { name: state, type } = event.state;
    switch (event.type) {
      case 'StateEntered':
        publish({ kind: 'state-entered', execution, place, state, type, input: read(event.state.input) });
        break;
      case 'StateExited': {
        const output = read(event.state.output ?? null);
        publish({ kind: 'state-exited', execution, place, state, type, output });
        try {
          checkPayload(output, `the output of ${state}`);
        } catch (error) {
          refuse(error);
        }
        break;
      }
      case 'StateFailed': {
        const { Error: error, Cause } = event;
        publish({ kind: 'state-failed', execution, place, state, error, cause: causeText(Cause) });
        break;
      }
      case 'StateRetried':
        publish({
          kind: 'state-retried',
          execution,
          place,
          state,
          error: event.retry.retrier.ErrorEquals.join(),
          cause: '',
        });
        break;
      case 'StateCaught':
        publish({
          kind: 'state-caught',
          execution,
          place,
          state,
          error: event.catch.catcher.ErrorEquals.join(),
          cause: '',
        });
        break;
    }
  }
}

function read(value: unknown): Json {
  return jsonSchema.parse(value);
}

function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

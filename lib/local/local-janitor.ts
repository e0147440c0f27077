import { type Json, throughJson } from './bridge/json.ts';
import type { MachineEvent } from './bridge/machine-event.ts';
import type { WorkerEnded } from './worker-processes.ts';

const sweepMs = 60_000;

/** Tells the janitor function what EventBridge would, one event after the other, and sweeps from time to time. */
export class LocalJanitor implements AsyncDisposable {
  readonly #invoke: (event: Json) => Promise<Json>;
  readonly #timer: NodeJS.Timeout;
  #told: Promise<void> = Promise.resolve();

  constructor(invoke: (event: Json) => Promise<Json>) {
    this.#invoke = invoke;
    this.#timer = setInterval(
      () => this.tell({ 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} }),
      sweepMs,
    );
    this.#timer.unref();
  }

  tell(event: object): void {
    // EventBridge tries again and then keeps the event; here the next sweep makes good what one call missed.
    this.#told = this.#told.then(async () => {
      await this.#invoke(throughJson(event)).catch(() => undefined);
    });
  }

  /** Waits for what was told: the end of an execution is recorded before the store goes away. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#told;
  }
}

export function executionStatusChange(event: Extract<MachineEvent, { kind: 'execution-ended' }>): object {
  const { execution: executionArn, status, error, cause } = event;
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    detail: { executionArn, name: executionArn.split(':').at(-1) ?? '', status, error, cause },
  };
}

export function taskStateChange({ taskArn, variables, reason }: WorkerEnded): object {
  const environment = Object.entries(variables).map(([name, value]) => ({ name, value }));
  return {
    source: 'aws.ecs',
    'detail-type': 'ECS Task State Change',
    detail: {
      taskArn,
      lastStatus: 'STOPPED',
      stoppedReason: reason,
      overrides: { containerOverrides: [{ environment }] },
    },
  };
}

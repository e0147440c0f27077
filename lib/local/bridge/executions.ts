import { randomUUID } from 'node:crypto';
import { assert } from '../../model/fault.ts';
import type { BridgeDoors } from './bridge-doors.ts';
import type { Json } from './json.ts';
import { type LoweredGraph, lowerGraph } from './lower-graph.ts';
import type { MachineEvent } from './machine-event.ts';
import { runGraph } from './run-graph.ts';
import { isKnownResource } from './run-task.ts';
import { describeError, StatesError } from './states-error.ts';
import { type Graph, type Machine, readMachine } from './states-language.ts';
import { clampTimerMs } from './timers.ts';

type Ended = Extract<MachineEvent, { kind: 'execution-ended' }>;

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly input: Json;
  readonly startedAt: Date;
  /** Never rejects: a failed execution has ended too. */
  readonly ended: Promise<Ended>;
  readonly status: 'RUNNING' | Ended['status'];
  readonly end: Ended | null;
}

interface Running extends Execution {
  status: Execution['status'];
  end: Ended | null;
  readonly controller: AbortController;
}

class Stopped extends StatesError {}

/** The executions of one state machine, for the life of this process: nothing is remembered beyond it, and nothing needs it. */
export class Executions {
  readonly stateMachineArn: string;
  readonly #doors: BridgeDoors;
  readonly #machine: Machine;
  readonly #graph: LoweredGraph;
  readonly #all = new Map<string, Running>();

  constructor(stateMachineArn: string, definition: Json, doors: BridgeDoors) {
    this.stateMachineArn = stateMachineArn;
    this.#doors = doors;
    this.#machine = readMachine(definition);
    checkResources(this.#machine);
    this.#graph = lowerGraph(this.#machine);
  }

  /** Starting a name again that runs with the same input is the same execution; otherwise ExecutionAlreadyExists. */
  start(input: Json, name: string = randomUUID()): Execution {
    if (!/^[A-Za-z0-9_-]{1,80}$/u.test(name)) throw new StatesError('InvalidName', `execution name ${name}`);
    const arn = `${this.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const before = this.#all.get(arn);
    if (before !== undefined) {
      const isSame = before.status === 'RUNNING' && JSON.stringify(before.input) === JSON.stringify(input);
      if (isSame) return before;
      throw new StatesError('ExecutionAlreadyExists', `execution ${name} exists`);
    }
    const controller = new AbortController();
    const settle = Promise.withResolvers<Ended>();
    const execution: Running = {
      arn,
      name,
      input,
      controller,
      startedAt: new Date(),
      ended: settle.promise,
      status: 'RUNNING',
      end: null,
    };
    this.#all.set(arn, execution);
    this.#doors.publish({ kind: 'execution-started', execution: arn, input });
    void this.#run(execution).then((end) => {
      execution.status = end.status;
      execution.end = end;
      this.#doors.publish(end);
      settle.resolve(end);
    });
    return execution;
  }

  find(arn: string): Execution | undefined {
    return this.#all.get(arn);
  }

  stop(arn: string, error = 'Aborted', cause = 'stopped'): void {
    const execution = this.#all.get(arn);
    if (execution === undefined) throw new StatesError('ExecutionDoesNotExist', arn);
    execution.controller.abort(new Stopped(error, cause));
  }

  /** Stops everything that runs and waits until it has ended. */
  async close(): Promise<void> {
    const running = [...this.#all.values()].filter(({ status }) => status === 'RUNNING');
    for (const { controller } of running)
      controller.abort(new Stopped('Interrupted', 'the process that ran it was asked to end'));
    await Promise.all(running.map(({ ended }) => ended));
  }

  async #run({ arn, name, input, startedAt, controller }: Running): Promise<Ended> {
    const seconds = this.#machine.TimeoutSeconds;
    const timeout = new StatesError('States.Timeout', `the execution ran longer than ${seconds ?? 0} s`);
    const timer =
      seconds === undefined ? null : setTimeout(() => controller.abort(timeout), clampTimerMs(seconds * 1_000));
    const base = { kind: 'execution-ended', execution: arn } as const;
    try {
      const run = { Id: arn, Name: name, Input: input, StartTime: startedAt.toISOString() };
      const around = { execution: arn, place: [], run, signal: controller.signal };
      const output = await runGraph(this.#doors, this.#graph, input, around);
      return { ...base, status: 'SUCCEEDED', output, error: null, cause: null };
    } catch (failure) {
      const { error, cause } = describeError(failure);
      if (failure === timeout) return { ...base, status: 'TIMED_OUT', output: null, error, cause };
      const status = failure instanceof Stopped ? ('ABORTED' as const) : ('FAILED' as const);
      return { ...base, status, output: null, error, cause };
    } finally {
      if (timer !== null) clearTimeout(timer);
    }
  }
}

function checkResources(graph: Graph): void {
  for (const [name, state] of Object.entries(graph.States)) {
    if (state.Type === 'Task')
      assert(isKnownResource(state.Resource), `state ${name} uses ${state.Resource}, unknown on one machine`);
    if (state.Type === 'Parallel') state.Branches.forEach(checkResources);
    if (state.Type === 'Map') checkResources(state.ItemProcessor);
  }
}

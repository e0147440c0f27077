import type { GateAnswer, GateName } from '../../lib/model/gate.ts';
import { projectItem, type ProjectItem } from '../../lib/model/stored-item.ts';
import type { SourceTable } from '../../lib/model/source-table.ts';
import { admit } from '../../lib/steps/admit.ts';
import { answerGate } from '../../lib/steps/answer-gate.ts';
import { resolveObjects } from '../../lib/steps/resolve-objects.ts';
import { SeededRandom } from '../simulation/seeded-random.ts';
import { doorsOf, type InvocationDoors, type World } from '../simulation/simulated-doors.ts';
import { SimulatedSource, SimulatedTable } from '../simulation/simulated-source.ts';
import { SimulatedTarget } from '../simulation/simulated-target.ts';
import { Invocation, Turnstile } from '../simulation/turnstile.ts';
import { manualClock, memoryExecutionStarter, memoryTaskCallback } from '../support/memory-doors.ts';
import { memoryObjectStore } from '../support/memory-object-store.ts';
import { memoryProjectStore } from '../support/memory-project-store.ts';

const arn = 'arn:aws:states:local:000000000000:execution:Memory:bench';
const signal = new AbortController().signal;

/** One admitted project between a source and a target in memory, whose steps a test calls one by one. */
export class MigrationBench {
  readonly world: World;
  readonly source = new SimulatedSource();
  readonly target = new SimulatedTarget();
  readonly #tasks = memoryTaskCallback();
  #input = { projectId: '', generation: 0 };

  constructor(tables: readonly SourceTable[], seed = 1) {
    const random = new SeededRandom(seed);
    const turnstile = new Turnstile(random, { crash: 0, fault: 0, troublesMax: 0 });
    turnstile.calm = true;
    this.world = {
      random,
      turnstile,
      source: this.source,
      target: this.target,
      store: memoryProjectStore(),
      objects: memoryObjectStore(),
      clock: manualClock(),
      beforeRead: () => {},
    };
    tables.forEach((definition, at) => {
      const table = new SimulatedTable(definition);
      table.addPiece(null, 70_000 + at, random);
      this.source.add(table);
    });
  }

  get input(): { readonly projectId: string; readonly generation: number } {
    return this.#input;
  }

  get signal(): AbortSignal {
    return signal;
  }

  async admit(more: object = {}): Promise<void> {
    const endpoint = { host: 'db', secret: { file: 'secret.json' } };
    const specified = [...this.source.tables.values()].map(({ definition: { name } }) => ({ ...name }));
    const project = {
      name: 'bench',
      source: { primary: { ...endpoint, serviceName: 'ORCL' } },
      target: endpoint,
      types: ['schema', 'full', 'verification'],
      objects: { specified },
      ...more,
    };
    const executions = memoryExecutionStarter();
    const admitted = await this.run((doors) =>
      admit({ ...doors, executions, local: true }, { project, executionArn: arn, executionName: 'bench' }),
    );
    this.#input = { projectId: admitted.projectId, generation: admitted.generation };
  }

  async resolve(): Promise<void> {
    await this.run((doors) => resolveObjects(doors, this.#input, signal));
  }

  /** Runs a step to its end. */
  async run<Result>(step: (doors: InvocationDoors) => Promise<Result>): Promise<Result> {
    const ended = await this.runDying(Infinity, step);
    if (ended === 'died') throw new Error('a step died that was not to');
    return ended;
  }

  /** Runs a step that dies at the port call after so many. */
  async runDying<Result>(
    callsMax: number,
    step: (doors: InvocationDoors) => Promise<Result>,
  ): Promise<Result | 'died'> {
    const invocation = new Invocation(callsMax);
    return this.world.turnstile.until(Promise.race([step(doorsOf(this.world, invocation)), invocation.died]));
  }

  async answer(gate: GateName, answer: GateAnswer, detail?: string): Promise<void> {
    const { store, clock } = this.world;
    const reply = { projectId: this.#input.projectId, gate, answer, by: 'ann' };
    await answerGate({ store, tasks: this.#tasks, clock }, detail === undefined ? reply : { ...reply, detail });
  }

  async project(): Promise<ProjectItem> {
    const stored = await this.world.store.get(projectItem, this.#input.projectId, null);
    if (stored === undefined) throw new Error('the project was admitted');
    return stored.body;
  }
}

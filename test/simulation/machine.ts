import { z } from 'zod';
import { type ChunkLine, chunkLineSchema } from '../../lib/model/chunk.ts';
import { Fault } from '../../lib/model/fault.ts';
import { type GateAnswer, gateAnswers, type GateName } from '../../lib/model/gate.ts';
import type { ManifestReference, StepInput, StepResult } from '../../lib/model/outcome.ts';
import type { GateItem } from '../../lib/model/stored-item.ts';
import { admit } from '../../lib/steps/admit.ts';
import { answerGate } from '../../lib/steps/answer-gate.ts';
import { finishLoad } from '../../lib/steps/finish-load.ts';
import { finishProject } from '../../lib/steps/finish-project.ts';
import { finishVerify } from '../../lib/steps/finish-verify.ts';
import { latestGate } from '../../lib/steps/gate-items.ts';
import { loadChunk } from '../../lib/steps/load-chunk.ts';
import { migrateObject } from '../../lib/steps/migrate-object.ts';
import { openGateOrStop } from '../../lib/steps/open-gate.ts';
import { planLoad } from '../../lib/steps/plan-load.ts';
import { planSchema } from '../../lib/steps/plan-schema.ts';
import { planVerify } from '../../lib/steps/plan-verify.ts';
import { precheck } from '../../lib/steps/precheck.ts';
import { repair } from '../../lib/steps/repair.ts';
import { resolveObjects } from '../../lib/steps/resolve-objects.ts';
import { verifyChunk } from '../../lib/steps/verify-chunk.ts';
import { memoryExecutionStarter, memoryTaskCallback } from '../support/memory-doors.ts';
import { doorsOf, type InvocationDoors, type World } from './simulated-doors.ts';
import { Invocation } from './turnstile.ts';

/** What an operator answers, and what the story wants to know about the machine. */
export interface Operator {
  answer(gate: GateName, question: GateItem): { readonly answer: GateAnswer; readonly detail?: string };
  enters(stage: 'load' | 'after-load' | 'verification'): Promise<void>;
}

export type Ending = 'completed' | 'stopped';

/** An execution that ends: killed, replaced, or ended by an answer. */
class Over extends Error {
  readonly how: 'killed' | 'stale' | 'ended';

  constructor(how: Over['how']) {
    super(how);
    this.how = how;
  }
}

interface Said extends StepResult {
  readonly manifest?: ManifestReference;
  readonly round?: number;
}

/** A step's result, or what the machine catches when its function fails. */
type Result = Said | { readonly outcome: 'caught'; readonly Error: string; readonly Cause: string };

type Step = (doors: InvocationDoors, signal: AbortSignal) => Promise<Said>;

const objectLine = z.object({ objectId: z.string() });
const answerOutput = z.object({ outcome: z.enum([...gateAnswers, 'stale']) });

const turnsMax = 2_000;
const signal = new AbortController().signal;

/**
 * Plays the state machine: the same steps in the same order with the same ways out, its Maps at once, its executions
 * killed now and then. Functions of a killed execution may go on by themselves.
 */
export class Machine {
  readonly #world: World;
  readonly #project: object;
  readonly #operator: Operator;
  readonly #tasks = memoryTaskCallback();
  readonly #executions = memoryExecutionStarter();
  readonly #strays: Promise<unknown>[] = [];
  #input: StepInput = { projectId: '', generation: 0 };
  #turns = 0;
  /** The first error that no fault explains: the story fails with it. */
  #broken: Error | null = null;

  constructor(world: World, project: object, operator: Operator) {
    this.#world = world;
    this.#project = project;
    this.#operator = operator;
  }

  get projectId(): string {
    return this.#input.projectId;
  }

  async run(): Promise<Ending> {
    for (let execution = 1; ; execution += 1) {
      const arn = `arn:aws:states:local:000000000000:execution:Memory:e${execution}`;
      this.#executions.add(arn);
      try {
        await this.#execute(arn, `e${execution}`);
        await Promise.all(this.#strays);
        this.#assertSound();
        return 'completed';
      } catch (error) {
        if (!(error instanceof Over)) throw error;
        this.#assertSound();
        this.#executions.end(arn);
        if (error.how === 'ended') {
          await Promise.all(this.#strays);
          return 'stopped';
        }
      }
    }
  }

  #assertSound(): void {
    if (this.#broken !== null) throw this.#broken;
  }

  async #execute(executionArn: string, executionName: string): Promise<void> {
    const doors = { executions: this.#executions, local: true };
    const admitted = await this.#killable(async (own) => {
      const request = { project: this.#project, executionArn, executionName };
      const { outcome, projectId, generation } = await admit({ ...own, ...doors }, request);
      if (outcome === 'admitted') this.#input = { projectId, generation };
      return { outcome };
    });
    if (admitted.outcome !== 'admitted') throw new Error(`not admitted: ${admitted.outcome}`);
    await this.#until('PrecheckDecision', ['passed'], (own) => precheck(own, this.#input, signal));
    await this.#until('SchemaDecision', ['done'], (own) => resolveObjects(own, this.#input, signal));
    await this.#objects('SchemaDecision', 'early');
    await this.#operator.enters('load');
    await this.#load();
    await this.#operator.enters('after-load');
    await this.#objects('IndexDecision', 'late');
    await this.#operator.enters('verification');
    await this.#verify();
    await this.#objects('ObjectsDecision', 'last');
    const finished = await this.#killable((own) => finishProject(own, this.#input, signal));
    if (finished.outcome !== 'done') throw new Over('killed');
  }

  /** A step again and again, with its gate in between, until it says one of `words`. */
  async #until(gate: GateName, words: readonly string[], step: Step): Promise<Said> {
    for (;;) {
      const said = await this.#step(step);
      if (said.outcome !== 'caught' && words.includes(said.outcome)) return said;
      if (said.outcome === 'stale') throw new Over('stale');
      await this.#gate(gate, said);
    }
  }

  async #objects(gate: GateName, moment: 'early' | 'late' | 'last'): Promise<void> {
    for (;;) {
      const said = await this.#until(gate, ['next', 'done'], (own) =>
        planSchema(own, { ...this.#input, moment }, signal),
      );
      if (said.outcome === 'done') return;
      const results = await Promise.all(
        (await this.#lines(said)).map(async (line) => {
          const { objectId } = objectLine.parse(JSON.parse(line));
          return this.#twice((own) => migrateObject(own, { ...this.#input, objectId }, signal));
        }),
      );
      const caught = results.find(({ outcome }) => outcome === 'caught');
      if (caught !== undefined) await this.#gate(gate, caught);
    }
  }

  async #load(): Promise<void> {
    for (;;) {
      const planned = await this.#until('LoadDecision', ['next', 'done'], (own) => planLoad(own, this.#input, signal));
      if (planned.outcome === 'next') {
        await this.#chunks(planned, (own, round, chunk) => loadChunk(own, { ...this.#input, round, chunk }, signal));
      }
      const ended = await this.#step((own) => finishLoad(own, this.#input, signal));
      if (ended.outcome === 'done') return;
      if (ended.outcome === 'stale') throw new Over('stale');
      if (ended.outcome !== 'again') await this.#gate('LoadDecision', ended);
    }
  }

  async #verify(): Promise<void> {
    const gate = 'VerificationDecision';
    for (;;) {
      const planned = await this.#step((own) => planVerify(own, this.#input, signal));
      if (planned.outcome === 'next') {
        await this.#chunks(planned, (own, round, chunk) => verifyChunk(own, { ...this.#input, round, chunk }, signal));
      }
      let word: Result = planned;
      if (planned.outcome === 'next' || planned.outcome === 'done') {
        word = await this.#step((own) => finishVerify(own, this.#input));
      }
      if (word.outcome === 'clean') return;
      while (word.outcome !== 'again') {
        const answer = await this.#gate(gate, word);
        if (answer !== 'repair' && answer !== 'repair-and-delete') break;
        word = await this.#step((own) => repair(own, this.#input, signal));
        if (word.outcome === 'done') break;
      }
    }
  }

  /** A Map over chunks: failed ones are tolerated, since the finishing step looks what is left. */
  async #chunks(
    planned: Said,
    run: (doors: InvocationDoors, round: number, chunk: ChunkLine) => Promise<Said>,
  ): Promise<void> {
    const lines = await this.#lines(planned);
    const work = lines.map(async (line) => {
      const chunk = chunkLineSchema.parse(JSON.parse(line));
      for (;;) {
        const said = await this.#twice((own) => run(own, planned.round ?? 0, chunk));
        if (said.outcome !== 'more') return;
      }
    });
    const all = Promise.all(work);
    const { random, turnstile } = this.#world;
    if (!turnstile.calm && random.chance(0.05)) {
      // The execution is killed; its functions go on by themselves.
      this.#strays.push(all);
      throw new Over('killed');
    }
    await all;
  }

  async #lines({ manifest }: Said): Promise<readonly string[]> {
    const lines: string[] = [];
    if (manifest === undefined) throw new Error('a plan names a manifest');
    for await (const line of this.#world.objects.getLines(manifest.key)) lines.push(line);
    return lines;
  }

  /** Now and then the service calls a function twice at once; the machine hears of one of them. */
  async #twice(step: Step): Promise<Result> {
    const { random, turnstile } = this.#world;
    if (!turnstile.calm && random.chance(0.1)) this.#strays.push(this.#invoke(step));
    return this.#invoke(step);
  }

  /** A function of the main branch: when it dies the machine catches that, or the whole execution is gone. */
  async #step(step: Step): Promise<Result> {
    const said = await this.#invoke(step);
    if (said.outcome === 'caught' && this.#world.random.chance(0.3)) throw new Over('killed');
    if (said.outcome === 'stale') throw new Over('stale');
    return said;
  }

  /** A function whose failure ends the execution. */
  async #killable(step: Step): Promise<Said> {
    const said = await this.#invoke(step);
    if (said.outcome === 'caught') throw new Over('killed');
    return said;
  }

  async #invoke(step: Step): Promise<Result> {
    this.#turns += 1;
    if (this.#turns > turnsMax) throw new Error(`the machine took ${turnsMax} turns`);
    const invocation = new Invocation();
    try {
      const said = await Promise.race([step(doorsOf(this.#world, invocation), signal), invocation.died]);
      return said === 'died' ? { outcome: 'caught', Error: 'Runtime.ExitError', Cause: 'it died' } : said;
    } catch (error) {
      if (!(error instanceof Fault)) {
        this.#broken ??= error instanceof Error ? error : new Error(String(error));
        throw error;
      }
      if (error.code === 'STALE_GENERATION') return { outcome: 'stale' };
      return { outcome: 'caught', Error: error.code, Cause: error.record.cause };
    }
  }

  async #gate(gate: GateName, result: Result): Promise<GateAnswer> {
    const token = this.#tasks.issue();
    const tasks = this.#tasks;
    const opened = await this.#killable((own) =>
      openGateOrStop({ ...own, tasks }, { ...this.#input, gate, token, result }),
    );
    if (opened.outcome === 'stale') throw new Over('stale');
    const { store, clock } = this.#world;
    if (this.#stateOf(token) === null) {
      const latest = await latestGate(store, this.projectId, gate);
      if (latest === undefined) throw new Error(`gate ${gate} was opened and is not there`);
      const answer = this.#operator.answer(gate, latest.body);
      await answerGate({ store, tasks, clock }, { projectId: this.projectId, gate, by: 'operator', ...answer });
    }
    const answer = this.#stateOf(token);
    if (answer === null) throw new Error(`gate ${gate} was answered and did not hear it`);
    if (answer === 'stale') throw new Over('stale');
    if (answer === 'abort') throw new Over('ended');
    return answer;
  }

  #stateOf(token: string): GateAnswer | 'stale' | null {
    const state = this.#tasks.state(token);
    if (state === 'dead' || state.kind !== 'succeeded') return null;
    return answerOutput.parse(state.output).outcome;
  }
}

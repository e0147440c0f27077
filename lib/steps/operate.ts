import { z } from 'zod';
import { Fault } from '../model/fault.ts';
import { gateAnswers, gateNames } from '../model/gate.ts';
import { type ProjectItem, projectItem } from '../model/stored-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { ExecutionStarter } from '../ports/execution-starter.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import type { TaskCallback } from '../ports/task-callback.ts';
import { answerGate, answerItem } from './answer-gate.ts';
import { changeItem } from './change-item.ts';
import { allGates } from './gate-items.ts';
import { wishedAnswer } from './open-gate.ts';
import { projectIdOf } from './project-id.ts';
import { readProjectFile } from './read-project-file.ts';
import { recordAudit } from './record-audit.ts';

const target = { projectId: z.string().min(1), by: z.string().min(1) };

/** What an operator may order; `by` is who, as verified by whoever lets the command in. */
export const commandSchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('start'), ...target }),
  z.strictObject({ command: z.literal('start-file'), projectFile: z.string().startsWith('s3://'), by: target.by }),
  z.strictObject({
    command: z.literal('answer'),
    ...target,
    gate: z.enum(gateNames),
    round: z.int().optional(),
    answer: z.enum(gateAnswers),
    detail: z.string().optional(),
  }),
  z.strictObject({ command: z.literal('pause'), ...target }),
  z.strictObject({ command: z.literal('resume'), ...target }),
  z.strictObject({ command: z.literal('abort'), ...target }),
  z.strictObject({ command: z.literal('release'), ...target }),
]);
export type Command = Readonly<z.infer<typeof commandSchema>>;

export interface OperateDoors {
  readonly store: ProjectStore;
  readonly objects: ObjectStore;
  readonly tasks: TaskCallback;
  readonly executions: ExecutionStarter;
  readonly clock: Clock;
  readonly local: boolean;
}

export interface OperateResult {
  readonly outcome: 'done';
  readonly projectId: string;
  /** The execution that was started, when one was. */
  readonly executionArn: string | null;
}

/**
 * Carries out one command. Durable order: 1 the wish in the project, 2 the audit record, 3 the gates that wait for it.
 * A gate that opens in between reads the wish itself.
 */
export async function operate(doors: OperateDoors, command: Command): Promise<OperateResult> {
  switch (command.command) {
    case 'start-file':
      return startFile(doors, command.projectFile, command.by);
    case 'start':
      return started(doors, command.projectId);
    case 'answer': {
      const { projectId, gate, answer, by, round, detail } = command;
      const more = { ...(round === undefined ? {} : { round }), ...(detail === undefined ? {} : { detail }) };
      await answerGate(doors, { projectId, gate, answer, by, ...more });
      return done(projectId);
    }
    case 'pause':
      await wish(doors, command, 'paused');
      return done(command.projectId);
    case 'resume':
      await wish(doors, command, 'running');
      return started(doors, command.projectId);
    case 'abort':
      await wish(doors, command, 'aborted');
      return done(command.projectId);
    case 'release':
      await wish(doors, command, 'released');
      await releaseIdle(doors, command.projectId);
      return done(command.projectId);
  }
}

function done(projectId: string, executionArn: string | null = null): OperateResult {
  return { outcome: 'done', projectId, executionArn };
}

type Wish = Extract<Command, { command: 'pause' | 'resume' | 'abort' | 'release' }>;

async function wish(
  doors: OperateDoors,
  { projectId, by, command }: Wish,
  desired: ProjectItem['desired'],
): Promise<void> {
  const { store, clock } = doors;
  await changeItem(store, projectItem, projectId, null, (current): ProjectItem => {
    if (current === undefined) throw unknownProject(projectId);
    if (current.desired === 'released' && desired !== 'released')
      throw new Fault('GATE_CLOSED', `project ${projectId} is being released`, { subject: projectId });
    if (current.desired === desired) return current;
    return { ...current, desired };
  });
  await recordAudit(store, projectId, { at: clock.now(), by, command, detail: '' });
  for await (const { body: gate } of allGates(store, projectId)) {
    if (gate.token === null || gate.answer !== null) continue;
    const answer = wishedAnswer(gate.gate, desired);
    if (answer !== null) await answerItem(doors, { projectId, gate: gate.gate, round: gate.round, answer, by });
  }
}

/** Starts the next generation unless one runs. Admit decides again, so that two starts at once are one. */
async function started(doors: OperateDoors, projectId: string): Promise<OperateResult> {
  const stored = await doors.store.get(projectItem, projectId, null);
  if (stored === undefined) throw unknownProject(projectId);
  const { executionArn, generation } = stored.body;
  if (executionArn !== null && (await doors.executions.status(executionArn)) === 'running') return done(projectId);
  return done(projectId, await doors.executions.start(`${projectId}-g${generation + 1}`, { projectId }));
}

/** A dropped or named project file: the same content again changes nothing, other content of a live project is refused. */
async function startFile(doors: OperateDoors, projectFile: string, by: string): Promise<OperateResult> {
  const prefix = `s3://${doors.objects.bucket}/`;
  if (!projectFile.startsWith(prefix))
    throw new Fault('INVALID_PROJECT', `project files lie in ${prefix}projects/`, { subject: projectFile });
  const text = Buffer.from(await doors.objects.get(projectFile.slice(prefix.length))).toString('utf8');
  const file = readProjectFile(parsed(text, projectFile), doors.local);
  const projectId = projectIdOf(file.name);
  const stored = await doors.store.get(projectItem, projectId, null);
  const generation = stored?.body.generation ?? 0;
  const holder = stored?.body.executionArn ?? null;
  if (stored !== undefined && holder !== null && (await doors.executions.status(holder)) === 'running') {
    const before = await doors.objects.get(stored.body.specKey, stored.body.specSha256);
    const isSame = JSON.stringify(JSON.parse(text)) === Buffer.from(before).toString('utf8');
    if (isSame) return done(projectId);
    await recordAudit(doors.store, projectId, { at: doors.clock.now(), by, command: 'refused', detail: projectFile });
    throw new Fault('INVALID_PROJECT', `project ${projectId} is running with another project file`, {
      subject: projectFile,
    });
  }
  return done(projectId, await doors.executions.start(`${projectId}-g${generation + 1}`, { projectFile }));
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault('INVALID_PROJECT', `${where} is not JSON`, { error });
  }
}

/** Nothing waits for a release when nothing runs. */
async function releaseIdle(doors: OperateDoors, projectId: string): Promise<void> {
  const stored = await doors.store.get(projectItem, projectId, null);
  const holder = stored?.body.executionArn ?? null;
  if (stored === undefined || (holder !== null && (await doors.executions.status(holder)) === 'running')) return;
  await changeItem(doors.store, projectItem, projectId, null, (current = stored.body): ProjectItem =>
    current.executionArn === holder
      ? { ...current, state: 'released', endedAt: current.endedAt ?? doors.clock.now() }
      : current,
  );
}

function unknownProject(projectId: string): Fault {
  return new Fault('UNKNOWN_OBJECT', `no project ${projectId} in this state store`, { subject: projectId });
}

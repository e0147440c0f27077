import { createHash } from 'node:crypto';
import { z } from 'zod';
import { assert, Fault, type FaultRecord } from '../model/fault.ts';
import { type ProjectItem, projectItem, type Stored, stateFormat } from '../model/stored-item.ts';
import { stageNames } from '../model/stage.ts';
import type { Clock } from '../ports/clock.ts';
import type { ExecutionStarter } from '../ports/execution-starter.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ProjectStore } from '../ports/project-store.ts';
import { projectIdOf } from './project-id.ts';
import { readProjectFile } from './read-project-file.ts';

/**
 * The input of an execution with its own name and ARN: `{"project": {...}}`, `{"projectFile": "s3://bucket/key"}` or
 * `{"projectId": "orders-0123456789ab"}`.
 */
const admitInputSchema = z
  .object({
    project: z.unknown().optional(),
    projectFile: z.string().min(1).optional(),
    projectId: z.string().min(1).optional(),
    until: z.enum(stageNames).optional(),
    executionArn: z.string().startsWith('arn:'),
    executionName: z.string().min(1),
  })
  .refine(
    (input) => [input.project, input.projectFile, input.projectId].filter((one) => one !== undefined).length === 1,
    { error: 'give exactly one of project, projectFile and projectId' },
  );

export interface AdmitDoors {
  readonly store: ProjectStore;
  readonly objects: ObjectStore;
  readonly executions: ExecutionStarter;
  readonly clock: Clock;
  /** On one machine: permits inline secrets. */
  readonly local: boolean;
}

export interface AdmitResult {
  readonly outcome: 'admitted' | 'duplicate' | 'refused';
  readonly projectId: string;
  readonly generation: number;
  /** Why a project was refused. */
  readonly fault?: FaultRecord;
}

interface Specification {
  readonly projectId: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly specKey: string;
  readonly specSha256: string;
}

const attemptsMax = 20;

/**
 * Claims a project for this execution. Durable order: 1 the project file as an immutable object, 2 the claim by
 * compare-and-set; whoever loses it looks again. The same execution asked twice gets the same answer, so that a
 * duplicated invocation is harmless.
 */
export async function admit(doors: AdmitDoors, event: unknown): Promise<AdmitResult> {
  let projectId = '';
  try {
    const input = readInput(event);
    const specification = input.projectId === undefined ? await storeSpecification(doors, input) : null;
    projectId = specification?.projectId ?? input.projectId ?? '';
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const result = await claim(doors, projectId, specification, input);
      if (result !== null) return result;
    }
  } catch (error) {
    if (error instanceof Fault && error.record.side === 'operator')
      return { outcome: 'refused', projectId, generation: 0, fault: error.record };
    throw error;
  }
  throw new Fault('STORE_UNREACHABLE', `project ${projectId} is claimed too often by others`, { subject: projectId });
}

type AdmitInput = z.infer<typeof admitInputSchema>;

function readInput(event: unknown): AdmitInput {
  const decoded = admitInputSchema.safeParse(event);
  if (decoded.success) return decoded.data;
  const problems = decoded.error.issues.map(({ path, message }) => [...path, message].join(': '));
  throw new Fault('INVALID_PROJECT', problems.join('; '));
}

async function storeSpecification(doors: AdmitDoors, input: AdmitInput): Promise<Specification> {
  const json = input.projectFile === undefined ? input.project : await readFile(doors.objects, input.projectFile);
  const file = readProjectFile(json, doors.local);
  const body = Buffer.from(JSON.stringify(json));
  const specSha256 = createHash('sha256').update(body).digest('hex');
  const projectId = projectIdOf(file.name);
  const specKey = `projects/${projectId}/project-${specSha256}.json`;
  await doors.objects.put(specKey, body);
  return { projectId, name: file.name, tags: file.tags, specKey, specSha256 };
}

/** `s3://bucket/projects/x.json`, in the bucket of this deployment. */
async function readFile(objects: ObjectStore, address: string): Promise<unknown> {
  const found = /^s3:\/\/([^/]+)\/(.+)$/u.exec(address);
  const key = found?.[2];
  if (key === undefined || found?.[1] !== objects.bucket)
    throw new Fault('INVALID_PROJECT', `projectFile is not s3://${objects.bucket}/...: ${address}`);
  const body = Buffer.from(await objects.get(key));
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new Fault('INVALID_PROJECT', `${address} is not JSON`, { error });
  }
}

/** One attempt: null when somebody else wrote in between. */
async function claim(
  doors: AdmitDoors,
  projectId: string,
  specification: Specification | null,
  { executionArn, until }: AdmitInput,
): Promise<AdmitResult | null> {
  const stored = await doors.store.get(projectItem, projectId, null);
  const holder = stored?.body.executionArn ?? null;
  if (stored !== undefined && holder === executionArn)
    return { outcome: 'admitted', projectId, generation: stored.body.generation };
  if (stored !== undefined && holder !== null && (await doors.executions.status(holder)) === 'running')
    return { outcome: 'duplicate', projectId, generation: stored.body.generation };
  const body = stored === undefined ? firstItem(doors, specification) : nextItem(stored, specification);
  const claimed: ProjectItem = {
    ...body,
    executionArn,
    until: until ?? null,
    state: 'running',
    endedAt: null,
    fault: null,
  };
  const version = await doors.store.put(projectItem, projectId, null, claimed, stored?.version ?? 0);
  return version === undefined ? null : { outcome: 'admitted', projectId, generation: claimed.generation };
}

function firstItem(doors: AdmitDoors, specification: Specification | null): ProjectItem {
  if (specification === null) throw new Fault('INVALID_PROJECT', 'there is no project of this id to go on with');
  return {
    projectId: specification.projectId,
    name: specification.name,
    tags: [...specification.tags],
    state: 'running',
    desired: 'running',
    generation: 1,
    executionArn: null,
    until: null,
    specKey: specification.specKey,
    specSha256: specification.specSha256,
    planKey: null,
    snapshotScn: null,
    createdAt: doors.clock.now(),
    endedAt: null,
    fault: null,
    stateFormat,
  };
}

/** The next generation of a project that stands still. Its file may change only while no plan was made from it. */
function nextItem({ body }: Stored<ProjectItem>, specification: Specification | null): ProjectItem {
  assert(specification === null || specification.projectId === body.projectId, 'a specification of another project');
  if (body.state === 'released' || body.desired === 'released')
    throw new Fault('INVALID_PROJECT', `project ${body.projectId} was released; use another name`);
  const generation = body.generation + 1;
  // A stopped project is started again on purpose; only a pause outlives its execution.
  const desired = body.desired === 'paused' ? ('paused' as const) : ('running' as const);
  if (specification === null || specification.specSha256 === body.specSha256) return { ...body, generation, desired };
  if (body.planKey !== null)
    throw new Fault(
      'INVALID_PROJECT',
      `project ${body.projectId} is under way with another project file; restore that file, or use another name`,
      { subject: body.projectId },
    );
  const { name, tags, specKey, specSha256 } = specification;
  return { ...body, generation, desired, name, tags: [...tags], specKey, specSha256 };
}

import { z } from 'zod';
import { workerNames } from './function-name.ts';
import { gateAnswers, gateNames } from './gate.ts';
import { projectStates, stageNames, stageStatuses } from './stage.ts';

/**
 * A kind of item in the project store: one single-item compare-and-set record (no transactions, <= 8 KB). `partition` and
 * `sort` give its address within a project, `schema` decodes what comes back.
 */
export interface ItemKind<Key, Body> {
  readonly kind: string;
  readonly partition: (projectId: string, key: Key) => string;
  readonly sort: (key: Key) => string;
  readonly schema: z.ZodType<Body>;
  /** The list this item is on now (sparse index), or null. Lists may lag behind the items they name. */
  readonly list?: (body: Body) => ItemList | null;
}

/** Lists over all projects: every project; gates that wait for an answer; answers that no token has received yet. */
export const itemLists = ['projects', 'open-gates', 'undelivered-answers'] as const;
export type ItemList = (typeof itemLists)[number];

/** Where a listed item lies: the sort key is the one its kind gave it. */
export interface ListedItem {
  readonly projectId: string;
  readonly sort: string;
}

/** An item as read: `version` counts its writes from 1 and is what a compare-and-set names. */
export interface Stored<Body> {
  readonly body: Body;
  readonly version: number;
}

const faultSchema = z.object({
  code: z.string(),
  side: z.enum(['source', 'target', 'aws', 'operator']),
  cause: z.string(),
  remedy: z.string(),
  retryable: z.boolean(),
  subject: z.string().nullable(),
  vendor: z.string().nullable(),
});
/** A FaultRecord as stored: the code is not narrowed, because a newer version may have written it. */
export type StoredFault = Readonly<z.infer<typeof faultSchema>>;

const projectSchema = z.object({
  projectId: z.string(),
  name: z.string(),
  tags: z.array(z.string()),
  state: z.enum(projectStates),
  desired: z.enum(['running', 'paused', 'finished', 'aborted', 'released']),
  generation: z.int(),
  executionArn: z.string().nullable(),
  /** The last stage of this generation (`run --until`); null runs to the end. */
  until: z.enum(stageNames).nullable(),
  /** Key of the stored project file in the object store; its digest is part of the key. */
  specKey: z.string(),
  specSha256: z.string(),
  /** Key of the resolved plan (tables, views, order) in the object store; null before ResolveObjects. */
  planKey: z.string().nullable(),
  snapshotScn: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  fault: faultSchema.nullable(),
  stateFormat: z.int(),
});
export type ProjectItem = Readonly<z.infer<typeof projectSchema>>;
export const projectItem: ItemKind<null, ProjectItem> = {
  kind: 'META',
  partition: (projectId) => `P#${projectId}`,
  sort: () => 'META',
  schema: projectSchema,
  list: () => 'projects',
};

const stageSchema = z.object({
  stage: z.enum(stageNames),
  status: z.enum(stageStatuses),
  /** Incremented by the planning step each time the stage starts over. */
  round: z.int(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  counts: z.record(z.string(), z.number()),
  /** Keys of objects this stage made: manifest, report, repair file. */
  artifacts: z.record(z.string(), z.string()),
  faults: z.array(faultSchema),
});
export type StageItem = Readonly<z.infer<typeof stageSchema>>;
export const stageItem: ItemKind<StageItem['stage'], StageItem> = {
  kind: 'STAGE',
  partition: (projectId) => `P#${projectId}`,
  sort: (stage) => `STAGE#${stage}`,
  schema: stageSchema,
};

const gateSchema = z.object({
  gate: z.enum(gateNames),
  round: z.int(),
  question: z.string(),
  allowed: z.array(z.enum(gateAnswers)),
  faults: z.array(faultSchema),
  token: z.string().nullable(),
  answer: z.enum(gateAnswers).nullable(),
  by: z.string().nullable(),
  /** What the answer applies to, for example the precheck items to skip, comma separated; null when it needs none. */
  detail: z.string().nullable(),
  openedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  delivered: z.boolean(),
});
export type GateItem = Readonly<z.infer<typeof gateSchema>>;
export const gateItem: ItemKind<{ readonly gate: GateItem['gate']; readonly round: number }, GateItem> = {
  kind: 'GATE',
  partition: (projectId) => `P#${projectId}`,
  sort: ({ gate, round }) => `GATE#${gate}#${String(round).padStart(6, '0')}`,
  schema: gateSchema,
  list: (gate) => {
    if (gate.answer === null) return gate.token === null ? null : 'open-gates';
    return gate.delivered || gate.token === null ? null : 'undelivered-answers';
  },
};

/** Reads the address back that `gateItem.sort` wrote: `GATE#LoadDecision#000002`. */
export function parseGateSort(sort: string): { readonly gate: GateItem['gate']; readonly round: number } | null {
  const parts = /^GATE#([A-Za-z]+)#(\d{6})$/.exec(sort);
  const gate = gateNames.find((name) => name === parts?.[1]);
  return gate === undefined ? null : { gate, round: Number(parts?.[2]) };
}

const objectSchema = z.object({
  /** `TABLE SHOP.ORDERS`, `INDEX SHOP.ORDERS.IX_1`, `VIEW ...`, `FOREIGN KEY ...` */
  objectId: z.string(),
  kind: z.enum(['table', 'index', 'view', 'foreign-key', 'helper']),
  /** The table it belongs to, or itself. */
  tableId: z.string(),
  level: z.int(),
  /** Built before the load (`early`), after it (`late`: post-indexing) or after verification (`last`: foreign keys, helper removal). */
  moment: z.enum(['early', 'late', 'last']),
  status: z.enum(['planned', 'done', 'converted', 'failed', 'refused', 'skipped', 'removed']),
  /** Key of the DDL text in the object store when over 4 KB, else the statements themselves. */
  statements: z.array(z.string()),
  statementsKey: z.string().nullable(),
  fault: faultSchema.nullable(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type ObjectItem = Readonly<z.infer<typeof objectSchema>>;
export const objectItem: ItemKind<string, ObjectItem> = {
  kind: 'OBJECT',
  partition: (projectId) => `P#${projectId}#OBJ`,
  sort: (objectId) => objectId,
  schema: objectSchema,
};

const chunkSchema = z.object({
  stage: z.enum(['full', 'verification']),
  round: z.int(),
  chunkId: z.string(),
  /** `superseded`: its table was emptied and is loaded again by other chunks. */
  status: z.enum(['planned', 'running', 'done', 'failed', 'superseded']),
  turns: z.int(),
  attempt: z.int(),
  position: z.int(),
  rows: z.int(),
  bytes: z.int(),
  fault: faultSchema.nullable(),
  peakRssBytes: z.int(),
  /** Per table counts: rows loaded, or rows compared / missing / extra / different. */
  tables: z.record(z.string(), z.record(z.string(), z.number())),
  /** Verification only: ends of the keys of objects that hold this chunk's findings. */
  findings: z.array(z.string()),
});
export type ChunkItem = Readonly<z.infer<typeof chunkSchema>>;
export interface ChunkKey {
  readonly stage: ChunkItem['stage'];
  readonly round: number;
  readonly chunkId: string;
}
export const chunkItem: ItemKind<ChunkKey, ChunkItem> = {
  kind: 'CHUNK',
  partition: (projectId, key) => `P#${projectId}#C#${key.stage}#${key.round}`,
  sort: (key) => key.chunkId,
  schema: chunkSchema,
};

const tableLoadSchema = z.object({
  tableId: z.string(),
  /** The SCN its rows are read AS OF, by load and by verification. */
  scn: z.string(),
  /** How often the whole table was emptied and loaded again because undo was gone. */
  rereads: z.int(),
});
export type TableLoadItem = Readonly<z.infer<typeof tableLoadSchema>>;
/** Only tables whose SCN differs from the project's snapshot SCN have one. */
export const tableLoadItem: ItemKind<string, TableLoadItem> = {
  kind: 'TABLELOAD',
  partition: (projectId) => `P#${projectId}#TL`,
  sort: (tableId) => tableId,
  schema: tableLoadSchema,
};

const leaseSchema = z.object({
  role: z.enum(workerNames),
  /** Counts take-overs and endings; a worker whose epoch is not this one has nothing to say. */
  epoch: z.int(),
  taskArn: z.string().nullable(),
  token: z.string().nullable(),
  /** How far its work is known to have come, in its own notation; only ever compared for equality. */
  position: z.string().nullable(),
  /** Times it was lost in a row without coming further than `lossPosition`. */
  losses: z.int(),
  lossPosition: z.string().nullable(),
});
export type LeaseItem = Readonly<z.infer<typeof leaseSchema>>;
export const leaseItem: ItemKind<LeaseItem['role'], LeaseItem> = {
  kind: 'LEASE',
  partition: (projectId) => `P#${projectId}#W`,
  sort: (role) => `LEASE#${role}`,
  schema: leaseSchema,
};

const auditSchema = z.object({ at: z.string(), by: z.string(), command: z.string(), detail: z.string() });
export type AuditItem = Readonly<z.infer<typeof auditSchema>>;
export const auditItem: ItemKind<string, AuditItem> = {
  kind: 'AUDIT',
  partition: (projectId) => `P#${projectId}#AUDIT`,
  sort: (id) => id,
  schema: auditSchema,
};

/** The format of everything above; an item of another format is refused with UPGRADE_REQUIRED. */
export const stateFormat = 1;

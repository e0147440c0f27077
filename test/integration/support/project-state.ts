import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DynamoProjectStore } from '../../../lib/aws/dynamo-project-store.ts';
import { findLocalEndpoints } from '../../../lib/local/state-directory.ts';
import type { GateName } from '../../../lib/model/gate.ts';
import type { StageName } from '../../../lib/model/stage.ts';
import {
  type GateItem,
  objectItem,
  type ProjectItem,
  projectItem,
  type StageItem,
} from '../../../lib/model/stored-item.ts';
import { latestGate } from '../../../lib/steps/gate-items.ts';
import { readStage } from '../../../lib/steps/stage-progress.ts';
import { setAwsVariables } from '../../support/aws-variables.ts';

/** What a running deployment has on record right now. */
export interface ProjectState {
  readonly project: ProjectItem;
  stage(name: StageName): Promise<StageItem>;
  gate(name: GateName): Promise<GateItem | undefined>;
  /** Objects by status, of one moment. */
  objects(moment: 'early' | 'late' | 'last', status: string): Promise<number>;
}

/** Looks into the store of a run from outside; undefined while there is none, or no project in it yet. */
export async function lookInto(stateDirectory: string): Promise<ProjectState | undefined> {
  setAwsVariables();
  const endpoints = await findLocalEndpoints(stateDirectory);
  if (endpoints === undefined) return undefined;
  const store = new DynamoProjectStore(endpoints.table, { endpoint: endpoints.dynamodb });
  for await (const projectId of store.listProjects()) {
    const stored = await store.get(projectItem, projectId, null);
    if (stored === undefined) continue;
    return {
      project: stored.body,
      stage: async (name) => readStage(store, projectId, name),
      gate: async (name) => (await latestGate(store, projectId, name))?.body,
      objects: async (moment, status) => {
        let count = 0;
        for await (const { body } of store.list(objectItem, projectId, '', ''))
          if (body.moment === moment && body.status === status) count += 1;
        return count;
      },
    };
  }
  return undefined;
}

const fault = z.looseObject({
  code: z.string(),
  side: z.string(),
  cause: z.string(),
  remedy: z.string(),
  subject: z.string().nullable(),
});
const reportSchema = z.looseObject({
  outcome: z.string(),
  generation: z.int(),
  stages: z.array(z.looseObject({ name: z.string(), status: z.string() })),
  tables: z.array(
    z.looseObject({
      source: z.string(),
      target: z.string(),
      rowsLoaded: z.int(),
      verification: z
        .looseObject({ compared: z.int(), missing: z.int(), extra: z.int(), different: z.int(), repaired: z.int() })
        .nullable(),
    }),
  ),
  discrepancies: z.int().nullable(),
  gates: z.array(z.looseObject({ name: z.string(), answer: z.string().nullable(), by: z.string().nullable() })),
  faults: z.array(fault),
  peakRssBytes: z.record(z.string(), z.number()),
});
/** The report of a run, read as a script of somebody else would. */
export type Report = Readonly<z.infer<typeof reportSchema>>;

export async function readReport(file: string): Promise<Report> {
  return reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** Oracle table name to target table name, as the comparing script wants it. */
export function tablesOf(report: Report): Readonly<Record<string, string>> {
  const name = (qualified: string): string => qualified.slice(qualified.indexOf('.') + 1);
  return Object.fromEntries(report.tables.map(({ source, target }) => [name(source), name(target)]));
}

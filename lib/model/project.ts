import { z } from 'zod';
import { limits } from './limits.ts';
import { migrationTypes } from './stage.ts';

const secretSchema = z.union([
  z.strictObject({ arn: z.string().startsWith('arn:') }),
  z.strictObject({ env: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }) }),
  z.strictObject({ file: z.string().min(1) }),
]);
/** Where user and password come from: AWS Secrets Manager, two environment variables, or a JSON file {user, password}. */
export type SecretReference = Readonly<z.infer<typeof secretSchema>>;

const port = z.int().min(1).max(65_535);

const oracleEndpointSchema = z.strictObject({
  host: z.string().min(1),
  port: port.default(1521),
  serviceName: z.string().min(1),
  secret: secretSchema,
});
export type OracleEndpoint = Readonly<z.infer<typeof oracleEndpointSchema>>;

const binlogEndpointSchema = z.strictObject({ host: z.string().min(1), port, secret: secretSchema });

const targetEndpointSchema = z.strictObject({
  host: z.string().min(1),
  port: port.default(2883),
  tenant: z.string().min(1).optional(),
  cluster: z.string().min(1).optional(),
  secret: secretSchema,
  binlog: binlogEndpointSchema.optional(),
});
export type TargetEndpoint = Readonly<z.infer<typeof targetEndpointSchema>>;

const sourceSchema = z.strictObject({
  mode: z.enum(['primary', 'standby', 'primary-standby']).default('primary'),
  primary: oracleEndpointSchema.optional(),
  standby: oracleEndpointSchema.optional(),
});

const renameSchema = z.strictObject({ schema: z.string().min(1).optional(), table: z.string().min(1).optional() });

const specifiedObjectSchema = z.strictObject({
  schema: z.string().min(1),
  table: z.string().min(1).optional(),
  view: z.string().min(1).optional(),
  rename: renameSchema.optional(),
  where: z.string().min(1).optional(),
  columns: z
    .strictObject({
      exclude: z.array(z.string().min(1)).default([]),
      rename: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
});
export type SpecifiedObject = Readonly<z.infer<typeof specifiedObjectSchema>>;

const objectsSchema = z.strictObject({
  specified: z.array(specifiedObjectSchema).min(1).optional(),
  rules: z
    .strictObject({ include: z.array(z.string().min(1)).min(1), exclude: z.array(z.string().min(1)).default([]) })
    .optional(),
  import: z.union([z.strictObject({ text: z.string().min(1) }), z.strictObject({ csv: z.string().min(1) })]).optional(),
});
export type ObjectSelection = Readonly<z.infer<typeof objectsSchema>>;

const concurrencySchema = z.union([
  z.enum(['smooth', 'normal', 'fast']),
  z.strictObject({
    workers: z.int().min(1).max(64),
    rowsPerRead: z.int().min(1).max(10_000),
    rowsPerWrite: z.int().min(1).max(10_000),
    connections: z.int().min(1).max(200),
  }),
]);
export type Concurrency = Readonly<z.infer<typeof concurrencySchema>>;

const rowsPerSecond = z.int().min(1).optional();

/** The project file, as `cli.md` promises it to scripts. Cross-field rules are in project-rules.ts. */
export const projectFileSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z
    .string()
    .min(1)
    .max(limits.projectNameCharactersMax)
    .regex(/^[A-Za-z0-9\p{Script=Han}_-]+$/u, 'letters, digits, Chinese characters, - and _ only'),
  tags: z
    .array(z.string().min(1).max(limits.tagCharactersMax).regex(/^\S+$/u, 'no spaces'))
    .max(limits.tagsMax)
    .default([]),
  source: sourceSchema,
  target: targetEndpointSchema,
  types: z.array(z.enum(migrationTypes)).min(1),
  objects: objectsSchema,
  schemas: z.record(z.string().min(1), z.string().min(1)).default({}),
  incremental: z
    .strictObject({
      operations: z
        .array(z.enum(['insert', 'update', 'delete']))
        .min(1)
        .default(['insert', 'update', 'delete']),
      retentionHours: z.int().min(1).max(8_760).default(120),
      onDivergence: z.enum(['stop', 'repair']).default('stop'),
      startTimestamp: z.string().optional(),
    })
    .optional(),
  full: z
    .strictObject({
      concurrency: concurrencySchema.default('normal'),
      nonEmptyTarget: z.enum(['refuse', 'keep', 'overwrite']).default('refuse'),
      /** Absent: on when schema and full are both migrated. */
      postIndexing: z.boolean().optional(),
    })
    .optional(),
  verification: z
    .strictObject({
      concurrency: concurrencySchema.default('normal'),
      inModeTables: z.array(z.string().min(1)).default([]),
    })
    .optional(),
  conversion: z
    .strictObject({
      lengthSemantics: z.enum(['keep', 'drop-unit', 'char', 'expand']).optional(),
      identifierCase: z.enum(['lower', 'upper', 'source']).default('lower'),
      timeZone: z
        .string()
        .regex(/^[+-]\d{2}:\d{2}$/)
        .default('+00:00'),
    })
    .optional(),
  precheck: z.strictObject({ skip: z.array(z.string().min(1)).default([]) }).optional(),
  throttle: z
    .strictObject({
      sourceRowsPerSecond: rowsPerSecond,
      sourceConnections: z.int().min(1).optional(),
      targetRowsPerSecond: rowsPerSecond,
      targetConnections: z.int().min(1).optional(),
      targetMemoryPercentMax: z.int().min(1).max(100).optional(),
    })
    .optional(),
  budget: z.strictObject({ usd: z.number().positive(), action: z.enum(['alarm', 'pause']) }).optional(),
});

/** A decoded project file: defaults filled in, cross-field rules not yet applied. */
export type ProjectFile = Readonly<z.infer<typeof projectFileSchema>>;

/** One problem of a project file: where (`objects.specified[0].table`), what, and what to do. */
export interface ProjectProblem {
  readonly path: string;
  readonly problem: string;
  readonly remedy: string;
}

import { z } from 'zod';

/**
 * What one deployment is: read from `--context config=FILE` or the `seaward` context of cdk.json, decoded here, and the
 * only thing the stacks take. Everything has a default but the databases: without any, the stacks deploy and can talk to
 * nothing.
 */
const databaseSchema = z.strictObject({
  /** How project files call it. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/, 'letters, digits, - and _'),
  side: z.enum(['source', 'target']),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  /** Exactly one of both: whom the security group of the functions may talk to. */
  securityGroupId: z
    .string()
    .regex(/^sg-[0-9a-f]{8,17}$/)
    .optional(),
  cidr: z.cidrv4().optional(),
  secretArn: z.string().regex(/^arn:[a-z-]+:secretsmanager:/, 'the ARN of a Secrets Manager secret'),
  /** The customer key that encrypts the secret, when there is one. */
  keyArn: z
    .string()
    .regex(/^arn:[a-z-]+:kms:/, 'the ARN of a KMS key')
    .optional(),
});
export type DatabaseConfig = Readonly<z.infer<typeof databaseSchema>>;

/** Fargate sizes; the pairs AWS sells are checked below. Defaults follow the memory budget of the workers (512 MB RSS). */
const sizeSchema = z.strictObject({
  cpu: z.union([z.literal(256), z.literal(512), z.literal(1024), z.literal(2048), z.literal(4096)]).default(1024),
  memoryMb: z.int().min(512).max(30_720).default(2048),
  /** Spill volume of the task, 21 to 200 GiB. */
  ephemeralGb: z.int().min(21).max(200).default(50),
});
export type WorkerSize = Readonly<z.infer<typeof sizeSchema>>;

export const interfaceEndpointNames = ['secretsmanager', 'states', 'logs', 'ecr.api', 'ecr.dkr'] as const;
export type InterfaceEndpointName = (typeof interfaceEndpointNames)[number];

const subnetId = z.string().regex(/^subnet-[0-9a-f]{8,17}$/);
const networkSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('new'),
    cidr: z.cidrv4().default('10.120.0.0/20'),
    zones: z.int().min(2).max(3).default(2),
    /** About $8 a month each per zone (us-east-1, 2026) plus traffic; leave out what your own egress already reaches. */
    interfaceEndpoints: z.array(z.enum(interfaceEndpointNames)).default([...interfaceEndpointNames]),
  }),
  z.strictObject({
    kind: z.literal('existing'),
    vpcId: z.string().regex(/^vpc-[0-9a-f]{8,17}$/),
    cidr: z.cidrv4(),
    availabilityZones: z.array(z.string().min(1)).min(1),
    /** One private subnet per zone, in the order of the zones. */
    subnetIds: z.array(subnetId).min(1),
    /** Route tables of those subnets: needed for the gateway endpoints; empty when the VPC has its own. */
    routeTableIds: z.array(z.string().regex(/^rtb-[0-9a-f]{8,17}$/)).default([]),
    interfaceEndpoints: z.array(z.enum(interfaceEndpointNames)).default([]),
  }),
]);
export type NetworkConfig = Readonly<z.infer<typeof networkSchema>>;

const days = z.union([
  z.literal(7),
  z.literal(14),
  z.literal(30),
  z.literal(90),
  z.literal(180),
  z.literal(365),
  z.literal(731),
]);

const configSchema = z.strictObject({
  /** Prefix of both stacks and of the SSM parameters; two deployments in one account differ by it. */
  name: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]{0,39}$/, 'a capital letter, then letters and digits')
    .default('Seaward'),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .optional(),
  network: networkSchema.default(networkSchema.parse({ kind: 'new' })),
  databases: z.array(databaseSchema).default([]),
  /** AWS-managed prefix lists of S3 and DynamoDB in your region; given, HTTPS egress to them needs no address range. */
  prefixLists: z.array(z.string().regex(/^pl-[0-9a-f]{8,17}$/)).default([]),
  functions: z
    .strictObject({
      chunkMemoryMb: z.int().min(512).max(10_240).default(1769),
      reservedConcurrency: z.int().min(1).max(1_000).optional(),
    })
    .default({ chunkMemoryMb: 1769 }),
  workers: z
    .strictObject({
      capture: sizeSchema.prefault({}),
      replay: sizeSchema.prefault({}),
      build: sizeSchema.prefault({ cpu: 256, memoryMb: 512, ephemeralGb: 21 }),
      'reverse-capture': sizeSchema.prefault({}),
      'reverse-replay': sizeSchema.prefault({}),
    })
    .prefault({}),
  /** An unanswered gate ends the execution after this time; starting the project again asks again. */
  gateDays: z.int().min(1).max(90).default(30),
  logRetentionDays: days.default(90),
  /** SNS topic of your own for all alarms. */
  alarmTopicArn: z
    .string()
    .regex(/^arn:[a-z-]+:sns:/)
    .optional(),
  /** Event sources (the `source` field) that may start, pause and resume projects on the deployment's own bus. */
  eventSources: z.array(z.string().min(1).max(256)).default([]),
  /** `destroy` is for throw-away accounts: `cdk destroy` then deletes table, bucket and key. */
  removal: z.enum(['retain', 'destroy']).default('retain'),
  tags: z.record(z.string().min(1).max(128), z.string().max(256)).default({}),
});
export type DeploymentConfig = Readonly<z.infer<typeof configSchema>>;

/** Decodes a deployment config. Throws one error that lists every problem with its path. */
export function decodeDeploymentConfig(input: unknown): DeploymentConfig {
  const decoded = configSchema.safeParse(input);
  if (!decoded.success) throw invalid(decoded.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const problems = [...databaseProblems(decoded.data), ...networkProblems(decoded.data), ...sizeProblems(decoded.data)];
  if (problems.length > 0) throw invalid(problems);
  return decoded.data;
}

function invalid(problems: readonly string[]): Error {
  return new Error(`the deployment config is not valid:\n${problems.map((line) => `  ${line}`).join('\n')}`);
}

function databaseProblems(config: DeploymentConfig): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [index, database] of config.databases.entries()) {
    const path = `databases.${index}`;
    if (seen.has(database.name)) problems.push(`${path}.name: ${database.name} is named twice`);
    seen.add(database.name);
    if ((database.securityGroupId === undefined) === (database.cidr === undefined)) {
      problems.push(`${path}: name exactly one of securityGroupId and cidr`);
    }
    if (database.cidr?.endsWith('/0') === true) problems.push(`${path}.cidr: a database is not the whole internet`);
  }
  return problems;
}

function networkProblems({ network }: DeploymentConfig): string[] {
  if (network.kind === 'new') return [];
  const { availabilityZones, subnetIds, routeTableIds } = network;
  const problems: string[] = [];
  if (availabilityZones.length !== subnetIds.length) {
    problems.push('network.subnetIds: one private subnet per availability zone, in the same order');
  }
  if (routeTableIds.length > 0 && routeTableIds.length !== subnetIds.length) {
    problems.push('network.routeTableIds: the route table of each subnet, in the same order, or none');
  }
  return problems;
}

/** Memory (MB, from and to) that Fargate sells with each number of CPU units; in steps of 1,024 beyond 512. */
const fargateMemory = new Map<number, readonly [number, number]>([
  [256, [512, 2_048]],
  [512, [1_024, 4_096]],
  [1024, [2_048, 8_192]],
  [2048, [4_096, 16_384]],
  [4096, [8_192, 30_720]],
]);

function sizeProblems({ workers }: DeploymentConfig): string[] {
  return Object.entries(workers).flatMap(([role, size]) => {
    const [least, most] = fargateMemory.get(size.cpu) ?? [0, 0];
    const sold =
      size.memoryMb >= least && size.memoryMb <= most && (size.memoryMb === 512 || size.memoryMb % 1024 === 0);
    return sold ? [] : [`workers.${role}.memoryMb: Fargate sells ${least} to ${most} MB with ${size.cpu} CPU units`];
  });
}

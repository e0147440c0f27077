import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Synthesized, synthesizedOnce } from './synthesized.ts';

const always = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
const items = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'kms:Decrypt', 'kms:GenerateDataKey'];
const network = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const read = ['s3:GetObject'];
const write = ['s3:AbortMultipartUpload', 's3:PutObject'];
const answer = ['states:SendTaskFailure', 'states:SendTaskHeartbeat', 'states:SendTaskSuccess'];
const database = [...always, ...items, ...network, ...read];

/** Every action of every function's role, written by hand. */
const table: Readonly<Record<string, readonly string[]>> = {
  admit: [...always, ...items, ...read, ...write, 'states:DescribeExecution'],
  precheck: [...database, ...write],
  'resolve-objects': [...database, ...write],
  'plan-schema': [...database, ...write],
  'migrate-object': database,
  'plan-load': [...database, ...write],
  'load-chunk': database,
  'finish-load': [...database, ...write],
  'plan-verify': [...database, ...write],
  'verify-chunk': [...database, ...write],
  'finish-verify': [...always, ...items, ...read, ...write],
  repair: [...database, ...write],
  'finish-project': [...database, ...write],
  'fail-branch': [...always, ...items],
  'open-gate': [...always, ...items, ...answer],
  'count-loss': [...always, ...items],
  janitor: [...always, ...items, ...answer, 'states:DescribeExecution', 'ecs:StopTask', 'sqs:SendMessage'],
  operate: [
    ...always,
    ...items,
    ...read,
    ...answer,
    'states:DescribeExecution',
    'states:StartExecution',
    'sqs:SendMessage',
  ],
};

const policySchema = z.looseObject({
  PolicyDocument: z.object({
    Statement: z.array(
      z.looseObject({
        Effect: z.string(),
        Action: z.union([z.string(), z.array(z.string())]),
        Resource: z.unknown(),
      }),
    ),
  }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

const functionSchema = z.looseObject({ Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }) });

describe('least privilege', () => {
  let synthesized: Synthesized;
  beforeAll(async () => {
    synthesized = await synthesizedOnce();
  });

  const statementsOf = (roleId: string) =>
    Object.values(synthesized.migration.Resources)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .map(({ Properties }) => policySchema.parse(Properties))
      .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === roleId))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

  const roleOf = (name: string): string => {
    const logicalId = synthesized.manifest.functions[name]?.logicalId ?? '';
    const { Role } = functionSchema.parse(synthesized.migration.Resources[logicalId]?.Properties);
    return Role['Fn::GetAtt'][0];
  };

  test('every function is in the table', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(synthesized.manifest.functions).sort());
  });

  test.each(Object.entries(table))('%s may do exactly this', (name, actions) => {
    const granted = statementsOf(roleOf(name)).flatMap(({ Action }) => Action);
    expect([...new Set(granted)].sort()).toEqual([...new Set(actions)].sort());
  });

  test('each function has a role of its own, without managed policies', () => {
    const roles = Object.keys(table).map(roleOf);
    expect(new Set(roles).size).toBe(roles.length);
    for (const { Type, Properties } of Object.values(synthesized.migration.Resources)) {
      if (Type === 'AWS::IAM::Role') expect(Properties['ManagedPolicyArns']).toBeUndefined();
    }
  });

  test('a star as resource appears only where AWS offers nothing narrower', () => {
    const narrow = Object.values(synthesized.migration.Resources)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => policySchema.parse(Properties).PolicyDocument.Statement)
      .filter(({ Resource }) => Resource === '*')
      .flatMap(({ Action }) => Action);
    // ecs: the CDK's grant to a machine that runs tasks; their ids are made at run time.
    const allowed =
      /^(xray:|ec2:|ecr:GetAuthorizationToken$|ecs:(DescribeTasks|StopTask)$|logs:(\w*LogDelivery|\w*LogDeliveries|\w*ResourcePolic\w+|DescribeLogGroups)$)/;
    expect(narrow.filter((action) => !allowed.test(action))).toEqual([]);
  });
});

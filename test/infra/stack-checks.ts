import { rmSync } from 'node:fs';
import { App, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  flags,
  type Synthesized,
  synthesize,
  synthesizedOnce,
  temporaryDirectory,
  unacceptedFindings,
} from './synthesized.ts';

describe('the stacks', () => {
  let synthesized: Synthesized;
  const directories: string[] = [];
  beforeAll(async () => {
    synthesized = await synthesizedOnce();
  });
  afterAll(() => {
    for (const directory of directories) rmSync(directory, { recursive: true, force: true });
  });

  const ofType = (type: string, template: 'state' | 'migration' = 'migration') =>
    Object.entries(synthesized[template].Resources).filter(([, { Type }]) => Type === type);

  test('are free of findings of the rule packs and of CloudFormation’s own validation', () => {
    expect(synthesized.findings).toEqual([]);
  });

  test('a planted bucket without encryption rules would be found', () => {
    const directory = temporaryDirectory();
    directories.push(directory);
    const app = new App({ outdir: directory, context: flags(), analyticsReporting: false });
    new Bucket(new Stack(app, 'Planted'), 'Bucket');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    withExitCode(() => app.synth());
    expect(unacceptedFindings(directory).some((finding) => finding.includes('AwsSolutions-S10'))).toBe(true);
  });

  test('a planted property that CloudFormation does not know would be found', () => {
    const directory = temporaryDirectory();
    directories.push(directory);
    const app = new App({ outdir: directory, context: flags(), analyticsReporting: false });
    new CfnResource(new Stack(app, 'Planted'), 'Queue', { type: 'AWS::SQS::Queue', properties: { Nonsense: 1 } });
    withExitCode(() => app.synth());
    expect(unacceptedFindings(directory).join()).toContain('F3002');
  });

  test('synthesize within ten seconds of processor time, rule packs included', () => {
    expect(synthesized.cpuSeconds).toBeLessThan(10);
  });

  test('stateful resources keep their logical ids: another id would mean another, empty table', () => {
    const ids = (type: string) => ofType(type, 'state').map(([id]) => id);
    expect(ids('AWS::DynamoDB::Table')).toEqual(['TableCD117FA1']);
    expect(ids('AWS::S3::Bucket')).toEqual(['Bucket83908E77']);
    expect(ids('AWS::KMS::Key')).toEqual(['Key961B73FD']);
  });

  test('state is kept when a stack is deleted or replaced', () => {
    for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key']) {
      expect(ofType(type, 'state')[0]?.[1]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    }
    expect(ofType('AWS::DynamoDB::Table', 'state')[0]?.[1].Properties).toMatchObject({
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      BillingMode: 'PAY_PER_REQUEST',
    });
  });

  test('the bucket expires old versions and unfinished uploads, and nothing else', () => {
    const rules = ofType('AWS::S3::Bucket', 'state')[0]?.[1].Properties['LifecycleConfiguration'];
    expect(rules).toEqual({
      Rules: [
        { Id: 'incomplete-uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
        { Id: 'old-versions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
      ],
    });
  });

  test('functions run on Node 24 on ARM and only those that speak to databases are in the VPC', () => {
    const inVpc: string[] = [];
    for (const [name, { logicalId }] of Object.entries(synthesized.manifest.functions)) {
      const properties = synthesized.migration.Resources[logicalId]?.Properties ?? {};
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'] });
      if (properties['VpcConfig'] !== undefined) inVpc.push(name);
    }
    const outside = ['admit', 'finish-verify', 'fail-branch', 'open-gate', 'count-loss', 'janitor', 'operate'];
    expect(Object.keys(synthesized.manifest.functions).filter((name) => !inVpc.includes(name))).toEqual(outside);
  });

  test('workers have a read-only root, no root user and a spill volume', () => {
    const tasks = ofType('AWS::ECS::TaskDefinition');
    expect(tasks).toHaveLength(5);
    for (const [, { Properties }] of tasks) {
      expect(Properties).toMatchObject({
        Volumes: [{ Name: 'spill' }],
        RuntimePlatform: { CpuArchitecture: 'ARM64' },
        ContainerDefinitions: [
          {
            ReadonlyRootFilesystem: true,
            User: '1000:1000',
            MountPoints: [{ ContainerPath: '/spill', ReadOnly: false, SourceVolume: 'spill' }],
          },
        ],
      });
    }
  });

  test('every log group is encrypted and has an end', () => {
    for (const [id, { Properties }] of ofType('AWS::Logs::LogGroup')) {
      expect(Properties['KmsKeyId'], id).toBeDefined();
      expect(Properties['RetentionInDays'], id).toBe(90);
    }
  });

  test('the Janitor hears of ended executions, stopped tasks, and sweeps every five minutes, with a dead-letter queue', () => {
    const rules = ofType('AWS::Events::Rule').map(([, { Properties }]) => Properties);
    const patterns = rules.flatMap(({ EventPattern }) =>
      EventPattern === undefined ? [] : [JSON.stringify(EventPattern)],
    );
    expect(patterns.some((text) => text.includes('Step Functions Execution Status Change'))).toBe(true);
    expect(patterns.some((text) => text.includes('ECS Task State Change') && text.includes('STOPPED'))).toBe(true);
    expect(rules.map(({ ScheduleExpression }) => ScheduleExpression)).toContain('rate(5 minutes)');
    for (const rule of rules) expect(JSON.stringify(rule['Targets'])).toContain('DeadLetterConfig');
    // A rule's queue is for events that never arrived; what a function fails on is Lambda's to keep.
    for (const name of ['janitor', 'operate']) {
      const { logicalId } = synthesized.manifest.functions[name] ?? { logicalId: '' };
      expect(synthesized.migration.Resources[logicalId]?.Properties).toHaveProperty('DeadLetterConfig.TargetArn');
    }
  });

  test('an existing VPC is used as it is: its own egress, endpoints only where they are wanted', async () => {
    const existing = await synthesize({
      network: {
        kind: 'existing',
        vpcId: 'vpc-0123456789abcdef0',
        cidr: '10.0.0.0/16',
        availabilityZones: ['eu-central-1a', 'eu-central-1b'],
        subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      },
    });
    directories.push(existing.directory);
    expect(existing.findings).toEqual([]);
    const types = Object.values(existing.migration.Resources).map(({ Type }) => Type);
    expect(
      types.filter((type) => ['AWS::EC2::VPC', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::Subnet'].includes(type)),
    ).toEqual([]);
    const load = existing.migration.Resources[existing.manifest.functions['load-chunk']?.logicalId ?? ''];
    expect(load?.Properties).toMatchObject({
      VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
    });
  });

  test('security groups open no way out but to the databases and to AWS', async () => {
    const full = await synthesize({
      name: 'Probe',
      databases: [
        {
          name: 'shop',
          side: 'source',
          host: 'db.example',
          port: 1521,
          cidr: '10.1.2.3/32',
          secretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop-AbCdEf',
        },
        {
          name: 'ob',
          side: 'target',
          host: 'ob.example',
          port: 2883,
          securityGroupId: 'sg-0123456789abcdef0',
          secretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:ob-AbCdEf',
          keyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1b2c',
        },
      ],
      prefixLists: ['pl-0123456789abcdef0'],
      eventSources: ['ops.example'],
      alarmTopicArn: 'arn:aws:sns:eu-central-1:111122223333:alarms',
    });
    directories.push(full.directory);
    expect(full.findings).toEqual([]);
    const groups = Object.values(full.migration.Resources).filter(({ Type }) => Type === 'AWS::EC2::SecurityGroup');
    const inline = groups.flatMap(({ Properties }) => Properties['SecurityGroupEgress'] ?? []);
    const apart = Object.values(full.migration.Resources)
      .filter(({ Type }) => Type === 'AWS::EC2::SecurityGroupEgress')
      .map(({ Properties }) => Properties);
    const text = JSON.stringify([...inline, ...apart]);
    expect(text).toContain('"CidrIp":"10.1.2.3/32"');
    expect(text).toContain('sg-0123456789abcdef0');
    expect(text).not.toContain('0.0.0.0/0');
  });
});

/** A failed validation sets the exit code of the process that synthesizes: here that is the test runner’s. */
function withExitCode(synth: () => unknown): void {
  const before = process.exitCode;
  try {
    synth();
  } catch (error) {
    expect(String(error)).toMatch(/validation/i);
  } finally {
    process.exitCode = before;
  }
}

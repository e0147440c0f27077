import { Stack, Validations } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import type { CfnElement } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { assert } from '../model/fault.ts';
import { functionNames, workerNames } from '../model/function-name.ts';
import type { BuiltApp } from './build-app.ts';
import { isWokenByEvents, pascal } from './constructs/migration-functions.ts';
import { functionCatalogue } from './function-catalogue.ts';

/**
 * Findings of the rule packs (cdk-nag AwsSolutions and Serverless) that are accepted, each by itself and with its reason.
 * A finding that is not here fails the test; so does every new one.
 */
export function acknowledgeFindings({ state, migration }: Omit<BuiltApp, 'app'>): void {
  accept(
    state.bucket,
    'AwsSolutions-S1',
    'Who reads state is recorded by CloudTrail data events; a log bucket would need the same care as this one.',
  );
  acceptRoles(state, migration);
  acceptMachine(state, migration);
  acceptQueues(migration);
  for (const name of workerNames) {
    accept(
      at(migration, `Workers/${pascal(name)}/Task`),
      'AwsSolutions-ECS2',
      'The variables name the table, the bucket and the databases’ secrets; secrets themselves are read by their ARN.',
    );
  }
}

type Stacks = Omit<BuiltApp, 'app'>;

function accept(scope: IConstruct, id: string, reason: string): void {
  Validations.of(scope).acknowledge({ id, reason });
}

function at(scope: IConstruct, path: string): IConstruct {
  return path.split('/').reduce((current, id) => current.node.findChild(id), scope);
}

/** The id a resource of the construct has in its template. */
function logicalId(construct: IConstruct, isResource: (child: unknown) => child is CfnElement): string {
  const child = construct.node.defaultChild;
  assert(isResource(child), `a resource under ${construct.node.path}`);
  return Stack.of(construct).getLogicalId(child);
}

const isBucket = (child: unknown): child is CfnBucket => child instanceof CfnBucket;
const isFunction = (child: unknown): child is CfnFunction => child instanceof CfnFunction;
const isMachine = (child: unknown): child is CfnStateMachine => child instanceof CfnStateMachine;
const isCluster = (child: unknown): child is CfnCluster => child instanceof CfnCluster;

const resource = (finding: string): string => `AwsSolutions-IAM5[Resource::${finding}]`;
const own = 'arn:<AWS::Partition>';
const home = '<AWS::Region>:<AWS::AccountId>';

/** How the migration stack's template refers to an output of the state stack. */
function stateOutput(state: Stacks['state'], outputName: string): string {
  return JSON.stringify({
    'Fn::GetStackOutput': { StackName: state.stackName, Region: { Ref: 'AWS::Region' }, OutputName: outputName },
  });
}

/** The CDK names outputs by logical id and attribute, with a digest of both. */
function bucketOutputs(state: Stacks['state']): { readonly arn: string; readonly name: string } {
  const id = logicalId(state.bucket, isBucket);
  return {
    arn: stateOutput(state, `PublishOutputFnGetAtt${id}Arn0F129B3B`),
    name: stateOutput(state, `PublishOutputRef${id}0FF9A107`),
  };
}

function acceptRoles(state: Stacks['state'], migration: Stacks['migration']): void {
  const objects = resource(`${bucketOutputs(state).arn}/*`);
  const byContent = 'Object keys carry digests and projects: which ones exist is not known at deployment.';
  const machine = logicalId(migration.machine.stateMachine, isMachine);
  const cluster = logicalId(migration.workers.cluster, isCluster);
  for (const name of functionNames) {
    const role = at(migration, `Functions/${pascal(name)}/Role`);
    const { database, permissions } = functionCatalogue[name];
    accept(
      role,
      resource('*'),
      database
        ? 'X-Ray segments and the function’s own network interfaces: AWS offers no resource to narrow either to.'
        : 'X-Ray segments: AWS offers no resource to narrow them to.',
    );
    if (permissions.includes('objects-read')) accept(role, objects, byContent);
    if (permissions.includes('describe-executions') || permissions.includes('stop-tasks')) {
      const executions = at(migration, `Functions/${pascal(name)}Executions`);
      const finding = resource(`${own}:states:${home}:execution:<${machine}.Name>:*`);
      accept(executions, finding, 'Executions are named by project and generation, at run time.');
      const tasks = resource(`${own}:ecs:${home}:task/<${cluster}>/*`);
      accept(executions, tasks, 'Tasks of this one cluster; their ids are made at run time.');
    }
  }
  for (const name of workerNames) {
    accept(at(migration, `Workers/${pascal(name)}/Role`), objects, byContent);
    accept(
      at(migration, `Workers/${pascal(name)}/Task/ExecutionRole`),
      resource('*'),
      'ecr:GetAuthorizationToken takes no resource.',
    );
  }
}

function acceptMachine(state: Stacks['state'], migration: Stacks['migration']): void {
  const role = at(migration, 'Machine/Resource/Role');
  accept(
    role,
    resource('*'),
    'X-Ray segments, log delivery, and stopping the tasks it started: the CDK grants these to every such machine.',
  );
  for (const name of functionNames) {
    const id = logicalId(migration.functions.byName[name], isFunction);
    accept(role, resource(`<${id}.Arn>:*`), 'Versions and aliases of this one function.');
  }
  accept(
    role,
    resource(`${own}:s3:::${bucketOutputs(state).name}/*`),
    'Manifests it reads and results of Maps it writes are named at run time.',
  );
  const machine = logicalId(migration.machine.stateMachine, isMachine);
  const name = JSON.stringify({ 'Fn::Select': [6, { 'Fn::Split': [':', { Ref: machine }] }] });
  for (const label of ['', '/MigrateSchema', '/BuildIndexes', '/ProcessObjects', '/FullLoad', '/Verify']) {
    const finding = resource(`${own}:states:${home}:execution:${name}${label}:*`);
    accept(migration.machine.stateMachine, finding, 'Its own child executions, which it starts and stops.');
  }
}

function acceptQueues(migration: Stacks['migration']): void {
  const queue = at(migration, 'DeadLetters');
  const reason = 'This is the dead-letter queue; what lies in it raises an alarm.';
  accept(queue, 'AwsSolutions-SQS3', reason);
  accept(queue, 'Serverless-SQSRedrivePolicy', reason);
  for (const name of functionNames.filter((one) => !isWokenByEvents(one))) {
    accept(
      migration.functions.byName[name],
      'Serverless-LambdaDLQ',
      'Called by the state machine only, which sees every failure itself.',
    );
  }
}

import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { stateTable } from '../../model/state-table.ts';
import type { DatabaseConfig } from '../deployment-config.ts';
import type { Permission } from '../function-catalogue.ts';

/** What statements point at before the state machine exists. */
export interface StateResources {
  readonly table: ITable;
  readonly bucket: IBucket;
  readonly key: IKey;
  readonly databases: readonly DatabaseConfig[];
}

const allow = (actions: readonly string[], resources: readonly string[]): PolicyStatement =>
  new PolicyStatement({ actions: [...actions], resources: [...resources] });

/**
 * Statements of a role for the resources that exist before the state machine. Permissions on executions and tokens come
 * in a policy of their own (`executionStatements`): the machine names its functions, so their roles must not name it.
 */
export function stateStatements(permissions: readonly Permission[], state: StateResources): PolicyStatement[] {
  return [...permissions.flatMap((permission) => stateStatement(permission, state)), keyStatement(permissions, state)];
}

function stateStatement(permission: Permission, state: StateResources): PolicyStatement[] {
  switch (permission) {
    case 'items':
      return [allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], [state.table.tableArn])];
    case 'item-index':
      return [allow(['dynamodb:Query'], [`${state.table.tableArn}/index/${stateTable.index}`])];
    case 'objects-read':
      return [allow(['s3:GetObject'], [state.bucket.arnForObjects('*')])];
    case 'objects-write':
      return [allow(['s3:PutObject', 's3:AbortMultipartUpload'], [state.bucket.arnForObjects('*')])];
    case 'secrets':
      return secretStatements(state.databases);
    case 'answer-tokens':
    case 'describe-executions':
    case 'start-executions':
    case 'stop-tasks':
      return [];
  }
}

/** Everything in table and bucket is under one key; reading needs Decrypt, writing a data key. */
function keyStatement(permissions: readonly Permission[], state: StateResources): PolicyStatement {
  const writes = permissions.includes('items') || permissions.includes('objects-write');
  return allow(['kms:Decrypt', ...(writes ? ['kms:GenerateDataKey'] : [])], [state.key.keyArn]);
}

function secretStatements(databases: readonly DatabaseConfig[]): PolicyStatement[] {
  if (databases.length === 0) return [];
  const keys = [...new Set(databases.flatMap(({ keyArn }) => (keyArn === undefined ? [] : [keyArn])))];
  return [
    allow(
      ['secretsmanager:GetSecretValue'],
      databases.map(({ secretArn }) => secretArn),
    ),
    ...(keys.length === 0 ? [] : [allow(['kms:Decrypt'], keys)]),
  ];
}

/** Statements on executions, tokens and tasks of one state machine. */
export function executionStatements(
  permissions: readonly Permission[],
  machine: StateMachine,
  clusterName: string,
): PolicyStatement[] {
  const stack = Stack.of(machine);
  const executions = stack.formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine.stateMachineName}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const tasks = stack.formatArn({ service: 'ecs', resource: 'task', resourceName: `${clusterName}/*` });
  const statements: Partial<Record<Permission, PolicyStatement>> = {
    'answer-tokens': allow(
      ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'],
      [machine.stateMachineArn],
    ),
    'describe-executions': allow(['states:DescribeExecution'], [executions]),
    'start-executions': allow(['states:StartExecution'], [machine.stateMachineArn]),
    'stop-tasks': allow(['ecs:StopTask'], [tasks]),
  };
  return permissions.flatMap((permission) => statements[permission] ?? []);
}

import { Duration, Size } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { forEachFunction, type FunctionName } from '../../model/function-name.ts';
import { encodeEnvironment, environmentVariables } from '../../runtime/environment.ts';
import { functionCatalogue, memoryMb } from '../function-catalogue.ts';
import type { DeploymentConfig } from '../deployment-config.ts';
import { encryptedLog, type LogSettings } from './log-settings.ts';
import { executionStatements, type StateResources, stateStatements } from './function-permissions.ts';

export interface MigrationFunctionsProps {
  readonly config: DeploymentConfig;
  readonly state: StateResources;
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  readonly securityGroup: ISecurityGroup;
  readonly logs: LogSettings;
  /** Of the functions that events wake: Lambda forgets an event whose function failed three times. */
  readonly deadLetters: Queue;
  /** Directory of the prebuilt bundle of each function. */
  readonly bundles: Readonly<Record<FunctionName, string>>;
}

/** All functions, each with its own role, log group and bundle. */
export class MigrationFunctions extends Construct {
  readonly byName: Readonly<Record<FunctionName, LambdaFunction>>;
  readonly #roles = new Map<FunctionName, Role>();

  constructor(scope: Construct, id: string, props: MigrationFunctionsProps) {
    super(scope, id);
    this.byName = forEachFunction((name) => this.create(name, props));
  }

  /** Permissions that name the state machine, after it exists: as separate policies, which the machine does not need. */
  grantExecutions(machine: StateMachine, clusterName: string): void {
    for (const [name, role] of this.#roles) {
      const statements = executionStatements(functionCatalogue[name].permissions, machine, clusterName);
      if (statements.length > 0) new Policy(this, `${pascal(name)}Executions`, { roles: [role], statements });
    }
    // Only these two are not part of the machine, and so may know its name.
    for (const name of ['janitor', 'operate'] as const) {
      this.byName[name].addEnvironment(environmentVariables.stateMachineArn, machine.stateMachineArn);
    }
  }

  private create(name: FunctionName, props: MigrationFunctionsProps): LambdaFunction {
    const definition = functionCatalogue[name];
    const scope = new Construct(this, pascal(name));
    const logGroup = encryptedLog(scope, 'Log', props.logs);
    const role = this.role(scope, name, props, logGroup);
    const { config } = props;
    const reserved = config.functions.reservedConcurrency;
    return new LambdaFunction(scope, 'Function', {
      description: `Seaward ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.bundles[name]),
      role,
      timeout: Duration.seconds(definition.timeoutSeconds),
      memorySize: definition.memory === 'chunk' ? config.functions.chunkMemoryMb : memoryMb[definition.memory],
      ephemeralStorageSize: Size.mebibytes(512),
      environment: {
        ...encodeEnvironment({
          table: props.state.table.tableName,
          objects: `s3://${props.state.bucket.bucketName}`,
          stack: config.name,
          stateMachineArn: null,
          local: false,
          databases: definition.database ? config.databases : [],
        }),
      },
      tracing: Tracing.ACTIVE,
      logGroup,
      ...(isWokenByEvents(name) ? { deadLetterQueue: props.deadLetters } : {}),
      ...(definition.memory === 'chunk' && reserved !== undefined ? { reservedConcurrentExecutions: reserved } : {}),
      ...(definition.database
        ? {
            vpc: props.vpc,
            vpcSubnets: { subnets: [...props.subnets] },
            securityGroups: [props.securityGroup],
          }
        : {}),
    });
  }

  private role(scope: Construct, name: FunctionName, props: MigrationFunctionsProps, logGroup: LogGroup): Role {
    const definition = functionCatalogue[name];
    const role = new Role(scope, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Seaward ${name}`,
    });
    this.#roles.set(name, role);
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    for (const statement of stateStatements(definition.permissions, props.state)) role.addToPolicy(statement);
    if (definition.database) role.addToPolicy(networkInterfaces());
    return role;
  }
}

/** Not called by the state machine: their failures are seen by nobody else. */
export function isWokenByEvents(name: FunctionName): boolean {
  return name === 'janitor' || name === 'operate';
}

/** A function in a VPC manages its network interfaces itself; AWS offers no resource to narrow this to. */
function networkInterfaces(): PolicyStatement {
  return new PolicyStatement({
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}

/** `load-chunk` → `LoadChunk`: construct ids. */
export function pascal(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

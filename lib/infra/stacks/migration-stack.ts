import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Bundles } from '../bundles/lambda-bundles.ts';
import { asBucket, asCluster, asTable } from '../constructs/cdk-interfaces.ts';
import { MigrationFunctions } from '../constructs/migration-functions.ts';
import { Network } from '../constructs/network.ts';
import { Schedules } from '../constructs/schedules.ts';
import { Observability } from '../constructs/observability.ts';
import { MigrationStateMachine } from '../constructs/state-machine.ts';
import { WorkerTasks } from '../constructs/worker-tasks.ts';
import { Workers } from '../constructs/workers.ts';
import type { DeploymentConfig } from '../deployment-config.ts';
import type { StateStack } from './state-stack.ts';

export interface MigrationStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly state: StateStack;
  readonly bundles: Bundles;
}

/** Everything an upgrade may replace: network, functions, workers, the state machine and what watches them. */
export class MigrationStack extends Stack {
  readonly functions: MigrationFunctions;
  readonly workers: Workers;
  readonly machine: MigrationStateMachine;

  constructor(scope: Construct, id: string, props: MigrationStackProps) {
    super(scope, id, props);
    const { config, state, bundles } = props;
    const shared = {
      config,
      key: state.key,
      logRetention: config.logRetentionDays,
      logRemoval: config.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    const bus = new EventBus(this, 'Bus', { description: `Commands and events of ${config.name}` });
    const bucket = asBucket(state.bucket);
    const table = asTable(state.table);
    const resources = { table, bucket, key: state.key, databases: config.databases, bus };
    const network = new Network(this, 'Network', shared);
    this.functions = new MigrationFunctions(this, 'Functions', {
      ...shared,
      state: resources,
      vpc: network.vpc,
      subnets: network.subnets,
      securityGroup: network.securityGroup,
      bundles: bundles.functions,
    });
    this.workers = new Workers(this, 'Workers', {
      ...shared,
      state: resources,
      vpc: network.vpc,
      imageDirectory: bundles.imageDirectory,
    });
    this.machine = new MigrationStateMachine(this, 'Machine', {
      ...shared,
      functions: this.functions.byName,
      bucket,
      workers: new WorkerTasks({
        cluster: asCluster(this.workers.cluster),
        subnets: network.subnets,
        securityGroup: network.securityGroup,
        definitions: this.workers.definitions,
      }),
      gateTimeout: Duration.days(config.gateDays),
    });
    const { stateMachine } = this.machine;
    stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [state.key.keyArn] }),
    );
    this.functions.grantExecutions(stateMachine, this.workers.cluster.clusterName);
    this.workers.grantExecutions(stateMachine);
    const schedules = new Schedules(this, 'Schedules', {
      config,
      bus,
      bucket,
      cluster: this.workers.cluster,
      stateMachine,
      janitor: this.functions.byName.janitor,
      operate: this.functions.byName.operate,
    });
    new Observability(this, 'Observability', {
      config,
      stateMachine,
      functions: this.functions.byName,
      deadLetters: schedules.deadLetters,
      table,
    });
    this.publish(
      {
        'state-machine': stateMachine.stateMachineArn,
        table: state.table.tableName,
        bucket: state.bucket.bucketName,
        cluster: this.workers.cluster.clusterName,
        'event-bus': bus.eventBusName,
        'operate-function': this.functions.byName.operate.functionName,
      },
      config.name,
    );
  }

  /** How the command line finds the deployment: SSM parameters under /seaward/<name>/, and the same as outputs. */
  private publish(values: Readonly<Record<string, string>>, name: string): void {
    for (const [key, value] of Object.entries(values)) {
      new StringParameter(this, `Parameter-${key}`, {
        parameterName: `/seaward/${name}/${key}`,
        stringValue: value,
        description: `Seaward deployment ${name}: ${key}`,
      });
      new CfnOutput(this, `Output-${key}`, { key: key.replaceAll('-', ''), value });
    }
  }
}

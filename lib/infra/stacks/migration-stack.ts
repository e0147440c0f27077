import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Bundles } from '../bundles/lambda-bundles.ts';
import { asBucket, asCluster, asTable } from '../constructs/cdk-interfaces.ts';
import { logSettings } from '../constructs/log-settings.ts';
import { MigrationFunctions } from '../constructs/migration-functions.ts';
import { Network } from '../constructs/network.ts';
import { deadLetterQueue, Schedules } from '../constructs/schedules.ts';
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
    const logs = logSettings(config, state.key);
    const bus = new EventBus(this, 'Bus', { description: `Commands and events of ${config.name}` });
    const bucket = asBucket(state.bucket);
    const table = asTable(state.table);
    const resources = { table, bucket, key: state.key, databases: config.databases };
    const deadLetters = deadLetterQueue(this);
    const { vpc, subnets, securityGroup } = new Network(this, 'Network', { config, logs });
    this.functions = new MigrationFunctions(this, 'Functions', {
      config,
      logs,
      state: resources,
      vpc,
      subnets,
      securityGroup,
      deadLetters,
      bundles: bundles.functions,
    });
    this.workers = new Workers(this, 'Workers', {
      config,
      logs,
      state: resources,
      vpc,
      imageDirectory: bundles.imageDirectory,
    });
    const { cluster, definitions } = this.workers;
    this.machine = new MigrationStateMachine(this, 'Machine', {
      logs,
      functions: this.functions.byName,
      bucket,
      key: state.key,
      workers: new WorkerTasks({ cluster: asCluster(cluster), subnets, securityGroup, definitions }),
      gateTimeout: Duration.days(config.gateDays),
    });
    this.functions.grantExecutions(this.machine.stateMachine, cluster.clusterName);
    this.workers.grantExecutions(this.machine.stateMachine);
    this.watch(config, bucket, bus, deadLetters);
    this.publish(config.name, {
      'state-machine': this.machine.stateMachine.stateMachineArn,
      table: table.tableName,
      bucket: bucket.bucketName,
      cluster: cluster.clusterName,
      'event-bus': bus.eventBusName,
      'operate-function': this.functions.byName.operate.functionName,
    });
  }

  /** Events that wake the Janitor and Operate; alarms and dashboard. */
  private watch(config: DeploymentConfig, bucket: IBucket, bus: EventBus, deadLetters: Queue): void {
    const { stateMachine } = this.machine;
    const { janitor, operate } = this.functions.byName;
    const { cluster } = this.workers;
    new Schedules(this, 'Schedules', {
      config,
      bus,
      bucket,
      cluster,
      stateMachine,
      janitor,
      operate,
      deadLetters,
    });
    new Observability(this, 'Observability', {
      config,
      stateMachine,
      functions: this.functions.byName,
      deadLetters,
    });
  }

  /** How the command line finds the deployment: SSM parameters under /seaward/<name>/, and the same as outputs. */
  private publish(name: string, values: Readonly<Record<string, string>>): void {
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

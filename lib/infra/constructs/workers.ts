import path from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  AwsLogDriverMode,
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Policy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { forEachWorker, type WorkerName } from '../../model/function-name.ts';
import { encodeEnvironment } from '../../runtime/environment.ts';
import type { DeploymentConfig } from '../deployment-config.ts';
import type { Permission } from '../function-catalogue.ts';
import { encryptedLog, type LogSettings } from './log-settings.ts';
import { executionStatements, type StateResources, stateStatements } from './function-permissions.ts';
import { pascal } from './migration-functions.ts';
import type { WorkerDefinition } from './worker-tasks.ts';

export interface WorkersProps {
  readonly config: DeploymentConfig;
  readonly state: StateResources;
  readonly vpc: IVpc;
  readonly logs: LogSettings;
  /** Directory that holds Dockerfile and bundles of all workers. */
  readonly imageDirectory: string;
}

const permissions: Readonly<Record<WorkerName, readonly Permission[]>> = {
  capture: ['items', 'objects-read', 'objects-write', 'secrets', 'answer-tokens'],
  replay: ['items', 'objects-read', 'secrets', 'answer-tokens'],
  build: ['items', 'objects-read', 'secrets', 'answer-tokens'],
  'reverse-capture': ['items', 'objects-read', 'objects-write', 'secrets', 'answer-tokens'],
  'reverse-replay': ['items', 'objects-read', 'secrets', 'answer-tokens'],
};

const spillDirectory = '/spill';
/** Fargate gives at most 120 seconds; a worker stops within 20. */
const stopTimeoutSeconds = 30;

/** The long-running half: a cluster, one image, and a task definition per role. */
export class Workers extends Construct {
  readonly cluster: Cluster;
  readonly definitions: Readonly<Record<WorkerName, WorkerDefinition>>;
  readonly #roles = new Map<WorkerName, Role>();

  constructor(scope: Construct, id: string, props: WorkersProps) {
    super(scope, id);
    this.cluster = new Cluster(this, 'Cluster', { vpc: props.vpc, containerInsightsV2: ContainerInsights.ENABLED });
    const image = ContainerImage.fromAsset(props.imageDirectory, { platform: Platform.LINUX_ARM64 });
    this.definitions = forEachWorker((name) => this.define(name, image, props));
  }

  /** Permissions that name the state machine, after it exists. */
  grantExecutions(machine: StateMachine): void {
    for (const [name, role] of this.#roles) {
      const statements = executionStatements(permissions[name], machine, this.cluster.clusterName);
      new Policy(this, `${pascal(name)}Executions`, { roles: [role], statements });
    }
  }

  private define(name: WorkerName, image: ContainerImage, props: WorkersProps): WorkerDefinition {
    const size = props.config.workers[name];
    const scope = new Construct(this, pascal(name));
    const taskRole = new Role(scope, 'Role', {
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
      description: `Seaward worker ${name}`,
    });
    for (const statement of stateStatements(permissions[name], props.state)) taskRole.addToPolicy(statement);
    this.#roles.set(name, taskRole);
    const logGroup = encryptedLog(scope, 'Log', props.logs);
    const task = new FargateTaskDefinition(scope, 'Task', {
      cpu: size.cpu,
      memoryLimitMiB: size.memoryMb,
      ephemeralStorageGiB: size.ephemeralGb,
      taskRole,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
      volumes: [{ name: 'spill' }],
    });
    const container = task.addContainer('Worker', {
      image,
      command: ['node', path.posix.join('/worker', name, 'main.mjs')],
      readonlyRootFilesystem: true,
      user: '1000:1000',
      stopTimeout: Duration.seconds(stopTimeoutSeconds),
      environment: {
        ...encodeEnvironment({
          table: props.state.table.tableName,
          objects: `s3://${props.state.bucket.bucketName}`,
          stack: props.config.name,
          stateMachineArn: null,
          local: false,
          databases: props.config.databases,
        }),
        TZ: 'UTC',
        TMPDIR: spillDirectory,
      },
      logging: LogDrivers.awsLogs({ streamPrefix: name, logGroup, mode: AwsLogDriverMode.NON_BLOCKING }),
    });
    container.addMountPoints({ sourceVolume: 'spill', containerPath: spillDirectory, readOnly: false });
    return { task, container };
  }
}

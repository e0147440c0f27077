import { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import {
  type FargateTaskDefinition,
  FargatePlatformVersion,
  type ICluster,
  type ContainerDefinition,
} from 'aws-cdk-lib/aws-ecs';
import { Condition, IntegrationPattern, JsonPath, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { EcsFargateLaunchTarget, EcsRunTask } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { type WorkerName, workerVariables } from '../../model/function-name.ts';
import { type MachineParts, resultPath } from './machine-states.ts';

export interface WorkerDefinition {
  readonly task: FargateTaskDefinition;
  readonly container: ContainerDefinition;
}

export interface WorkerTasksProps {
  readonly cluster: ICluster;
  readonly subnets: readonly ISubnet[];
  readonly securityGroup: ISecurityGroup;
  readonly definitions: Readonly<Record<WorkerName, WorkerDefinition>>;
}

/** Seconds between two heartbeats after which a worker counts as lost; workers beat every 30. */
const heartbeatSeconds = 300;
/** A long-running worker is replaced weekly by itself; its task state lives as long as an execution may. */
const workerTimeoutDays = 300;
const buildTimeoutDays = 7;

/** States that start one Fargate task and wait for its token. */
export class WorkerTasks {
  /** True for a manifest line whose planner asked for a worker instead of a function. */
  readonly wantsWorker: Condition = Condition.and(
    Condition.isPresent('$.item.runner'),
    Condition.stringEquals('$.item.runner', 'worker'),
  );
  readonly #props: WorkerTasksProps;

  constructor(props: WorkerTasksProps) {
    this.#props = props;
  }

  task(
    parts: MachineParts,
    stateName: string,
    worker: WorkerName,
    options: { readonly objectIdPath?: string },
  ): EcsRunTask {
    const { cluster, subnets, securityGroup, definitions } = this.#props;
    const { task, container } = definitions[worker];
    const days = worker === 'build' ? buildTimeoutDays : workerTimeoutDays;
    return new EcsRunTask(parts.scope, stateName, {
      integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      cluster,
      taskDefinition: task,
      launchTarget: new EcsFargateLaunchTarget({ platformVersion: FargatePlatformVersion.LATEST }),
      assignPublicIp: false,
      subnets: { subnets: [...subnets] },
      securityGroups: [securityGroup],
      containerOverrides: [
        {
          containerDefinition: container,
          environment: [
            { name: workerVariables.projectId, value: JsonPath.stringAt('$.projectId') },
            { name: workerVariables.generation, value: JsonPath.format('{}', JsonPath.stringAt('$.generation')) },
            { name: workerVariables.token, value: JsonPath.taskToken },
            ...(options.objectIdPath === undefined
              ? []
              : [{ name: workerVariables.objectId, value: JsonPath.stringAt(options.objectIdPath) }]),
          ],
        },
      ],
      taskTimeout: Timeout.duration(Duration.days(days)),
      heartbeatTimeout: Timeout.duration(Duration.seconds(heartbeatSeconds)),
      resultPath,
    });
  }
}

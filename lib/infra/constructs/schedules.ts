import { Duration } from 'aws-cdk-lib';
import type { Cluster } from 'aws-cdk-lib/aws-ecs';
import { type EventBus, type EventPattern, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../deployment-config.ts';

export interface SchedulesProps {
  readonly config: DeploymentConfig;
  readonly bus: EventBus;
  readonly bucket: IBucket;
  readonly cluster: Cluster;
  readonly stateMachine: StateMachine;
  readonly janitor: IFunction;
  readonly operate: IFunction;
  readonly deadLetters: Queue;
}

/** Where events end that could not be delivered, and those whose function failed three times. An alarm watches it. */
export function deadLetterQueue(scope: Construct): Queue {
  return new Queue(scope, 'DeadLetters', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}

/** What wakes the Janitor and Operate. */
export class Schedules extends Construct {
  readonly #deadLetters: Queue;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    this.#deadLetters = props.deadLetters;
    this.rule('ExecutionEnded', props.janitor, {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [props.stateMachine.stateMachineArn],
        status: ['FAILED', 'ABORTED', 'TIMED_OUT', 'SUCCEEDED'],
      },
    });
    this.rule('TaskStopped', props.janitor, {
      source: ['aws.ecs'],
      detailType: ['ECS Task State Change'],
      detail: { clusterArn: [props.cluster.clusterArn], lastStatus: ['STOPPED'] },
    });
    const sweep = new Rule(this, 'Sweep', { schedule: Schedule.rate(Duration.minutes(5)) });
    sweep.addTarget(this.target(props.janitor));
    this.rule('ProjectFileDropped', props.operate, {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [props.bucket.bucketName] }, object: { key: [{ prefix: 'projects/' }] } },
    });
    if (props.config.eventSources.length > 0) {
      const pattern: EventPattern = {
        source: [...props.config.eventSources],
        detailType: ['StartProject', 'PauseProject', 'ResumeProject', 'OpenCondition'],
      };
      const rule = new Rule(this, 'Commands', { eventBus: props.bus, eventPattern: pattern });
      rule.addTarget(this.target(props.operate));
    }
  }

  private rule(id: string, handler: IFunction, eventPattern: EventPattern): void {
    new Rule(this, id, { eventPattern }).addTarget(this.target(handler));
  }

  private target(handler: IFunction): LambdaFunction {
    return new LambdaFunction(handler, {
      deadLetterQueue: this.#deadLetters,
      maxEventAge: Duration.hours(2),
      retryAttempts: 8,
    });
  }
}

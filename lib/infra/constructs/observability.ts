import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { metricNames, metricNamespace } from '../../model/metric-name.ts';
import type { FunctionName } from '../../model/function-name.ts';
import type { DeploymentConfig } from '../deployment-config.ts';

export interface ObservabilityProps {
  readonly config: DeploymentConfig;
  readonly stateMachine: StateMachine;
  readonly functions: Readonly<Record<FunctionName, IFunction>>;
  readonly deadLetters: Queue;
}

interface AlarmText {
  readonly id: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly means: string;
}

/** Alarms on the maximum over the stack, and one dashboard. Each alarm names its section of the runbook. */
export class Observability extends Construct {
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const period = Duration.minutes(5);
    const failed = props.stateMachine.metricFailed({ period, statistic: 'Sum' });
    const timedOut = props.stateMachine.metricTimedOut({ period, statistic: 'Sum' });
    const dead = props.deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' });
    const janitor = props.functions.janitor.metricErrors({ period, statistic: 'Sum' });
    const operate = props.functions.operate.metricErrors({ period, statistic: 'Sum' });
    const gates = new Metric({
      namespace: metricNamespace,
      metricName: metricNames.gatesOpen,
      dimensionsMap: { Stack: props.config.name },
      statistic: 'Maximum',
      period,
    });
    this.alarms(props.config, [
      { id: 'ExecutionFailed', metric: failed, threshold: 1, means: 'An execution ended by an unexpected error.' },
      { id: 'ExecutionTimedOut', metric: timedOut, threshold: 1, means: 'An execution reached 300 days.' },
      { id: 'EventsUndelivered', metric: dead, threshold: 1, means: 'The Janitor or Operate did not get an event.' },
      { id: 'JanitorFails', metric: janitor, threshold: 3, means: 'The Janitor failed repeatedly.' },
      { id: 'OperateFails', metric: operate, threshold: 3, means: 'Commands fail.' },
      { id: 'GateWaits', metric: gates, threshold: 1, means: 'A project waits for a decision.' },
    ]);
    this.dashboard(props, [failed, timedOut, dead, janitor, operate], gates, period);
  }

  private alarms(config: DeploymentConfig, texts: readonly AlarmText[]): void {
    const topic =
      config.alarmTopicArn === undefined ? null : Topic.fromTopicArn(this, 'AlarmTopic', config.alarmTopicArn);
    for (const text of texts) {
      const alarm = new Alarm(this, text.id, {
        metric: text.metric,
        threshold: text.threshold,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: `${text.means} Runbook: docs/operations.md#${text.id.toLowerCase()}`,
      });
      if (topic !== null) alarm.addAlarmAction(new SnsAction(topic));
    }
  }

  private dashboard(props: ObservabilityProps, failures: readonly IMetric[], gates: IMetric, period: Duration): void {
    const functions = Object.values(props.functions);
    const started = props.stateMachine.metricStarted({ period, statistic: 'Sum' });
    const succeeded = props.stateMachine.metricSucceeded({ period, statistic: 'Sum' });
    const of = (title: string, left: readonly IMetric[]): GraphWidget =>
      new GraphWidget({ title, left: [...left], width: 12 });
    const each = (metric: (handler: IFunction) => IMetric): IMetric[] => functions.map(metric);
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [of('Gates waiting', [gates]), of('Executions', [started, succeeded])],
        [
          of('Failures', failures),
          of(
            'Function errors',
            each((handler) => handler.metricErrors({ period, statistic: 'Sum' })),
          ),
        ],
        [
          of(
            'Function calls',
            each((handler) => handler.metricInvocations({ period, statistic: 'Sum' })),
          ),
          of(
            'Function duration (p99)',
            each((handler) => handler.metricDuration({ period, statistic: 'p99' })),
          ),
        ],
      ],
    });
  }
}

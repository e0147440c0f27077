import { metricNamespace } from '../model/metric-name.ts';
import type { Clock } from '../ports/clock.ts';
import type { Telemetry } from '../ports/telemetry.ts';

/** What every line carries besides its own fields. */
export interface TelemetryContext {
  readonly stack: string;
  readonly component: string;
  readonly projectId: string | null;
}

/**
 * One JSON object per line. Metrics are in CloudWatch's embedded metric format, by {Stack} and by {Stack, Project}, so
 * that printing a line is all it takes:
 *
 *     {"at":"2026-11-22T10:00:00.000Z","component":"load-chunk","project":"orders-1a2b","event":"range.loaded","rows":20000}
 *     {"_aws":{"Timestamp":...,"CloudWatchMetrics":[...]},"Stack":"Seaward","Project":"orders-1a2b","RowsLoaded":20000}
 */
export function jsonTelemetry(context: TelemetryContext, clock: Clock, print: (line: string) => void): Telemetry {
  const project = context.projectId === null ? {} : { project: context.projectId };
  return {
    event: (name, fields) =>
      print(JSON.stringify({ at: clock.now(), component: context.component, ...project, event: name, ...fields })),
    metric: (name, value, unit) => print(JSON.stringify(embeddedMetric(context, clock, name, value, unit))),
  };
}

function embeddedMetric(context: TelemetryContext, clock: Clock, name: string, value: number, unit: string): object {
  const byProject = context.projectId === null ? [] : [['Stack', 'Project']];
  return {
    _aws: {
      Timestamp: Date.parse(clock.now()),
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [['Stack'], ...byProject],
          Metrics: [{ Name: name, Unit: unit }],
        },
      ],
    },
    Stack: context.stack,
    ...(context.projectId === null ? {} : { Project: context.projectId }),
    component: context.component,
    [name]: value,
  };
}

/** Standard output, one line each: what CloudWatch Logs collects. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

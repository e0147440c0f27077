import { expect, test } from 'vitest';
import { jsonTelemetry } from '../../lib/runtime/json-telemetry.ts';
import { systemClock } from '../../lib/runtime/system-clock.ts';

const clock = { ...systemClock, now: () => '2026-11-22T10:00:00.000Z' };

test('an event is one line with time, component and project', () => {
  const lines: string[] = [];
  jsonTelemetry({ stack: 'S', component: 'load-chunk', projectId: 'p' }, clock, (line) => lines.push(line)).event(
    'range.loaded',
    { rows: 20_000 },
  );
  expect(lines).toEqual([
    '{"at":"2026-11-22T10:00:00.000Z","component":"load-chunk","project":"p","event":"range.loaded","rows":20000}',
  ]);
});

test('a metric is in the embedded metric format, by stack and by project', () => {
  const lines: string[] = [];
  jsonTelemetry({ stack: 'S', component: 'load-chunk', projectId: 'p' }, clock, (line) => lines.push(line)).metric(
    'RowsLoaded',
    5,
    'Count',
  );
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: 1_795_341_600_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Seaward',
            Dimensions: [['Stack'], ['Stack', 'Project']],
            Metrics: [{ Name: 'RowsLoaded', Unit: 'Count' }],
          },
        ],
      },
      Stack: 'S',
      Project: 'p',
      component: 'load-chunk',
      RowsLoaded: 5,
    },
  ]);
});

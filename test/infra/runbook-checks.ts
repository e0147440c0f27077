import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { gateNames } from '../../lib/model/gate.ts';
import { metricNamespace } from '../../lib/model/metric-name.ts';
import { allStates, isGate } from './state-graph.ts';
import { type Synthesized, synthesizedOnce } from './synthesized.ts';

describe('the runbook', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  const headings = [...text.matchAll(/^### (.+)$/gm)].flatMap(([, title]) => (title ?? '').split(', '));
  let synthesized: Synthesized;
  beforeAll(async () => {
    synthesized = await synthesizedOnce();
  });

  const alarms = () =>
    Object.values(synthesized.migration.Resources)
      .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
      .map(({ Properties }) => Properties);

  test('has the section every alarm names', () => {
    const named = alarms().map(({ AlarmDescription }) => /#(\w+)$/.exec(String(AlarmDescription))?.[1]);
    expect(named.length).toBeGreaterThan(5);
    const anchors = headings.map((title) => title.toLowerCase());
    expect(named.filter((anchor) => anchor === undefined || !anchors.includes(anchor))).toEqual([]);
  });

  test('has a section for every gate of the machine', () => {
    const gates = allStates(synthesized.definition)
      .filter(isGate)
      .map(({ name, Parameters }) => ({ name, payload: JSON.stringify(Parameters) }));
    const known = new Set(headings);
    const names = gates.map(({ name, payload }) =>
      known.has(name) ? name : gateNames.find((gate) => payload.includes(`"${gate}"`)),
    );
    expect(names.filter((name) => name === undefined || !known.has(name))).toEqual([]);
  });

  test('no alarm watches a metric of ours that nothing prints', () => {
    const ours = alarms().filter(({ Namespace }) => Namespace === metricNamespace);
    expect(ours.map(({ MetricName }) => MetricName)).toEqual(['GatesOpen']);
  });
});

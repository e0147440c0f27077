import { describe, expect, it } from 'vitest';
import { projectItem } from '../../lib/model/stored-item.ts';
import { admit } from '../../lib/steps/admit.ts';
import { projectIdOf } from '../../lib/steps/project-id.ts';
import { manualClock, memoryExecutionStarter } from '../support/memory-doors.ts';
import { memoryObjectStore } from '../support/memory-object-store.ts';
import { memoryProjectStore } from '../support/memory-project-store.ts';

const project = {
  name: 'orders',
  source: { primary: { host: 'db1', serviceName: 'PDB1', secret: { env: { user: 'A', password: 'B' } } } },
  target: { host: 'ob1', secret: { file: 'secret.json' } },
  types: ['schema', 'full', 'verification'],
  objects: { rules: { include: ['SHOP.*'] } },
};

function setUp(local = true) {
  const doors = {
    store: memoryProjectStore(),
    objects: memoryObjectStore('bucket'),
    executions: memoryExecutionStarter(),
    clock: manualClock(),
    local,
  };
  const start = async (name: string, input: object = { project }) => {
    const executionArn = `arn:aws:states:local:0:execution:Seaward:${name}`;
    const result = await admit(doors, { ...input, executionArn, executionName: name });
    return { ...result, executionArn };
  };
  return { ...doors, start };
}

describe('a project is admitted', () => {
  it('at generation 1, with its file stored under its digest', async () => {
    const { store, objects, start } = setUp();
    const { projectId, generation, outcome } = await start('a');
    expect({ outcome, generation }).toEqual({ outcome: 'admitted', generation: 1 });
    const item = await store.get(projectItem, projectId, null);
    const { specKey, specSha256 } = item?.body ?? { specKey: '', specSha256: '' };
    expect(specKey).toContain(specSha256);
    expect(JSON.parse(Buffer.from(await objects.get(specKey, specSha256)).toString('utf8'))).toEqual(project);
  });

  it('once, when two executions ask at the same moment', async () => {
    const { executions, start } = setUp();
    executions.add('arn:aws:states:local:0:execution:Seaward:a');
    executions.add('arn:aws:states:local:0:execution:Seaward:b');
    const both = await Promise.all([start('a'), start('b')]);
    expect(both.map((one) => one.outcome).sort()).toEqual(['admitted', 'duplicate']);
  });

  it('with the same answer when the same execution asks again', async () => {
    const { executions, start } = setUp();
    executions.add((await start('a')).executionArn);
    expect(await start('a')).toMatchObject({ outcome: 'admitted', generation: 1 });
  });

  it('as the next generation when its execution has ended or is unknown', async () => {
    const { executions, start } = setUp();
    executions.add((await start('a')).executionArn);
    executions.end((await start('a')).executionArn);
    const { projectId } = await start('b');
    expect(await start('c', { projectId })).toMatchObject({ outcome: 'admitted', generation: 3 });
  });

  it('from a file in the bucket of the deployment', async () => {
    const { objects, start } = setUp();
    await objects.put('projects/x.json', Buffer.from(JSON.stringify(project)));
    expect(await start('a', { projectFile: 's3://bucket/projects/x.json' })).toMatchObject({ outcome: 'admitted' });
    expect(await start('b', { projectFile: 's3://other/projects/x.json' })).toMatchObject({ outcome: 'refused' });
  });

  it('with a corrected file as long as no plan was made from it', async () => {
    const { store, start } = setUp();
    const { projectId } = await start('a');
    const corrected = { ...project, objects: { rules: { include: ['SHOP.*', 'HR.*'] } } };
    expect(await start('b', { project: corrected })).toMatchObject({ outcome: 'admitted', generation: 2 });
    const stored = await store.get(projectItem, projectId, null);
    if (stored === undefined) throw new Error('the project is gone');
    await store.put(projectItem, projectId, null, { ...stored.body, planKey: 'plan' }, stored.version);
    expect(await start('c')).toMatchObject({ outcome: 'refused', fault: { code: 'INVALID_PROJECT' } });
  });

  it('keeps the wish to pause over a crash and forgets an abort', async () => {
    const { store, start } = setUp();
    const { projectId } = await start('a');
    for (const [desired, expected] of [
      ['paused', 'paused'],
      ['aborted', 'running'],
    ] as const) {
      const stored = await store.get(projectItem, projectId, null);
      if (stored === undefined) throw new Error('the project is gone');
      await store.put(projectItem, projectId, null, { ...stored.body, desired }, stored.version);
      await start(`after-${desired}`);
      expect((await store.get(projectItem, projectId, null))?.body.desired).toBe(expected);
    }
  });
});

describe('a project is refused', () => {
  const bad: readonly (readonly [string, object, string, string])[] = [
    ['replication', { ...project, types: ['full', 'incremental'] }, 'NOT_BUILT', 'incremental'],
    [
      'reverse',
      {
        ...project,
        types: ['full', 'incremental', 'reverse'],
        target: { ...project.target, binlog: { host: 'b', port: 2883, secret: { arn: 'arn:aws:secretsmanager:x' } } },
      },
      'NOT_BUILT',
      'reverse',
    ],
    [
      'a row filter',
      { ...project, objects: { specified: [{ schema: 'S', table: 'T', where: 'A > 1' }] } },
      'NOT_BUILT',
      'objects.specified[0].where',
    ],
    [
      'an unknown field',
      { ...project, objects: { rules: { include: ['A.*'], inlcude: [] } } },
      'INVALID_PROJECT',
      'objects.rules',
    ],
    ['a name with a space', { ...project, name: 'my orders' }, 'INVALID_PROJECT', 'name'],
  ];
  it.each(bad)('for %s', async (_what, file, code, path) => {
    const { start, objects } = setUp();
    const result = await start('a', { project: file });
    expect(result).toMatchObject({ outcome: 'refused', fault: { code } });
    expect(result.fault?.cause).toContain(path);
    expect(objects.keys()).toEqual([]);
  });

  it('for secrets of this machine when it runs on AWS', async () => {
    const { start } = setUp(false);
    const result = await start('a');
    expect(result.fault?.cause).toContain('source.primary.secret');
    expect(result.fault?.cause).toContain('target.secret');
  });

  it('for an id nobody knows and for two inputs at once', async () => {
    const { start } = setUp();
    expect(await start('a', { projectId: 'nobody-000000000000' })).toMatchObject({ outcome: 'refused' });
    expect(await start('b', { project, projectId: 'x' })).toMatchObject({ outcome: 'refused' });
  });
});

describe('a project id', () => {
  it('is ASCII and short for every name', () => {
    for (const name of ['Orders_2026', '订单迁移', 'a'.repeat(64), '---', 'É'.repeat(64)]) {
      expect(projectIdOf(name)).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/u);
    }
  });

  it('tells names apart that look alike in ASCII', () => {
    const ids = ['订单', '订', 'a_b', 'a-b', 'A-B'].map(projectIdOf);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is known beforehand', () => {
    // printf orders | sha256sum
    expect(projectIdOf('orders')).toBe('orders-1c168adb00d2');
  });
});

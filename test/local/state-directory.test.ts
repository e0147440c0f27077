import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLocalEndpoints, openStateDirectory } from '../../lib/local/state-directory.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

const endpoints = {
  processId: process.pid,
  dynamodb: 'http://127.0.0.1:1',
  stepFunctions: 'http://127.0.0.1:2',
  table: 't',
  objects: 'file:///x',
  stateMachineArn: 'arn:aws:states:local:0:stateMachine:S',
  stack: 'local',
};

describe('a state directory', () => {
  it('is taken by one of many who want it at the same moment', async () => {
    await using root = await temporaryDirectory();
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => openStateDirectory(`${root.path}/state`)));
    const taken = all.filter((one) => one.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    for (const { value } of taken) await value[Symbol.asyncDispose]();
    await using again = await openStateDirectory(`${root.path}/state`);
    expect(again.objectsUrl).toContain('%20');
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ processId: 4_194_305, startedAt: '1' })],
    ['of another process with its number', JSON.stringify({ processId: process.pid, startedAt: '1' })],
    ['that was half written', '{"processId":'],
    ['that is empty', ''],
  ])('replaces a lock %s', async (_what, lock) => {
    await using root = await temporaryDirectory();
    await writeFile(path.join(root.path, 'lock-00000000-0000-0000-0000-000000000000'), lock);
    await writeFile(path.join(root.path, 'lock-00000000-0000-0000-0000-000000000000.held'), lock);
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => openStateDirectory(root.path)));
    const taken = all.filter((one) => one.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    for (const { value } of taken) await value[Symbol.asyncDispose]();
    expect((await readdir(root.path)).filter((name) => name.startsWith('lock'))).toEqual([]);
  });

  it('tells its endpoints only while its process holds it', async () => {
    await using root = await temporaryDirectory();
    expect(await findLocalEndpoints(root.path)).toBeUndefined();
    const state = await openStateDirectory(root.path);
    expect(await findLocalEndpoints(root.path)).toBeUndefined();
    await state.writeEndpoints(endpoints);
    expect(await findLocalEndpoints(root.path)).toEqual(endpoints);
    await state[Symbol.asyncDispose]();
    expect(await findLocalEndpoints(root.path)).toBeUndefined();
    await writeFile(path.join(root.path, 'endpoints.json'), JSON.stringify(endpoints));
    expect(await findLocalEndpoints(root.path)).toBeUndefined();
  });
});

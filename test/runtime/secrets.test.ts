import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSecrets } from '../../lib/runtime/secrets.ts';

describe('secrets', () => {
  let directory: string;
  const file = (name: string): string => path.join(directory, name);
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'seaward-secrets-'));
    await writeFile(file('good.json'), '{"user":"scott","password":"tiger"}');
    await writeFile(file('rotated.json'), '{"username":"scott","password":"tiger","engine":"oracle"}');
    await writeFile(file('bad.json'), '{"user":"scott","pasword":"tiger"}');
    await writeFile(file('text.json'), 'hunter2');
  });
  afterAll(() => rm(directory, { recursive: true }));
  afterEach(() => vi.unstubAllEnvs());

  const local = openSecrets({ local: true });
  const scott = { user: 'scott', password: 'tiger' };

  test('on one machine come from a file, also as rotation writes it', async () => {
    expect(await local.read({ file: file('good.json') })).toEqual(scott);
    expect(await local.read({ file: file('rotated.json') })).toEqual(scott);
  });

  test('on one machine come from two variables, whose values are read each time', async () => {
    const reference = { env: { user: 'TEST_USER', password: 'TEST_PASSWORD' } };
    vi.stubEnv('TEST_USER', 'scott');
    vi.stubEnv('TEST_PASSWORD', 'tiger');
    expect(await local.read(reference)).toEqual(scott);
    vi.stubEnv('TEST_PASSWORD', 'lion');
    expect(await local.read(reference)).toEqual({ user: 'scott', password: 'lion' });
  });

  test('that cannot be read are a fault that names the place and nothing of the content', async () => {
    for (const name of ['bad.json', 'text.json', 'missing.json']) {
      const error: unknown = await local.read({ file: file(name) }).catch((thrown: unknown) => thrown);
      expect(error).toHaveProperty('code', 'SECRET_UNREADABLE');
      expect(error).toHaveProperty('record.subject', file(name));
      expect(String(error)).not.toMatch(/tiger|hunter2/);
    }
    await expect(local.read({ env: { user: 'TEST_NOBODY', password: 'TEST_NOBODY' } })).rejects.toThrow('TEST_NOBODY');
  });

  test('on AWS are neither files nor variables', async () => {
    const deployed = openSecrets({ local: false });
    await expect(deployed.read({ file: file('good.json') })).rejects.toHaveProperty('code', 'SECRET_UNREADABLE');
    await expect(deployed.read({ env: { user: 'A', password: 'B' } })).rejects.toHaveProperty(
      'code',
      'SECRET_UNREADABLE',
    );
  });
});

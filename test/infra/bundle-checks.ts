import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Synthesized, synthesizedOnce } from './synthesized.ts';

const run = promisify(execFile);
const megabytesMax = 3;

describe('the bundles', () => {
  let synthesized: Synthesized;
  beforeAll(async () => {
    synthesized = await synthesizedOnce();
  });

  const files = (): [string, string][] =>
    Object.entries({ ...synthesized.manifest.functions, ...synthesized.manifest.workers }).map(([name, { bundle }]) => [
      name,
      path.resolve(synthesized.directory, bundle),
    ]);

  test('are at most three megabytes each', () => {
    for (const [name, file] of files()) {
      expect(statSync(file).size, name).toBeLessThanOrEqual(megabytesMax * 1024 * 1024);
    }
  });

  test('load without node_modules and export a handler', async () => {
    const bundles = Object.values(synthesized.manifest.functions).map(({ bundle }) =>
      path.resolve(synthesized.directory, bundle),
    );
    const script = `
      const kinds = await Promise.all(process.argv.slice(1).map(async (file) => typeof (await import(file)).handler));
      process.stdout.write(JSON.stringify(kinds));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, ...bundles], {
      cwd: synthesized.directory,
      env: { TZ: 'UTC' },
    });
    expect(JSON.parse(stdout)).toEqual(bundles.map(() => 'function'));
  });

  test('a worker without its variables stops at once and names what is missing', async () => {
    const worker = path.resolve(synthesized.directory, synthesized.manifest.workers['build']?.bundle ?? '');
    const ended = run(process.execPath, [worker], { env: { TZ: 'UTC' } });
    await expect(ended).rejects.toThrow('SEAWARD_TABLE');
    await expect(ended).rejects.toHaveProperty('code', 1);
  });
});

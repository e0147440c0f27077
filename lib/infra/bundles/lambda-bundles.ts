import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import {
  forEachFunction,
  forEachWorker,
  type FunctionName,
  functionNames,
  type WorkerName,
  workerNames,
} from '../../model/function-name.ts';

/** Where the bundles of one content lie: a directory per function, and one image directory for all workers. */
export interface Bundles {
  readonly functions: Readonly<Record<FunctionName, string>>;
  readonly workers: Readonly<Record<WorkerName, string>>;
  readonly imageDirectory: string;
}

const root = path.resolve(import.meta.dirname, '../../..');

/** Folders whose files end up in bundles; a change in any of them, in the lockfile or here makes new bundles. */
const inputs = [
  'lambdas/**/*.ts',
  'containers/*/main.ts',
  'containers/Dockerfile',
  'lib/{model,engine,ports,steps,oracle,oceanbase,aws,runtime}/**/*.ts',
  'lib/infra/bundles/*.ts',
  'package-lock.json',
];

/** Kept beside the newest: other checkouts of the same tree, and a synth running at the same time. */
const cache = path.join(root, 'node_modules/.cache/seaward/bundles');

/**
 * Bundles every function and worker with one esbuild call, or finds them in the cache. Bundles are complete: no file of
 * node_modules is needed at run time.
 */
export async function buildBundles(): Promise<Bundles> {
  const directory = path.join(cache, contentDigest());
  if (!existsSync(path.join(directory, 'meta.json'))) await buildInto(directory);
  return {
    functions: forEachFunction((name) => path.join(directory, 'lambdas', name)),
    workers: forEachWorker((name) => path.join(directory, 'image', name)),
    imageDirectory: path.join(directory, 'image'),
  };
}

function contentDigest(): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of globSync(inputs, { cwd: root }).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Builds beside the final place and moves it there whole, so that a synth running at the same time never sees half. */
async function buildInto(directory: string): Promise<void> {
  const making = `${directory}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const entries = [
    ...functionNames.map((name) => ({ in: `lambdas/${name}/index.ts`, out: `lambdas/${name}/index` })),
    ...workerNames.map((name) => ({ in: `containers/${name}/main.ts`, out: `image/${name}/main` })),
  ];
  const present = entries.filter((entry) => existsSync(path.join(root, entry.in)));
  for (const entry of entries.filter((one) => !present.includes(one))) {
    const file = path.join(making, `${entry.out}.mjs`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `export const handler = () => { throw new Error('${entry.in} is not written yet'); };\n`);
  }
  const result = await build({
    absWorkingDir: root,
    entryPoints: present,
    outdir: making,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    // Fault and Error names are part of logs and of Catch clauses.
    keepNames: true,
    treeShaking: true,
    legalComments: 'none',
    mainFields: ['module', 'main'],
    conditions: ['node', 'import'],
    banner: { js: requireBanner },
    metafile: true,
    logLevel: 'error',
  });
  copyFileSync(path.join(root, 'containers/Dockerfile'), path.join(making, 'image/Dockerfile'));
  writeFileSync(path.join(making, 'meta.json'), JSON.stringify(result.metafile));
  rmSync(directory, { recursive: true, force: true });
  renameSync(making, directory);
}

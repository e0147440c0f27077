import { createHash } from 'node:crypto';
import {
  copyFileSync,
  readdirSync,
  statSync,
  utimesSync,
  existsSync,
  globSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { forEachFunction, type FunctionName, functionNames, workerNames } from '../../model/function-name.ts';
import { assert } from '../../model/fault.ts';
import { leavesOut } from './left-out.ts';

/** Where the bundles of one content lie: a directory per function, and one image directory for all workers. */
export interface Bundles {
  readonly functions: Readonly<Record<FunctionName, string>>;
  readonly imageDirectory: string;
}

const root = path.resolve(import.meta.dirname, '../../..');

/** Folders whose files end up in bundles; a change in any of them, in the lockfile or here makes new bundles. */
const inputs = [
  'lambdas/**/*.ts',
  'containers/*/main.ts',
  'containers/Dockerfile',
  'lib/{model,engine,ports,steps,oracle,oceanbase,aws,doors,runtime}/**/*.ts',
  'lib/local/*object-store*.ts',
  'lib/infra/bundles/*.ts',
  'package-lock.json',
];

/** What went into each bundle, by bytes; written last, so that its presence means a whole build. */
const metaFile = 'meta.json';

const cache = path.join(root, 'node_modules/.cache/seaward/bundles');

/**
 * Bundles every function and worker with one esbuild call, or finds them in the cache. Bundles are complete: no file of
 * node_modules is needed at run time.
 */
export async function buildBundles(): Promise<Bundles> {
  const directory = path.join(cache, contentDigest());
  if (existsSync(path.join(directory, metaFile))) utimesSync(directory, new Date(), new Date());
  else await buildInto(directory);
  return {
    functions: forEachFunction((name) => path.join(directory, 'lambdas', name)),
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

/** Some dependencies are CommonJS and ask for Node's own modules by `require`. */
const requireBanner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** Builds beside the final place and moves it there whole, so that a synth running at the same time never sees half. */
async function buildInto(directory: string): Promise<void> {
  const making = `${directory}.${process.pid}`;
  try {
    const metafile = await bundle(making);
    checkInputs(metafile);
    copyFileSync(path.join(root, 'containers/Dockerfile'), path.join(making, 'image/Dockerfile'));
    writeFileSync(path.join(making, metaFile), JSON.stringify(metafile));
    // Somebody may have built the same content meanwhile; theirs is as good.
    if (!existsSync(directory)) renameSync(making, directory);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  forgetOld();
}

async function bundle(outdir: string): Promise<Metafile> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      ...functionNames.map((name) => ({ in: `lambdas/${name}/index.ts`, out: `lambdas/${name}/index` })),
      ...workerNames.map((name) => ({ in: `containers/${name}/main.ts`, out: `image/${name}/main` })),
    ],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    // Names of errors are part of logs and of Catch clauses.
    keepNames: true,
    legalComments: 'none',
    mainFields: ['module', 'main'],
    conditions: ['node', 'import'],
    banner: { js: requireBanner },
    plugins: [leavesOut],
    metafile: true,
    logLevel: 'error',
  });
  return result.metafile;
}

/** Whatever went into a bundle must be part of the digest, or a change of it would go unseen. */
function checkInputs(metafile: Metafile): void {
  const known = new Set(globSync(inputs, { cwd: root }));
  const unknown = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/') && !known.has(file));
  assert(unknown.length === 0, `bundled but not watched: ${unknown.join(', ')}`);
}

/** Bundles nobody synthesized for a day, and what a killed build left. */
function forgetOld(): void {
  const dayMs = 86_400_000;
  for (const name of readdirSync(cache)) {
    const directory = path.join(cache, name);
    const { mtimeMs } = statSync(directory);
    if (Date.now() - mtimeMs > dayMs) rmSync(directory, { recursive: true, force: true });
  }
}

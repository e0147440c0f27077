import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { z } from 'zod';
import { assert } from '../model/fault.ts';
import { forEachFunction, forEachWorker } from '../model/function-name.ts';
import { type FunctionsManifest, functionsManifestFile } from '../model/functions-manifest.ts';
import { environmentVariables } from '../runtime/environment.ts';
import type { BuiltApp } from './build-app.ts';
import { functionCatalogue, memoryMb } from './function-catalogue.ts';
import type { DeploymentConfig } from './deployment-config.ts';

/** Writes `functions.json` into a synthesized assembly. Bundles are those staged inside it: it can be moved as a whole. */
export function writeFunctionsManifest(
  directory: string,
  { migration }: BuiltApp,
  config: DeploymentConfig,
): FunctionsManifest {
  const environment = Object.values(environmentVariables);
  const staged = new StagedAssets(directory, migration);
  const image = staged.imageDirectory();
  const manifest: FunctionsManifest = {
    format: 1,
    template: migration.templateFile,
    stateMachine: { logicalId: logicalId(migration.machine.stateMachine, CfnStateMachine) },
    functions: forEachFunction((name) => {
      const { timeoutSeconds, memory } = functionCatalogue[name];
      const id = logicalId(migration.functions.byName[name], CfnFunction);
      return {
        logicalId: id,
        bundle: staged.existing(path.join(staged.codeDirectory(id), 'index.mjs')),
        timeoutSeconds,
        memoryMb: memory === 'chunk' ? config.functions.chunkMemoryMb : memoryMb[memory],
        environment,
      };
    }),
    workers: forEachWorker((name) => ({
      logicalId: logicalId(migration.workers.definitions[name].task, CfnTaskDefinition),
      bundle: staged.existing(path.join(image, name, 'main.mjs')),
      memoryMb: config.workers[name].memoryMb,
      environment,
    })),
  };
  writeFileSync(path.join(directory, functionsManifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

const templateSchema = z.object({ Resources: z.record(z.string(), z.unknown()) });
const functionSchema = z.object({ Properties: z.object({ Code: z.object({ S3Key: z.string().endsWith('.zip') }) }) });
const assetsSchema = z.object({
  dockerImages: z.record(z.string(), z.object({ source: z.object({ directory: z.string() }) })),
});

/** Where the CDK put the assets of a stack, relative to the assembly. */
class StagedAssets {
  readonly #directory: string;
  readonly #resources: Readonly<Record<string, unknown>>;
  readonly #images: readonly string[];

  constructor(directory: string, stack: Stack) {
    const read = (file: string): unknown => JSON.parse(readFileSync(path.join(directory, file), 'utf8'));
    this.#directory = directory;
    this.#resources = templateSchema.parse(read(stack.templateFile)).Resources;
    const { dockerImages } = assetsSchema.parse(read(stack.templateFile.replace(/template\.json$/, 'assets.json')));
    this.#images = Object.values(dockerImages).map(({ source }) => source.directory);
  }

  /** A function's code is the zip of a directory named by the same digest. */
  codeDirectory(id: string): string {
    const { Code } = functionSchema.parse(this.#resources[id]).Properties;
    return `asset.${path.basename(Code.S3Key, '.zip')}`;
  }

  imageDirectory(): string {
    const [image] = this.#images;
    assert(image !== undefined && this.#images.length === 1, 'one image for all workers');
    return image;
  }

  existing(file: string): string {
    assert(existsSync(path.join(this.#directory, file)), `staged asset ${file}`);
    return file;
  }
}

/** The id a template knows a construct's resource by. */
function logicalId(
  construct: IConstruct,
  resource: typeof CfnTaskDefinition | typeof CfnFunction | typeof CfnStateMachine,
): string {
  const child = construct.node.defaultChild;
  assert(child instanceof resource, `a template resource under ${construct.node.path}`);
  return Stack.of(construct).getLogicalId(child);
}

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { forEachFunction, forEachWorker } from '../model/function-name.ts';
import { type FunctionsManifest, functionsManifestFile } from '../model/functions-manifest.ts';
import { environmentVariables } from '../runtime/environment.ts';
import type { BuiltApp } from './build-app.ts';
import type { Bundles } from './bundles/lambda-bundles.ts';
import { functionCatalogue, memoryMb } from './function-catalogue.ts';
import type { DeploymentConfig } from './deployment-config.ts';

/** Writes `functions.json` into a synthesized assembly. */
export function writeFunctionsManifest(
  directory: string,
  { migration }: BuiltApp,
  bundles: Bundles,
  config: DeploymentConfig,
): FunctionsManifest {
  const environment = Object.values(environmentVariables);
  const relative = (...parts: readonly string[]): string => path.relative(directory, path.join(...parts));
  const manifest: FunctionsManifest = {
    format: 1,
    template: migration.templateFile,
    stateMachine: { logicalId: logicalId(migration.machine.stateMachine, CfnStateMachine) },
    functions: forEachFunction((name) => {
      const { timeoutSeconds, memory } = functionCatalogue[name];
      return {
        logicalId: logicalId(migration.functions.byName[name], CfnFunction),
        bundle: relative(bundles.functions[name], 'index.mjs'),
        timeoutSeconds,
        memoryMb: memory === 'chunk' ? config.functions.chunkMemoryMb : memoryMb[memory],
        environment,
      };
    }),
    workers: forEachWorker((name) => ({
      logicalId: logicalId(migration.workers.definitions[name].task, CfnTaskDefinition),
      bundle: relative(bundles.workers[name], 'main.mjs'),
      memoryMb: config.workers[name].memoryMb,
      environment,
    })),
  };
  writeFileSync(path.join(directory, functionsManifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** The id a template knows a construct's resource by. */
function logicalId(
  construct: IConstruct,
  resource: typeof CfnTaskDefinition | typeof CfnFunction | typeof CfnStateMachine,
): string {
  const child = construct.node.defaultChild;
  if (!(child instanceof resource)) throw new Error(`no template resource under ${construct.node.path}`);
  return Stack.of(construct).getLogicalId(child);
}

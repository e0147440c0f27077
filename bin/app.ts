import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { buildApp } from '../lib/infra/build-app.ts';
import { buildBundles } from '../lib/infra/bundles/lambda-bundles.ts';
import { decodeDeploymentConfig } from '../lib/infra/deployment-config.ts';
import { writeFunctionsManifest } from '../lib/infra/functions-manifest.ts';
import { writeLocalDefinition } from '../lib/infra/local-definition.ts';

// The CDK app. `cdk synth --context config=FILE` names a deployment config; without one, the `seaward` context of
// cdk.json, else a deployment of defaults.
const app = new App({ analyticsReporting: false });
const file: unknown = app.node.tryGetContext('config');
const config = decodeDeploymentConfig(
  typeof file === 'string' ? JSON.parse(readFileSync(file, 'utf8')) : (app.node.tryGetContext('seaward') ?? {}),
);
const bundles = await buildBundles();
const built = buildApp(app, config, bundles);
const assembly = app.synth();
writeLocalDefinition(assembly.directory, writeFunctionsManifest(assembly.directory, built, config));

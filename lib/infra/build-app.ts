import { type App, Tags } from 'aws-cdk-lib';
import { acknowledgeFindings } from './acknowledgements.ts';
import type { Bundles } from './bundles/lambda-bundles.ts';
import type { DeploymentConfig } from './deployment-config.ts';
import { MigrationStack } from './stacks/migration-stack.ts';
import { StateStack } from './stacks/state-stack.ts';

export interface BuiltApp {
  readonly app: App;
  readonly state: StateStack;
  readonly migration: MigrationStack;
}

/** Adds both stacks of one deployment to an app. Synthesizing is left to the caller, who may add its own checks first. */
export function buildApp(app: App, config: DeploymentConfig, bundles: Bundles): BuiltApp {
  const env = {
    ...(config.account === undefined ? {} : { account: config.account }),
    ...(config.region === undefined ? {} : { region: config.region }),
  };
  const state = new StateStack(app, `${config.name}State`, { config, env });
  const migration = new MigrationStack(app, `${config.name}Migration`, { config, state, bundles, env });
  Tags.of(app).add('Application', 'seaward');
  Tags.of(app).add('Deployment', config.name);
  for (const [key, value] of Object.entries(config.tags)) Tags.of(app).add(key, value);
  acknowledgeFindings({ state, migration });
  return { app, state, migration };
}

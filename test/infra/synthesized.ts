import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { z } from 'zod';
import { buildApp } from '../../lib/infra/build-app.ts';
import { type Bundles, buildBundles } from '../../lib/infra/bundles/lambda-bundles.ts';
import { decodeDeploymentConfig } from '../../lib/infra/deployment-config.ts';
import { writeFunctionsManifest } from '../../lib/infra/functions-manifest.ts';
import { writeLocalDefinition } from '../../lib/infra/local-definition.ts';
import { type FunctionsManifest, localDefinitionFile } from '../../lib/model/functions-manifest.ts';

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
export type Template = z.infer<typeof templateSchema>;

const reportSchema = z.object({
  pluginReports: z
    .array(
      z.object({
        pluginName: z.string(),
        violations: z.array(z.object({ ruleName: z.string() })).default([]),
      }),
    )
    .default([]),
});

export interface Synthesized {
  readonly directory: string;
  /** Of processor time: wall time says nothing while other tests run. */
  readonly cpuSeconds: number;
  readonly state: Template;
  readonly migration: Template;
  readonly manifest: FunctionsManifest;
  readonly definition: unknown;
  readonly bundles: Bundles;
  /** `plugin: rule` of every finding that nobody accepted. */
  readonly findings: readonly string[];
}

const root = path.resolve(import.meta.dirname, '../..');

/** The context of cdk.json: feature flags as `cdk synth` sees them. */
export function flags(): Record<string, unknown> {
  return z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(path.join(root, 'cdk.json'), 'utf8'))).context;
}

export function temporaryDirectory(): string {
  return mkdtempSync(path.join(tmpdir(), 'seaward-synth-'));
}

export function unacceptedFindings(directory: string): string[] {
  const report = reportSchema.parse(JSON.parse(readFileSync(path.join(directory, 'validation-report.json'), 'utf8')));
  return report.pluginReports.flatMap(({ pluginName, violations }) =>
    violations.map(({ ruleName }) => `${pluginName}: ${ruleName}`),
  );
}

/** One synth of a config with the rule packs, in a directory of its own. */
export async function synthesize(config: unknown): Promise<Synthesized> {
  const bundles = await buildBundles();
  const directory = temporaryDirectory();
  const decoded = decodeDeploymentConfig(config);
  const started = process.cpuUsage();
  const app = new App({ outdir: directory, context: flags(), analyticsReporting: false });
  const built = buildApp(app, decoded, bundles);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  app.synth();
  const used = process.cpuUsage(started);
  const cpuSeconds = (used.user + used.system) / 1e6;
  const manifest = writeFunctionsManifest(directory, built, decoded);
  writeLocalDefinition(directory, manifest);
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(directory, file), 'utf8'));
  return {
    directory,
    cpuSeconds,
    manifest,
    bundles,
    state: templateSchema.parse(read(built.state.templateFile)),
    migration: templateSchema.parse(read(built.migration.templateFile)),
    definition: read(localDefinitionFile),
    findings: unacceptedFindings(directory),
  };
}

let shared: Promise<Synthesized> | null = null;

/** The one synth all infrastructure tests look at. */
export function synthesizedOnce(): Promise<Synthesized> {
  shared ??= synthesize({});
  return shared;
}

export async function removeSynthesized(): Promise<void> {
  if (shared !== null) rmSync((await shared).directory, { recursive: true, force: true });
}

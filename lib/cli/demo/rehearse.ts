import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunReport } from '../../model/run-report.ts';
import type { ProjectFile } from '../../model/project.ts';
import { readAnswers } from '../answers.ts';
import type { CommandContext } from '../command.ts';
import { openDatabaseDoors } from '../database-doors.ts';
import { loadProjectFile } from '../project-file.ts';
import { runProject } from '../run-project.ts';
import { compareIndependently } from './independent-comparison.ts';
import { peakRssBytes } from './peak-memory.ts';
import { type RehearsalSource, startRehearsalSource } from './rehearsal-source.ts';
import { type RehearsalTarget, startRehearsalTarget } from './rehearsal-target.ts';

export interface RehearsalReport extends RunReport {
  /** What the independent script found; anything but 0 fails the rehearsal. */
  readonly independentDifferences: number;
}

export interface RehearsalOutcome {
  readonly report: RehearsalReport;
  /** Empty when everything that was to be shown was seen. */
  readonly failures: readonly string[];
}

/** One migration from the stand-in to the rehearsal target, with three mistakes planted before verification. */
export async function rehearse(context: CommandContext, directory: string, rows: number): Promise<RehearsalOutcome> {
  context.say(`Starting an Oracle stand-in with a sample business of about ${rows} rows`);
  await using source = await startRehearsalSource(context, directory, rows);
  await using target = await startRehearsalTarget(context);
  context.say(
    `Source ${source.host}:${source.port}/${source.serviceName} (stand-in), target ${target.host}:${target.port} (${target.version})`,
  );
  const database = `shop_${process.pid}`;
  const projectPath = await writeProject(directory, source, target, database);
  const project = await loadProjectFile(silent(context), projectPath);
  await onTarget(context, project.file, [`CREATE DATABASE \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`]);
  try {
    const options = { project, stateDirectory: path.join(directory, 'state') };
    const loaded = await runProject(context, { ...options, until: 'full', answers: new Map() });
    if (loaded.exit !== 0) return failed(loaded.report, `the load ended ${loaded.report.outcome}`);
    await onTarget(context, project.file, await plantedDifferences(database));
    context.say('Planted in the target: one row missing, one extra, one different');
    const answers = await readAnswers(path.join(import.meta.dirname, 'answers.json'));
    const whole = await runProject(context, { ...options, answers });
    if (whole.exit !== 0) return failed(whole.report, `the migration ended ${whole.report.outcome}`);
    return await judge(context, whole.report, source, target, database);
  } finally {
    await onTarget(context, project.file, [`DROP DATABASE IF EXISTS \`${database}\``]);
  }
}

async function judge(
  context: CommandContext,
  report: RunReport,
  source: RehearsalSource,
  target: RehearsalTarget,
  database: string,
): Promise<RehearsalOutcome> {
  const compared = await compareIndependently(context, {
    oracle: {
      connectString: `${source.host}:${source.port}/${source.serviceName}`,
      user: 'SYSTEM',
      password: 'oracle',
      schema: 'SHOP',
    },
    mysql: { host: target.host, port: target.port, user: target.user, password: target.password, database },
    tables: Object.fromEntries(report.tables.map((table) => [afterPoint(table.source), afterPoint(table.target)])),
  });
  const repaired = report.tables.reduce((sum, table) => sum + (table.verification?.repaired ?? 0), 0);
  const peaks = {
    ...report.peakRssBytes,
    seaward: process.resourceUsage().maxRSS * 1_024,
    'stand-in': (await peakRssBytes(source.processId)) ?? 0,
    ...(target.processId === null ? {} : { target: (await peakRssBytes(target.processId)) ?? 0 }),
  };
  const failures: string[] = [];
  if (compared.differences !== 0)
    failures.push(`the independent script found ${compared.differences} differences: ${compared.details.join('; ')}`);
  if (repaired !== plantedCount) failures.push(`verification repaired ${repaired} rows instead of ${plantedCount}`);
  if (report.discrepancies !== 0)
    failures.push(`verification ended with ${report.discrepancies ?? 'no'} discrepancies`);
  context.say(`Independent script: ${compared.rows} rows compared, ${compared.differences} differences`);
  return { report: { ...report, peakRssBytes: peaks, independentDifferences: compared.differences }, failures };
}

const plantedCount = 3;

function failed(report: RunReport, failure: string): RehearsalOutcome {
  return { report: { ...report, independentDifferences: -1 }, failures: [failure] };
}

async function onTarget(context: CommandContext, file: ProjectFile, statements: readonly string[]): Promise<void> {
  await using target = await openDatabaseDoors().openSchemaTarget(file.target, context.signal);
  for (const statement of statements) await target.execute(statement, AbortSignal.timeout(statementMsMax));
}

const statementMsMax = 60_000;

async function plantedDifferences(database: string): Promise<readonly string[]> {
  const text = await readFile(path.join(import.meta.dirname, 'planted-differences.sql'), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('--'))
    .map((line) => line.replace(/;$/, '').replace('&DATABASE', database));
}

async function writeProject(
  directory: string,
  source: RehearsalSource,
  target: RehearsalTarget,
  database: string,
): Promise<string> {
  const secret = async (name: string, user: string, password: string): Promise<{ file: string }> => {
    const file = path.join(directory, name);
    await writeFile(file, JSON.stringify({ user, password }), { mode: 0o600 });
    return { file };
  };
  const { host, port, serviceName } = source;
  const project = {
    name: 'demo',
    source: {
      mode: 'primary',
      primary: { host, port, serviceName, secret: await secret('source.json', 'seaward', 'seaward-secret') },
    },
    target: { host: target.host, port: target.port, secret: await secret('target.json', target.user, target.password) },
    types: ['schema', 'full', 'verification'],
    objects: { rules: { include: ['SHOP.*'] } },
    schemas: { SHOP: database },
  };
  const file = path.join(directory, 'project.json');
  await writeFile(file, JSON.stringify(project, null, 2));
  return file;
}

/** Advice for operators is not for a rehearsal. */
function silent(context: CommandContext): CommandContext {
  return { ...context, say: () => undefined };
}

function afterPoint(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { projectItem, type ProjectItem, type Stored } from '../model/stored-item.ts';
import { type CommandContext, type OptionValues, textOption, UsageError } from './command.ts';
import { type DeploymentDoors, openDeployment } from './local-deployment.ts';

/** Options of every command that operates a local project. */
export const localOptions = { local: { type: 'string' } } as const;

export interface LocalProject extends AsyncDisposable {
  readonly doors: DeploymentDoors;
  readonly projectId: string;
  readonly stored: Stored<ProjectItem>;
  readonly stateDirectory: string;
}

/** Opens the one project of a state directory: `--local DIR`, else the only directory under `.seaward`. */
export async function openLocalProject(context: CommandContext, options: OptionValues): Promise<LocalProject> {
  const stateDirectory = textOption(options, 'local') ?? (await onlyStateDirectory());
  const doors = await openDeployment(context, stateDirectory);
  try {
    for await (const projectId of doors.store.listProjects()) {
      const stored = await doors.store.get(projectItem, projectId, null);
      if (stored !== undefined) {
        return { doors, projectId, stored, stateDirectory, [Symbol.asyncDispose]: () => doors[Symbol.asyncDispose]() };
      }
    }
    throw new UsageError(`there is no project in ${stateDirectory}`);
  } catch (error) {
    await doors[Symbol.asyncDispose]();
    throw error;
  }
}

async function onlyStateDirectory(): Promise<string> {
  const names = await readdir('.seaward').catch(() => []);
  const [only] = names;
  if (only === undefined || names.length > 1) {
    throw new UsageError('say which project with --local DIR (the state directory of `seaward run`)');
  }
  return path.join('.seaward', only);
}

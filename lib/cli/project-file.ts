import { readFile } from 'node:fs/promises';
import { projectAdvice } from '../engine/selection/project-rules.ts';
import { Fault } from '../model/fault.ts';
import type { ProjectFile, ProjectProblem } from '../model/project.ts';
import { type ExaminedProject, examineProjectFile } from '../steps/read-project-file.ts';
import type { CommandContext } from './command.ts';

export interface LoadedProject {
  readonly file: ProjectFile;
  /** The JSON as it was written: what an execution is started with. */
  readonly json: object;
}

/** Reads and examines a project file for use on this machine. Faults: INVALID_PROJECT, NOT_BUILT. */
export async function loadProjectFile(context: CommandContext, path: string): Promise<LoadedProject> {
  const json = await readJson(path);
  const examined = examineProjectFile(json, true);
  for (const line of examinationLines(examined)) context.say(line);
  if (examined.file === null || examined.problems.length > 0) {
    throw new Fault('INVALID_PROJECT', `${path} has ${examined.problems.length} problems`, { subject: path });
  }
  if (examined.missing.length > 0) {
    throw new Fault('NOT_BUILT', `${path} asks for ${examined.missing.length} things this version does not do`);
  }
  if (json === null || typeof json !== 'object') throw new Error('assertion failed: a valid project file is an object');
  return { file: examined.file, json };
}

export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Fault('INVALID_PROJECT', `${path} cannot be read: ${error instanceof Error ? error.message : ''}`, {
      subject: path,
    });
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault('INVALID_PROJECT', `${path} is not JSON: ${error instanceof Error ? error.message : ''}`, {
      subject: path,
    });
  }
}

/** Every problem on a line of its own, then advice. */
export function examinationLines({ file, problems, missing }: ExaminedProject): readonly string[] {
  return [
    ...problems.map(problemLine),
    ...missing.map(problemLine),
    ...(file === null ? [] : projectAdvice(file).map((advice) => `advice: ${advice}`)),
  ];
}

function problemLine({ path, problem, remedy }: ProjectProblem): string {
  return `${path}: ${problem}; ${remedy}`;
}

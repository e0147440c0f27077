import type { z } from 'zod';
import { notBuilt, projectProblems } from '../engine/selection/project-rules.ts';
import { Fault } from '../model/fault.ts';
import { type ProjectFile, type ProjectProblem, projectFileSchema, type SecretReference } from '../model/project.ts';

/**
 * Decodes a project file and applies what this version can do. `local` permits inline hosts with {env} and {file}
 * secrets. Faults: INVALID_PROJECT with every problem and its path; NOT_BUILT with everything that is left for later.
 */
export function readProjectFile(json: unknown, local: boolean): ProjectFile {
  const { file, problems, missing } = examineProjectFile(json, local);
  if (problems.length > 0) throw new Fault('INVALID_PROJECT', listed(problems));
  if (file === null) throw new Error('assertion failed: a project file without problems was decoded');
  if (missing.length > 0) throw new Fault('NOT_BUILT', listed(missing), { subject: file.name });
  return file;
}

export interface ExaminedProject {
  /** Null when the shape itself is wrong. */
  readonly file: ProjectFile | null;
  /** What is wrong with the file. */
  readonly problems: readonly ProjectProblem[];
  /** What is right, but not built in this version. */
  readonly missing: readonly ProjectProblem[];
}

/** Every problem of a project file at once, with its path and what to do. */
export function examineProjectFile(json: unknown, local: boolean): ExaminedProject {
  const decoded = projectFileSchema.safeParse(json);
  if (!decoded.success) {
    return { file: null, problems: decoded.error.issues.flatMap((issue) => problemsOf(issue, [])), missing: [] };
  }
  const file = decoded.data;
  const problems = [...projectProblems(file), ...(local ? [] : secretProblems(file))];
  return { file, problems, missing: notBuilt(file) };
}

function secretProblems(file: ProjectFile): readonly ProjectProblem[] {
  return secretsOf(file)
    .filter(({ secret }) => !('arn' in secret))
    .map(({ path }) => ({
      path,
      problem: 'a secret of this kind is read on one machine only',
      remedy: 'name a secret of AWS Secrets Manager: {"arn": "..."}',
    }));
}

function secretsOf(file: ProjectFile): readonly { readonly path: string; readonly secret: SecretReference }[] {
  const all: { readonly path: string; readonly secret: SecretReference | undefined }[] = [
    { path: 'source.primary.secret', secret: file.source.primary?.secret },
    { path: 'source.standby.secret', secret: file.source.standby?.secret },
    { path: 'target.secret', secret: file.target.secret },
    { path: 'target.binlog.secret', secret: file.target.binlog?.secret },
  ];
  return all.flatMap(({ path, secret }) => (secret === undefined ? [] : [{ path, secret }]));
}

type Issue = z.core.$ZodIssue;

/** One line per issue; of a value that fits none of several shapes, the issues of the shape it comes nearest to. */
function problemsOf(issue: Issue, base: readonly PropertyKey[]): readonly ProjectProblem[] {
  const path = [...base, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const nearest = [...issue.errors].sort((left, right) => left.length - right.length)[0] ?? [];
    const deeper = nearest.filter(({ path: inner }) => inner.length > 0);
    if (deeper.length > 0) return deeper.flatMap((inner) => problemsOf(inner, path));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: pathText([...path, key]),
      problem: 'there is no such field',
      remedy: 'check the spelling, or leave it out; `seaward schema` prints all fields',
    }));
  }
  return [{ path: pathText(path), problem: issue.message, remedy: remedyOf(issue) }];
}

function remedyOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `give a value of type ${issue.expected}`;
    case 'invalid_value':
      return `choose one of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `keep it at or below ${issue.maximum}`;
    case 'too_small':
      return `keep it at or above ${issue.minimum}`;
    case 'invalid_format':
      return `write it as ${issue.format === 'regex' ? (issue.pattern ?? 'described in the schema') : issue.format}`;
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return 'see `seaward schema` for what is allowed here';
  }
}

/** `["objects", "specified", 0, "table"]` -> `objects.specified[0].table` */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'file' : text.replace(/^\./u, '');
}

function listed(problems: readonly ProjectProblem[]): string {
  const text = problems.map(({ path, problem, remedy }) => `${path}: ${problem} (${remedy})`).join('; ');
  return text.slice(0, 4_000);
}

import type { z } from 'zod';
import { Fault } from '../model/fault.ts';
import { type ProjectFile, type ProjectProblem, projectFileSchema, type SecretReference } from '../model/project.ts';

/**
 * Decodes a project file and applies what this version can do. `local` permits inline hosts with {env} and {file}
 * secrets. Faults: INVALID_PROJECT with every problem and its path; NOT_BUILT with everything that is left for later.
 */
export function readProjectFile(json: unknown, local: boolean): ProjectFile {
  const decoded = projectFileSchema.safeParse(json);
  if (!decoded.success) throw invalid(decoded.error.issues.map(problemOf));
  const file = decoded.data;
  const missing = notBuilt(file);
  if (missing.length > 0) throw new Fault('NOT_BUILT', missing.join('; '), { subject: file.name });
  const refused = local ? [] : secretsOf(file).filter(({ secret }) => !('arn' in secret));
  if (refused.length > 0)
    throw invalid(
      refused.map(({ path }) => ({
        path,
        problem: 'a secret of this kind is read on one machine only',
        remedy: 'name a secret of AWS Secrets Manager: {"arn": "..."}',
      })),
    );
  return file;
}

/** What a valid project file asks for that this version does not do; `path: why`, in the order of the file. */
export function notBuilt(file: ProjectFile): readonly string[] {
  const found: string[] = [];
  for (const type of file.types)
    if (type === 'incremental' || type === 'reverse') found.push(`types: ${type} is not built yet`);
  if (file.incremental !== undefined) found.push('incremental: is not built yet');
  for (const [index, one] of (file.objects.specified ?? []).entries())
    if (one.where !== undefined) found.push(`objects.specified[${index}].where: row filters are not built yet`);
  return found;
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

function problemOf(issue: z.core.$ZodIssue): ProjectProblem {
  return { path: pathText(issue.path), problem: issue.message, remedy: 'correct this value' };
}

/** `["objects", "specified", 0, "table"]` -> `objects.specified[0].table` */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? 'file' : text.replace(/^\./u, '');
}

function invalid(problems: readonly ProjectProblem[]): Fault {
  const text = problems.map(({ path, problem, remedy }) => `${path}: ${problem} (${remedy})`).join('; ');
  return new Fault('INVALID_PROJECT', text.slice(0, 4_000));
}

import type { ProjectFile, ProjectProblem, SpecifiedObject } from '../../model/project.ts';
import type { MigrationType } from '../../model/stage.ts';
import { parseObjectRule } from './object-pattern.ts';

/** Rules between fields of a project file. All problems are found, none hides another. */
export function projectProblems(file: ProjectFile): readonly ProjectProblem[] {
  return [
    ...endpointProblems(file),
    ...typeProblems(file),
    ...selectionProblems(file),
    ...(file.objects.specified ?? []).flatMap((one, at) => specifiedProblems(one, at)),
    ...duplicateProblems(file.objects.specified ?? []),
  ];
}

/** What a sensible operator would want to know, without being stopped by it. */
export function projectAdvice(file: ProjectFile): readonly string[] {
  const advice: string[] = [];
  if (file.types.includes('full') && !file.types.includes('verification')) {
    advice.push(
      'types: full without verification: add "verification", so that every row is compared before you rely on it',
    );
  }
  if (file.types.includes('full')) advice.push('gather optimizer statistics on both sides first: they size the chunks');
  return advice;
}

/** What a valid project file asks for that this version does not do; `path: why`, in the order of the file. */
export function notBuilt(file: ProjectFile): readonly ProjectProblem[] {
  const later = (path: string, what: string): ProjectProblem => ({
    path,
    problem: `${what} is not built yet`,
    remedy: 'leave it out; README.md, Limits, says what this version does',
  });
  const found: ProjectProblem[] = [];
  file.types.forEach((type, at) => {
    if (type === 'incremental' || type === 'reverse') found.push(later(`types[${at}]`, `migration type ${type}`));
  });
  if (file.incremental !== undefined) found.push(later('incremental', 'incremental migration'));
  file.objects.specified?.forEach((one, at) => {
    if (one.where !== undefined) found.push(later(`objects.specified[${at}].where`, 'a row filter'));
  });
  if (file.objects.import !== undefined && 'csv' in file.objects.import) {
    found.push(later('objects.import.csv', 'import from CSV'));
  }
  if (file.full?.nonEmptyTarget === 'keep') found.push(later('full.nonEmptyTarget', '"keep"'));
  if (file.verification !== undefined && file.verification.inModeTables.length > 0) {
    found.push(later('verification.inModeTables', 'IN mode'));
  }
  if (file.throttle !== undefined) found.push(later('throttle', 'throttling'));
  if (file.budget !== undefined) found.push(later('budget', 'the budget guard'));
  return found;
}

function endpointProblems({ source, types }: ProjectFile): readonly ProjectProblem[] {
  const problems: ProjectProblem[] = [];
  const needs = (name: 'primary' | 'standby'): void => {
    if (source[name] !== undefined) return;
    problems.push({
      path: `source.${name}`,
      problem: `source mode ${source.mode} needs this endpoint`,
      remedy: 'name host, port, serviceName and secret, or choose another source.mode',
    });
  };
  if (source.mode !== 'standby') needs('primary');
  if (source.mode !== 'primary') needs('standby');
  if (source.mode === 'standby' && types.includes('reverse')) {
    problems.push({
      path: 'types',
      problem: 'reverse writes the primary, which a standby-only source does not name',
      remedy: 'use source.mode "primary-standby" and name source.primary, or leave "reverse" out',
    });
  }
  return problems;
}

function typeProblems(file: ProjectFile): readonly ProjectProblem[] {
  const has = (type: MigrationType): boolean => file.types.includes(type);
  const problems: ProjectProblem[] = [];
  const problem = (path: string, text: string, remedy: string): void => {
    problems.push({ path, problem: text, remedy });
  };
  if (new Set(file.types).size !== file.types.length) problem('types', 'a type is listed twice', 'list each once');
  if (has('reverse') && !has('incremental')) {
    problem('types', 'reverse goes on where incremental ends', 'add "incremental", or leave "reverse" out');
  }
  if (has('reverse') && file.target.binlog === undefined) {
    problem('target.binlog', 'reverse reads the target’s binlog', 'name {host, port, secret} of the Binlog Service');
  }
  if (has('incremental') && !has('full') && file.incremental?.startTimestamp === undefined) {
    problem('incremental.startTimestamp', 'incremental without full needs a start', 'give a timestamp, or add "full"');
  }
  const operations = file.incremental?.operations ?? [];
  if (has('verification') && file.incremental !== undefined && operations.length < 3) {
    problem(
      'types',
      'verification cannot follow a partial list of operations',
      'replicate all operations, or leave it out',
    );
  }
  if (file.full?.postIndexing === true && !(has('schema') && has('full'))) {
    problem('full.postIndexing', 'post-indexing builds what schema leaves out', 'choose both "schema" and "full"');
  }
  return problems;
}

function selectionProblems({ objects }: ProjectFile): readonly ProjectProblem[] {
  const given = [objects.specified, objects.rules, objects.import].filter((one) => one !== undefined).length;
  const problems: ProjectProblem[] = [];
  if (given !== 1) {
    const problem = given === 0 ? 'nothing is selected' : 'objects are selected in more than one way';
    problems.push({ path: 'objects', problem, remedy: 'give exactly one of specified, rules and import' });
  }
  for (const list of ['include', 'exclude'] as const) {
    objects.rules?.[list].forEach((rule, at) => {
      const fault = ruleFault(rule);
      if (fault === null) return;
      const remedy = 'write SCHEMA.PATTERN, with * ? [abc] [!abc] in the pattern only';
      problems.push({ path: `objects.rules.${list}[${at}]`, problem: fault, remedy });
    });
  }
  return problems;
}

function ruleFault(rule: string): string | null {
  try {
    parseObjectRule(rule);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

const chinese = /\p{Script=Han}/u;

function specifiedProblems(one: SpecifiedObject, at: number): readonly ProjectProblem[] {
  const path = `objects.specified[${at}]`;
  const problems: ProjectProblem[] = [];
  if ((one.table === undefined) === (one.view === undefined)) {
    problems.push({ path, problem: 'an object is a table or a view', remedy: 'give exactly one of table and view' });
  }
  for (const [field, name] of [
    ['rename.schema', one.rename?.schema],
    ['rename.table', one.rename?.table],
  ] as const) {
    if (name === undefined) continue;
    if (chinese.test(name) || name.includes('$$')) {
      const problem = 'Chinese characters and $$ are refused in names of the target';
      problems.push({ path: `${path}.${field}`, problem, remedy: 'choose another name' });
    }
  }
  if (one.view !== undefined && (one.where !== undefined || one.columns !== undefined)) {
    const problem = 'a view is migrated whole';
    problems.push({ path, problem, remedy: 'leave out where and columns' });
  }
  return problems;
}

function duplicateProblems(specified: readonly SpecifiedObject[]): readonly ProjectProblem[] {
  const seen = new Set<string>();
  const problems: ProjectProblem[] = [];
  specified.forEach(({ schema, table, view }, at) => {
    const name = `${schema}.${table ?? view ?? ''}`;
    if (seen.has(name)) {
      problems.push({ path: `objects.specified[${at}]`, problem: `${name} is listed twice`, remedy: 'list it once' });
    }
    seen.add(name);
  });
  return problems;
}

import { describe, expect, it } from 'vitest';
import { importsOf, sourceFiles } from './source-files.ts';

/** The rooms of the house, most particular first; a file lives in the first whose prefix it has. */
const rooms = [
  'lib/model',
  'lib/engine',
  'lib/ports',
  'lib/steps',
  'lib/oracle/sql',
  'lib/oracle/redo',
  'lib/oracle/client',
  'lib/oceanbase/sql',
  'lib/oceanbase/client',
  'lib/aws',
  'lib/local',
  'lib/standin',
  'lib/doors',
  'lib/runtime',
  'lib/infra',
  'lib/cli',
  'lambdas',
  'containers',
  'bin',
] as const;
type Room = (typeof rooms)[number];

/** Who may import whom, beside itself. The table of lib/README.md, executed. */
const mayImport: Readonly<Record<Room, readonly Room[]>> = {
  'lib/model': [],
  'lib/engine': ['lib/model'],
  'lib/ports': ['lib/model'],
  'lib/steps': ['lib/engine', 'lib/ports', 'lib/model'],
  'lib/oracle/sql': ['lib/model'],
  'lib/oracle/redo': ['lib/model'],
  'lib/oracle/client': ['lib/oracle/sql', 'lib/oracle/redo', 'lib/ports', 'lib/model'],
  'lib/oceanbase/sql': ['lib/model'],
  'lib/oceanbase/client': ['lib/oceanbase/sql', 'lib/ports', 'lib/model'],
  'lib/aws': ['lib/ports', 'lib/model'],
  'lib/local': ['lib/aws', 'lib/ports', 'lib/model'],
  'lib/standin': ['lib/model'],
  'lib/doors': ['lib/oracle/client', 'lib/oceanbase/client', 'lib/ports', 'lib/model'],
  'lib/runtime': ['lib/ports', 'lib/model', 'lib/aws', 'lib/local'],
  'lib/infra': ['lib/model', 'lib/runtime'],
  'lib/cli': rooms.filter(
    (room) => room !== 'lib/infra' && room !== 'lambdas' && room !== 'containers' && room !== 'bin',
  ),
  lambdas: ['lib/runtime', 'lib/steps', 'lib/doors', 'lib/ports', 'lib/model', 'lib/aws', 'lib/local'],
  containers: ['lib/runtime', 'lib/steps', 'lib/doors', 'lib/ports', 'lib/model', 'lib/aws'],
  bin: ['lib/cli', 'lib/infra'],
};

/** Packages with exactly one home. bin/compare-sides.ts is the independent judge, which shares nothing with the product. */
const homes: readonly (readonly [RegExp, RegExp])[] = [
  [/^oracledb$/, /^(lib\/oracle\/client\/|bin\/compare-sides\.ts$)/],
  [/^mysql2(\/|$)/, /^(lib\/oceanbase\/client\/|bin\/compare-sides\.ts$)/],
  [/^@aws-sdk\//, /^lib\/aws\//],
  [/^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/, /^(lib\/infra\/|bin\/app\.ts$)/],
  [/^aws-local-stepfunctions$/, /^lib\/local\//],
  [/^dynalite$/, /^lib\/local\//],
  [/^esbuild$/, /^lib\/infra\//],
];

/** Rooms that reach nothing outside themselves: pure computation, zod for shapes, hashes of bytes. */
const pureRooms: ReadonlySet<Room> = new Set([
  'lib/model',
  'lib/engine',
  'lib/oracle/sql',
  'lib/oracle/redo',
  'lib/oceanbase/sql',
]);
const pureImports = new Set(['zod', 'node:crypto']);

const files = sourceFiles('lib', 'lambdas', 'containers', 'bin');

function roomOf(name: string): Room | undefined {
  return rooms.find((room) => name.startsWith(`${room}/`));
}

describe('the import table', () => {
  it('has a room for every file', () => {
    expect(files.filter(({ name }) => roomOf(name) === undefined).map(({ name }) => name)).toEqual([]);
  });

  it('holds for every import', () => {
    const broken = files.flatMap((file) => {
      const from = roomOf(file.name);
      return importsOf(file)
        .map((target) => ({ target, to: roomOf(target) }))
        .filter(({ to }) => from !== undefined && to !== undefined && to !== from && !mayImport[from].includes(to))
        .map(({ target }) => `${file.name} imports ${target}`);
    });
    expect(broken).toEqual([]);
  });

  it('gives every vendor package one home', () => {
    const strays = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => homes.some(([what, home]) => what.test(target) && !home.test(file.name)))
        .map((target) => `${file.name} imports ${target}`),
    );
    expect(strays).toEqual([]);
  });

  it('sees imports at all', () => {
    expect(importsOf({ name: 'lib/a/b.ts', text: "import { x } from '../model/x.ts';\nimport 'zod';" })).toEqual([
      'lib/model/x.ts',
      'zod',
    ]);
    expect(files.some((file) => importsOf(file).includes('oracledb'))).toBe(true);
  });

  it('has no cycles between files', () => {
    const graph = new Map(files.map((file) => [file.name, valueImports(file.name, file.text)]));
    expect(cycles(graph).filter((cycle) => !cycle.split(' -> ').every(isRecursiveInterpreter))).toEqual([]);
  });
});

describe('purity', () => {
  const pureFiles = files.filter(({ name }) => {
    const room = roomOf(name);
    return room !== undefined && pureRooms.has(room);
  });

  it('lets pure rooms import nothing that does I/O', () => {
    const impure = pureFiles.flatMap((file) =>
      importsOf(file)
        .filter((target) => roomOf(target) === undefined && !pureImports.has(target))
        .map((target) => `${file.name} imports ${target}`),
    );
    expect(impure).toEqual([]);
  });

  it('keeps clock, chance, environment and promises out of pure rooms', () => {
    const forbidden =
      /\b(Date\.now|new Date\(|Math\.random|randomUUID|randomBytes|process\.|setTimeout|setInterval|performance\.|async |await |fetch\()/;
    const impure = pureFiles.flatMap(({ name, text }) =>
      text
        .split('\n')
        .filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line) && forbidden.test(line))
        .map((line) => `${name}: ${line.trim()}`),
    );
    expect(impure).toEqual([]);
  });

  it('reads the environment in one file of the runtime, and in the entry of the command line', () => {
    const readers = files
      .filter(({ text }) => /process\.env\b/.test(text.replace(/(^|\n)\s*(\*|\/\/|\/\*).*/g, '')))
      .map(({ name }) => name);
    expect(readers.sort()).toEqual(['bin/compare-sides.ts', 'bin/seaward.ts', 'lib/runtime/environment.ts']);
  });
});

/**
 * The stand-in's SQL interpreter is recursive by nature: a query holds queries, a block holds blocks, a statement runs
 * statements. Inside it files may call each other in circles.
 */
function isRecursiveInterpreter(name: string): boolean {
  return name.startsWith('lib/standin/sql/');
}

/** Imports that exist at run time: `import type` binds nothing. */
function valueImports(name: string, text: string): readonly string[] {
  const withoutTypes = text.replaceAll(/(^|\n)(import|export) type [^;]*;/g, '');
  return importsOf({ name, text: withoutTypes }).filter((target) => target.endsWith('.ts'));
}

function cycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const state = new Map<string, 'open' | 'closed'>();
  const found: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (state.get(name) === 'closed') return;
    if (state.get(name) === 'open') {
      found.push([...path.slice(path.indexOf(name)), name].join(' -> '));
      return;
    }
    state.set(name, 'open');
    for (const next of graph.get(name) ?? []) visit(next, [...path, name]);
    state.set(name, 'closed');
  };
  for (const name of graph.keys()) visit(name, []);
  return found;
}

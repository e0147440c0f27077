import type { OracleError } from '../../../oracle-error.ts';
import { oracleError, plsqlError } from '../../../oracle-error.ts';
import type { CompiledExpression } from '../../expressions/scope.ts';
import type { CallArgument, FunctionCall, Name } from '../../syntax/ast.ts';
import { convertTo } from '../../expressions/convert.ts';
import { toDouble } from '../../values/number.ts';
import type { SqlValue } from '../../values/value.ts';
import { PROCEDURES } from './package-procedures.ts';
import type { BlockRun } from './block-run.ts';
import type { PlsqlScope } from './plsql-scope.ts';
import { assignCell } from './plsql-value.ts';
import type { PlsqlValue } from './plsql-value.ts';

/** The arguments of a call, by parameter name. */
export class Arguments {
  readonly #values: ReadonlyMap<string, { readonly value: PlsqlValue; readonly set: (value: PlsqlValue) => void }>;

  constructor(values: ReadonlyMap<string, { readonly value: PlsqlValue; readonly set: (value: PlsqlValue) => void }>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  value(name: string): PlsqlValue {
    return this.#values.get(name)?.value ?? null;
  }

  text(name: string): string | null {
    const value = this.value(name);
    return typeof value === 'string' ? value : null;
  }

  number(name: string): number | null {
    const value = this.value(name);
    if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'number')
      return toDouble(value);
    return typeof value === 'string' ? Number(value) : null;
  }

  /** OUT parameters. */
  set(name: string, value: PlsqlValue): void {
    this.#values.get(name)?.set(value);
  }

  *entries(): Iterable<readonly [string, PlsqlValue]> {
    for (const [name, { value }] of this.#values) yield [name, value];
  }
}

export interface Procedure {
  readonly parameters: readonly string[];
  /** Accepts any named parameter. */
  readonly open?: boolean;
  run(run: BlockRun, args: Arguments): void | Promise<void>;
}

/** Supplied packages that a block may call. */
export class Packages {
  readonly #run: BlockRun;

  constructor(run: BlockRun) {
    this.#run = run;
  }

  /** The procedure a path means. PLS-00201 when it does not exist or the user may not execute it. */
  procedure(path: readonly Name[], offset: number): Procedure {
    const names = path.map((name) => name.text);
    const [packageName, procedureName] = names.slice(-2);
    const schema = names.length > 2 ? names[0] : null;
    const key = names.length === 1 ? (names[0] ?? '') : `${packageName ?? ''}.${procedureName ?? ''}`;
    const found = PROCEDURES.get(key);
    const foreign = schema !== null && schema !== 'SYS' && schema !== undefined;
    if (foreign || found === undefined || !this.#mayExecute(packageName ?? '')) {
      const known = names.length > 1 && [...PROCEDURES.keys()].some((name) => name.startsWith(`${packageName ?? ''}.`));
      if (known && !foreign && this.#mayExecute(packageName ?? '')) throw this.#error(offset, 302, procedureName ?? '');
      throw this.#error(offset, 201, names.join('.'));
    }
    return found;
  }

  #mayExecute(packageName: string): boolean {
    const { session } = this.#run;
    const { privileges } = session.database.catalog;
    if (packageName === 'RAISE_APPLICATION_ERROR') return true;
    if (packageName === 'STANDIN') return privileges.hasRole(session.user, 'DBA');
    return session.user === 'SYS' || privileges.hasObject(session.user, 'SYS', packageName, 'EXECUTE');
  }

  #error(offset: number, code: number, ...places: readonly string[]): OracleError {
    const line = this.#run.lineOf(offset);
    return plsqlError({ line, column: this.#run.columnOf(offset), offset }, code, ...places);
  }

  async call(path: readonly Name[], args: readonly CallArgument[], scope: PlsqlScope, offset: number): Promise<void> {
    const procedure = this.procedure(path, offset);
    await procedure.run(this.#run, this.#bind(procedure, path, args, scope, offset));
  }

  #bind(
    procedure: Procedure,
    path: readonly Name[],
    args: readonly CallArgument[],
    scope: PlsqlScope,
    offset: number,
  ): Arguments {
    const values = new Map<string, { readonly value: PlsqlValue; readonly set: (value: PlsqlValue) => void }>();
    args.forEach((argument, at) => {
      const name = argument.name?.text ?? procedure.parameters[at];
      if (name === undefined || (procedure.open !== true && !procedure.parameters.includes(name))) {
        throw this.#error(offset, 306, path.at(-1)?.text ?? '');
      }
      const node = argument.value;
      const cell =
        node.kind === 'bind'
          ? this.#run.bindCell(node)
          : node.kind === 'column' || node.kind === 'call'
            ? scope.cellOf(node)
            : null;
      const value = cell === null ? scope.evaluateAny(node) : cell.value;
      values.set(name, { value, set: (given) => (cell === null ? undefined : assignCell(cell, given)) });
    });
    return new Arguments(values);
  }

  /** Package functions beyond those built into SQL. None: ORA-00904 follows. */
  compileFunction(_node: FunctionCall, _scope: PlsqlScope): CompiledExpression | null {
    return null;
  }

  /** The value as text, by the session's formats. */
  textOf(value: SqlValue, expression: CompiledExpression): string | null {
    const text = convertTo({ ...expression, constant: false, evaluate: () => value }, 'text', 0).evaluate(
      this.#run.context,
    );
    if (text !== null && typeof text !== 'string') throw oracleError(6502, '');
    return text;
  }
}

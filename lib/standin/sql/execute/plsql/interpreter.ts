import { OracleError, atLine, oracleError } from '../../../oracle-error.ts';
import type { Expression } from '../../syntax/ast.ts';
import type { Block, PlsqlStatement } from '../../syntax/ast-plsql.ts';
import { numberFromInteger, toInteger } from '../../values/number.ts';
import type { SqlValue } from '../../values/value.ts';
import { assignTo } from './assign-variable.ts';
import { closeCursor, fetchRow, forCursor, openCursor } from './cursor-statement.ts';
import { declareAll } from './declare.ts';
import { executeImmediate } from './execute-immediate.ts';
import { PREDEFINED, UserException, handles } from './exceptions.ts';
import { forall } from './forall.ts';
import { PlsqlScope } from './plsql-scope.ts';
import { Cell, isCollection, keyOf } from './plsql-value.ts';
import { runSqlStatement } from './sql-in-block.ts';
import { callSubprogram } from './subprogram.ts';

/** How a statement ends: with the next one, or by leaving loops or the block. */
export type Flow =
  | { readonly kind: 'next' }
  | { readonly kind: 'exit' | 'continue'; readonly label: string | null }
  | { readonly kind: 'return'; readonly value: SqlValue };

const NEXT: Flow = { kind: 'next' };

/** Runs a block in a scope of its own inside `outer`. */
export async function runBody(block: Block, outer: PlsqlScope): Promise<Flow> {
  const scope = new PlsqlScope(outer.run, outer);
  scope.label = block.label?.text ?? null;
  try {
    declareAll(block.declarations, scope);
    return await runAll(block.body, scope);
  } catch (error) {
    return await handle(block, scope, error);
  }
}

async function handle(block: Block, scope: PlsqlScope, error: unknown): Promise<Flow> {
  if (!(error instanceof OracleError)) throw error;
  const handler = block.handlers.find((candidate) => handles(candidate.exceptions, error, scope));
  if (handler === undefined) throw error;
  const { run } = scope;
  const before = run.handled;
  run.handled = error;
  try {
    return await runAll(handler.body, scope);
  } finally {
    run.handled = before;
  }
}

export async function runAll(statements: readonly PlsqlStatement[], scope: PlsqlScope): Promise<Flow> {
  for (const statement of statements) {
    let flow: Flow;
    try {
      flow = await runOne(statement, scope);
    } catch (error) {
      throw located(error, statement, scope);
    }
    if (flow.kind !== 'next') return flow;
  }
  return NEXT;
}

/** The innermost line is told once. */
function located(error: unknown, statement: PlsqlStatement, scope: PlsqlScope): unknown {
  if (!(error instanceof OracleError) || error.code === 6550 || error.message.includes('ORA-06512')) return error;
  const line = scope.run.lineOf(statement.offset);
  if (error instanceof UserException) {
    error.message = atLine(error, line).message;
    return error;
  }
  return atLine(error, line);
}

async function runOne(statement: PlsqlStatement, scope: PlsqlScope): Promise<Flow> {
  switch (statement.kind) {
    case 'null':
      return NEXT;
    case 'assign':
      assign(statement.target, statement.value, scope);
      return NEXT;
    case 'if': {
      const branch = statement.branches.find((candidate) => scope.evaluate(candidate.condition) === true);
      return runAll(branch?.body ?? statement.otherwise, scope);
    }
    case 'case-statement':
      return runCase(statement, scope);
    case 'loop':
    case 'while':
    case 'for-range':
      return runLoop(statement, scope);
    case 'for-cursor':
      return forCursor(statement, scope);
    case 'exit':
    case 'continue':
      if (statement.when !== null && scope.evaluate(statement.when) !== true) return NEXT;
      return { kind: statement.kind, label: statement.label?.text ?? null };
    case 'return':
      return { kind: 'return', value: statement.value === null ? null : scope.evaluate(statement.value) };
    case 'nested-block':
      return runBody(statement.block, scope);
    default:
      await runEffect(statement, scope);
      return NEXT;
  }
}

type Effect = Exclude<
  PlsqlStatement,
  {
    kind:
      | 'null'
      | 'assign'
      | 'if'
      | 'case-statement'
      | 'loop'
      | 'while'
      | 'for-range'
      | 'for-cursor'
      | 'exit'
      | 'continue'
      | 'return'
      | 'nested-block';
  }
>;

async function runEffect(statement: Effect, scope: PlsqlScope): Promise<void> {
  switch (statement.kind) {
    case 'sql':
      return runSqlStatement(statement.statement, scope);
    case 'execute-immediate':
      return executeImmediate(statement, scope);
    case 'procedure-call':
      return callProcedure(statement, scope);
    case 'forall':
      return forall(statement, scope);
    case 'open':
      return openCursor(statement, scope);
    case 'fetch':
      return fetchRow(statement, scope);
    case 'close':
      return closeCursor(statement, scope);
    case 'raise':
      return raise(statement, scope);
    case 'goto':
      throw oracleError(3001);
    default:
      throw oracleError(6501);
  }
}

export function assign(target: Expression, value: Expression, scope: PlsqlScope): void {
  assignTo(targetCell(target, scope), value, scope);
}

/** The place on the left of `:=`, or in INTO. */
export function targetCell(target: Expression, scope: PlsqlScope): Cell {
  if (target.kind === 'bind') return scope.run.bindCell(target);
  const cell = scope.cellOf(target, true);
  if (cell === null) throw oracleError(6550, scope.run.lineOf(target.offset), scope.run.columnOf(target.offset));
  return cell;
}

async function runCase(
  statement: Extract<PlsqlStatement, { kind: 'case-statement' }>,
  scope: PlsqlScope,
): Promise<Flow> {
  const { operand } = statement;
  const branch = statement.branches.find(({ when }) => {
    const condition: Expression =
      operand === null
        ? when
        : { kind: 'comparison', operator: '=', left: operand, right: when, quantifier: null, offset: when.offset };
    return scope.evaluate(condition) === true;
  });
  if (branch !== undefined) return runAll(branch.body, scope);
  if (statement.otherwise === null) throw oracleError(6592);
  return runAll(statement.otherwise, scope);
}

type LoopStatement = Extract<PlsqlStatement, { kind: 'loop' | 'while' | 'for-range' }>;

async function runLoop(statement: LoopStatement, scope: PlsqlScope): Promise<Flow> {
  const label = statement.label?.text ?? null;
  if (statement.kind === 'for-range') return runRange(statement, label, scope);
  for (;;) {
    if (statement.kind === 'while' && scope.evaluate(statement.condition) !== true) return NEXT;
    const end = leaves(await runAll(statement.body, scope), label);
    if (end !== null) return end;
  }
}

/** Null: the loop goes on. */
export function leaves(flow: Flow, label: string | null): Flow | null {
  if (flow.kind === 'next') return null;
  if (flow.kind === 'return') return flow;
  const mine = flow.label === null || flow.label === label;
  if (!mine) return flow;
  return flow.kind === 'exit' ? NEXT : null;
}

async function runRange(
  statement: Extract<PlsqlStatement, { kind: 'for-range' }>,
  label: string | null,
  scope: PlsqlScope,
): Promise<Flow> {
  const bound = (node: Expression): number => {
    const value = scope.evaluate(node);
    if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'number')
      throw oracleError(6502, '');
    return toInteger(value);
  };
  const low = bound(statement.low);
  const high = bound(statement.high);
  const inner = new PlsqlScope(scope.run, scope);
  const counter = new Cell({ kind: 'sql', type: { kind: 'number', precision: 38, scale: 0 } });
  inner.cells.set(statement.variable.text, counter);
  for (let step = 0; step <= high - low; step += 1) {
    counter.value = numberFromInteger(statement.reverse ? high - step : low + step);
    const end = leaves(await runAll(statement.body, inner), label);
    if (end !== null) return end;
  }
  return NEXT;
}

async function callProcedure(
  statement: Extract<PlsqlStatement, { kind: 'procedure-call' }>,
  scope: PlsqlScope,
): Promise<void> {
  const { path, args } = statement;
  const name = path[0]?.text ?? '';
  const subprogram = path.length === 1 ? scope.find((one) => one.subprograms.get(name)) : undefined;
  if (subprogram !== undefined) {
    await callSubprogram(subprogram, args, scope);
    return;
  }
  if (path.length === 2) {
    const holder = scope.variable(name);
    if (holder !== undefined && isCollection(holder.value)) {
      changeCollection(
        holder,
        path[1]?.text ?? '',
        args.map((argument) => scope.evaluate(argument.value)),
      );
      return;
    }
  }
  await scope.run.packages.call(path, args, scope, statement.offset);
}

/** `t.DELETE`, `t.DELETE(i)`, `t.EXTEND`, `t.EXTEND(n)`, `t.TRIM`. */
function changeCollection(cell: Cell, method: string, args: readonly SqlValue[]): void {
  const { value } = cell;
  if (!isCollection(value)) return;
  const [first] = args;
  const count = first === undefined ? 1 : Number(keyOf({ ...value, byText: false }, first));
  if (method === 'DELETE') {
    if (first === undefined) value.items.clear();
    else value.items.delete(keyOf(value, first));
  } else if (method === 'EXTEND') {
    for (let added = 0; added < count; added += 1) value.items.set(value.items.size + 1, new Cell(value.element));
  } else if (method === 'TRIM') {
    for (let removed = 0; removed < count; removed += 1) value.items.delete(value.items.size);
  } else throw oracleError(6550, 1, 1);
}

function raise(statement: Extract<PlsqlStatement, { kind: 'raise' }>, scope: PlsqlScope): never {
  if (statement.exception === null) {
    if (scope.run.handled === null) throw oracleError(6501);
    throw scope.run.handled;
  }
  const name = statement.exception.at(-1)?.text ?? '';
  const declared = scope.find((one) => one.exceptions.get(name));
  if (declared !== undefined) {
    if (declared.code === null) throw new UserException(name);
    throw new OracleError(declared.code, `ORA-${String(declared.code).padStart(5, '0')}: `);
  }
  const code = PREDEFINED.get(name);
  if (code === undefined)
    throw oracleError(6550, scope.run.lineOf(statement.offset), scope.run.columnOf(statement.offset));
  throw code === 6502 ? oracleError(6502, '') : oracleError(code);
}

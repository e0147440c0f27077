import { oracleErrorAt } from '../../../oracle-error.ts';
import { compileExpression } from '../../expressions/compile.ts';
import type { CompiledExpression, CompiledSubquery, Scope } from '../../expressions/scope.ts';
import type { BindReference, ColumnReference, Expression, FunctionCall } from '../../syntax/ast.ts';
import type { Declaration } from '../../syntax/ast-plsql.ts';
import type { Query } from '../../syntax/ast-query.ts';
import type { Charset } from '../../values/charset.ts';
import { numberFromInteger } from '../../values/number.ts';
import type { SqlType, SqlValue } from '../../values/value.ts';
import { collectionMember, collectionMethod } from './collection-method.ts';
import { asSqlValue, Cell, isCollection, isCursor, isRecord, keyOf } from './plsql-value.ts';
import type { CellType, PlsqlValue } from './plsql-value.ts';
import type { BlockRun } from './block-run.ts';

export interface DeclaredCursor {
  readonly cell: Cell;
  readonly declaration: Extract<Declaration, { kind: 'cursor' }>;
}

export interface DeclaredException {
  readonly name: string;
  code: number | null;
}

const NUMBER: SqlType = { kind: 'number', precision: null, scale: null };
const TEXT: SqlType = { kind: 'varchar2', length: 4000, unit: 'byte' };
const BOOLEAN: SqlType = { kind: 'boolean' };

/** The names of one PL/SQL block; the outermost one also holds the placeholders. */
export class PlsqlScope implements Scope {
  readonly run: BlockRun;
  readonly parent: PlsqlScope | null;
  readonly charset: Charset;
  readonly cells = new Map<string, Cell>();
  readonly types = new Map<string, CellType>();
  readonly cursors = new Map<string, DeclaredCursor>();
  readonly exceptions = new Map<string, DeclaredException>();
  readonly subprograms = new Map<string, Extract<Declaration, { kind: 'subprogram' }>>();
  label: string | null = null;
  readonly #compiled = new Map<Expression, CompiledExpression>();

  constructor(run: BlockRun, parent: PlsqlScope | null) {
    this.run = run;
    this.parent = parent;
    this.charset = run.session.database.charset;
  }

  compiled(node: Expression): CompiledExpression {
    const known = this.#compiled.get(node);
    if (known !== undefined) return known;
    const compiled = compileExpression(node, this);
    this.#compiled.set(node, compiled);
    return compiled;
  }

  evaluate(node: Expression): SqlValue {
    return this.compiled(node).evaluate(this.run.context);
  }

  /** A whole record or collection by its name, else the value of the expression. */
  evaluateAny(node: Expression): PlsqlValue {
    const cell = node.kind === 'column' || node.kind === 'call' ? this.cellOf(node) : null;
    return cell === null ? this.evaluate(node) : cell.value;
  }

  find<T>(pick: (scope: PlsqlScope) => T | undefined): T | undefined {
    return pick(this) ?? this.parent?.find(pick);
  }

  variable(name: string): Cell | undefined {
    return this.find((scope) => scope.cells.get(name));
  }

  /** The place an expression names: a variable, a field, an element; null when it names none. */
  cellOf(node: Expression, create = false): Cell | null {
    if (node.kind === 'column') return this.#cellByPath(node.path.map((name) => name.text));
    if (node.kind !== 'call' || node.args.length !== 1) return null;
    const [argument] = node.args;
    const holder = this.#cellByPath(node.path.map((name) => name.text));
    if (holder === null || argument === undefined || !isCollection(holder.value)) return null;
    const key = keyOf(holder.value, this.evaluate(argument.value));
    const known = holder.value.items.get(key);
    if (known !== undefined || !create) return known ?? null;
    const made = new Cell(holder.value.element);
    holder.value.items.set(key, made);
    return made;
  }

  #cellByPath(path: readonly string[]): Cell | null {
    const [first, ...rest] = path;
    if (first === undefined) return null;
    let cell = this.variable(first);
    let fields = rest;
    if (cell === undefined && rest.length > 0) {
      // block_label.variable
      const labelled = this.find((scope) => (scope.label === first ? scope.cells.get(rest[0] ?? '') : undefined));
      if (labelled === undefined) return null;
      cell = labelled;
      fields = rest.slice(1);
    }
    for (const field of fields) {
      if (cell === undefined || !isRecord(cell.value)) return null;
      cell = cell.value.fields.get(field);
    }
    return cell ?? null;
  }

  substitute(): null {
    return null;
  }

  resolveColumn(node: ColumnReference): CompiledExpression | null {
    const names = node.path.map((name) => name.text);
    const last = names.at(-1) ?? '';
    if (last.startsWith('%')) return this.#attribute(names[0] ?? '', last.slice(1), node.offset);
    if (names.length === 1 && (last === 'SQLCODE' || last === 'SQLERRM')) return this.#errorColumn(last);
    const cell = this.#cellByPath(names);
    if (cell !== null) return cellExpression(cell);
    if (names.length >= 2) {
      const holder = this.#cellByPath(names.slice(0, -1));
      if (holder !== null && isCollection(holder.value)) return collectionMember(holder, last);
    }
    if (names.length === 1 && last.startsWith('\0ROWID ')) return null;
    return null;
  }

  #errorColumn(name: 'SQLCODE' | 'SQLERRM'): CompiledExpression {
    const { run } = this;
    return {
      type: name === 'SQLCODE' ? NUMBER : TEXT,
      nullable: false,
      constant: false,
      evaluate: () => {
        const error = run.handled;
        if (name === 'SQLCODE') {
          const code = error?.code ?? 0;
          return numberFromInteger(code === 0 ? 0 : code === 1403 ? 100 : code === 6510 ? 1 : -code);
        }
        return error === null
          ? 'ORA-0000: normal, successful completion'
          : (error.message.split('\nORA-06512')[0] ?? '');
      },
    };
  }

  /** SQL%ROWCOUNT, c%FOUND ... */
  #attribute(name: string, attribute: string, offset: number): CompiledExpression {
    const type = attribute === 'ROWCOUNT' ? NUMBER : BOOLEAN;
    const { run } = this;
    const evaluate = (): SqlValue => {
      if (name === 'SQL') {
        if (attribute === 'ROWCOUNT') return run.sqlRowCount === null ? null : numberFromInteger(run.sqlRowCount);
        if (attribute === 'ISOPEN') return false;
        const found = run.sqlRowCount === null ? null : run.sqlRowCount > 0;
        return found === null ? null : attribute === 'FOUND' ? found : !found;
      }
      const cursor = this.cursor(name, offset).value;
      if (!isCursor(cursor)) throw oracleErrorAt(offset, 1001);
      if (attribute === 'ISOPEN') return cursor.next !== null;
      if (cursor.next === null) throw oracleErrorAt(offset, 1001);
      if (attribute === 'ROWCOUNT') return numberFromInteger(cursor.rowCount);
      return cursor.found === null ? null : attribute === 'FOUND' ? cursor.found : !cursor.found;
    };
    return { type, nullable: true, constant: false, evaluate };
  }

  /** A declared cursor or a cursor variable. */
  cursor(name: string, offset: number): Cell {
    const declared = this.find((scope) => scope.cursors.get(name))?.cell ?? this.variable(name);
    if (declared === undefined || declared.type.kind !== 'cursor') throw oracleErrorAt(offset, 1001);
    return declared;
  }

  resolveBind(node: BindReference): CompiledExpression {
    const cell = this.run.bindCell(node);
    return cellExpression(cell);
  }

  resolveAggregate(node: FunctionCall): CompiledExpression {
    throw oracleErrorAt(node.offset, 934);
  }

  resolveFunction(node: FunctionCall): CompiledExpression | null {
    const names = node.path.map((name) => name.text);
    const method = collectionMethod(this, node, names);
    if (method !== null) return method;
    const holder = this.#cellByPath(names);
    if (holder !== null && isCollection(holder.value) && node.args.length === 1) return this.#element(holder, node);
    if (names.length === 1 && names[0] === 'SQLERRM') return this.#errorColumn('SQLERRM');
    return this.run.packages.compileFunction(node, this);
  }

  #element(holder: Cell, node: FunctionCall): CompiledExpression {
    const [argument] = node.args;
    const element = holder.type.kind === 'collection' ? holder.type.element : null;
    return {
      type: element?.kind === 'sql' ? element.type : TEXT,
      nullable: true,
      constant: false,
      evaluate: (context) => {
        if (argument === undefined || !isCollection(holder.value)) return null;
        const key = keyOf(holder.value, this.compiled(argument.value).evaluate(context));
        const found = holder.value.items.get(key);
        if (found === undefined) throw oracleErrorAt(node.offset, holder.value.byText ? 1403 : 6533);
        return asSqlValue(found.value);
      },
    };
  }

  compileSubquery(_query: Query): CompiledSubquery {
    throw oracleErrorAt(_query.offset, 3001);
  }
}

export function cellExpression(cell: Cell): CompiledExpression {
  const type = cell.type.kind === 'sql' ? cell.type.type : TEXT;
  return { type, nullable: true, constant: false, evaluate: () => asSqlValue(cell.value) };
}

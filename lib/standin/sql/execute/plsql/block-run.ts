import type { OracleError } from '../../../oracle-error.ts';
import { oracleError } from '../../../oracle-error.ts';
import type { EvaluationContext } from '../../expressions/scope.ts';
import type { Bind } from '../../session-result.ts';
import type { SqlSession } from '../../session.ts';
import type { BindReference } from '../../syntax/ast.ts';
import { bindType } from '../placeholders.ts';
import { StatementEnvironment } from '../statement-environment.ts';
import { BlockStatements } from './block-statements.ts';
import { Packages } from './packages.ts';
import { Cell } from './plsql-value.ts';

/** One execution of an anonymous block: its placeholders and what its statements share. */
export class BlockRun {
  readonly session: SqlSession;
  readonly text: string;
  readonly context: EvaluationContext;
  readonly packages: Packages;
  readonly statements: BlockStatements;
  /** By name of the placeholder. */
  readonly binds = new Map<string, Cell>();
  /** SQL%ROWCOUNT. */
  sqlRowCount: number | null = null;
  /** The error that the running handler handles. */
  handled: OracleError | null = null;
  committed = false;

  constructor(session: SqlSession, text: string) {
    this.session = session;
    this.text = text;
    this.context = { session: new StatementEnvironment(session), slots: [], outer: null };
    this.packages = new Packages(this);
    this.statements = new BlockStatements(this);
  }

  addBind(name: string, bind: Bind | undefined): void {
    if (this.binds.has(name)) return;
    if (bind === undefined) throw oracleError(1008);
    if (bind.elements !== undefined) {
      const cell = new Cell({ kind: 'collection', element: { kind: 'sql', type: bindType(bind) }, byText: false });
      this.binds.set(name, cell);
      const { value } = cell;
      if (typeof value === 'object' && value !== null && 'items' in value) {
        bind.elements.forEach((element, at) => {
          const item = new Cell(value.element);
          item.value = element;
          value.items.set(at + 1, item);
        });
      }
      return;
    }
    const cell = new Cell({ kind: 'sql', type: bindType(bind) });
    cell.value = bind.value;
    this.binds.set(name, cell);
  }

  bindCell(node: BindReference): Cell {
    const cell = this.binds.get(node.name);
    if (cell === undefined) throw oracleError(1008);
    return cell;
  }

  /** Line of the text, from 1. */
  lineOf(offset: number): number {
    let line = 1;
    for (let at = 0; at < offset && at < this.text.length; at += 1) if (this.text[at] === '\n') line += 1;
    return line;
  }

  columnOf(offset: number): number {
    return offset - this.text.lastIndexOf('\n', offset - 1);
  }
}

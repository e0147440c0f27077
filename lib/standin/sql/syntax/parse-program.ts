/**
 * Stored programs, kept as text: CREATE OR REPLACE TRIGGER | PROCEDURE | FUNCTION | PACKAGE [BODY] | TYPE [BODY].
 * Of a trigger the header is parsed:
 *
 *   TRIGGER s.t BEFORE INSERT OR UPDATE OF a, b ON x REFERENCING NEW AS n FOR EACH ROW WHEN (n.a > 1) BEGIN ... END;
 */
import type { Name, ObjectName } from './ast.ts';
import type { CreateProgram, TriggerHeader } from './ast-ddl.ts';
import { skipParentheses } from './parse-physical.ts';
import type { TokenStream } from './token-stream.ts';

export function parseCreateProgram(stream: TokenStream, orReplace: boolean, offset: number): CreateProgram {
  stream.acceptAny('EDITIONABLE', 'NONEDITIONABLE');
  const start = stream.offset;
  const programKind = kindOf(stream);
  const name = stream.objectName(4050);
  const trigger = programKind === 'TRIGGER' ? triggerHeader(stream) : null;
  if (trigger === null) stream.rest();
  const text = stream.source.slice(start).trimEnd();
  return { kind: 'create-program', programKind, name, orReplace, text, trigger, offset };
}

function kindOf(stream: TokenStream): CreateProgram['programKind'] {
  if (stream.accept('PACKAGE', 'BODY')) return 'PACKAGE BODY';
  if (stream.accept('TYPE', 'BODY')) return 'TYPE BODY';
  for (const kind of ['TRIGGER', 'PROCEDURE', 'FUNCTION', 'PACKAGE', 'TYPE'] as const)
    if (stream.accept(kind)) return kind;
  throw stream.error(901);
}

function triggerHeader(stream: TokenStream): TriggerHeader {
  const timing = triggerTiming(stream);
  const { events, updateColumns } = triggerEvents(stream);
  stream.expect('ON', 969);
  const table = triggerTable(stream);
  if (stream.accept('REFERENCING')) while (stream.atAny('OLD', 'NEW', 'PARENT')) renaming(stream);
  const forEachRow = stream.accept('FOR', 'EACH', 'ROW');
  const disabled = orderingClauses(stream);
  let when: string | null = null;
  if (stream.accept('WHEN')) {
    const start = stream.offset;
    skipParentheses(stream);
    when = stream.textFrom(start).slice(1, -1).trim();
  }
  const body = stream.rest().trimEnd();
  return { timing, events, updateColumns, table, forEachRow, when, disabled, body };
}

function triggerTiming(stream: TokenStream): string {
  if (stream.accept('INSTEAD', 'OF')) return 'INSTEAD OF';
  const word = stream.acceptAny('BEFORE', 'AFTER', 'FOR');
  if (word === null) throw stream.error(4071);
  return word;
}

function triggerEvents(stream: TokenStream): Pick<TriggerHeader, 'events' | 'updateColumns'> {
  const events: string[] = [];
  const updateColumns: Name[] = [];
  do {
    const { token } = stream;
    if (token.kind !== 'word') throw stream.error(4073);
    stream.next();
    events.push(token.text);
    if (token.text === 'UPDATE' && stream.accept('OF')) {
      do updateColumns.push(stream.name(904, ''));
      while (stream.acceptSymbol(','));
    }
  } while (stream.accept('OR'));
  return { events, updateColumns };
}

function triggerTable(stream: TokenStream): ObjectName | null {
  if (stream.accept('DATABASE') || stream.accept('PLUGGABLE', 'DATABASE') || stream.accept('SCHEMA')) return null;
  const table = stream.objectName(903);
  if (stream.acceptSymbol('.')) stream.name(903);
  return table;
}

function renaming(stream: TokenStream): void {
  stream.next();
  stream.accept('AS');
  stream.name(904, '');
}

function orderingClauses(stream: TokenStream): boolean {
  let disabled = false;
  for (;;) {
    if (stream.acceptAny('FOLLOWS', 'PRECEDES') !== null) {
      do stream.objectName(4080);
      while (stream.acceptSymbol(','));
    } else if (stream.accept('DISABLE')) disabled = true;
    else if (!stream.accept('ENABLE')) return disabled;
  }
}

/**
 * PL/SQL declarations:
 *
 *   n NUMBER := 1;  c CONSTANT DATE DEFAULT SYSDATE;  r t%ROWTYPE;  CURSOR k (p NUMBER) IS SELECT ...;  e EXCEPTION;
 *   PRAGMA EXCEPTION_INIT(e, -1013);  TYPE a IS TABLE OF NUMBER INDEX BY PLS_INTEGER;  PROCEDURE p (x IN OUT NUMBER) IS BEGIN ... END;
 */
import type { DataType, Expression } from './ast.ts';
import type { Block, Declaration, Parameter, TypeDefinition } from './ast-plsql.ts';
import { parseExpression } from './parse-expression.ts';
import { parseQuery } from './parse-query.ts';
import { parseDataType } from './parse-type.ts';
import type { TokenStream } from './token-stream.ts';
import { plsqlUnexpected } from './plsql-error.ts';

/** Declarations up to BEGIN (or END, for a package); `block` parses the body of a subprogram. */
export function parseDeclarations(stream: TokenStream, block: (stream: TokenStream) => Block): Declaration[] {
  const declarations: Declaration[] = [];
  while (!stream.atAny('BEGIN', 'END') && !stream.atEnd()) declarations.push(declaration(stream, block));
  return declarations;
}

function declaration(stream: TokenStream, block: (stream: TokenStream) => Block): Declaration {
  const offset = stream.offset;
  if (stream.accept('PRAGMA')) return pragma(stream, offset);
  if (stream.accept('CURSOR')) return cursor(stream, offset);
  if (stream.at('TYPE') && stream.peek(2).text === 'IS') return typeDeclaration(stream, offset);
  if (stream.at('SUBTYPE')) throw stream.error(3001);
  if (stream.atAny('PROCEDURE', 'FUNCTION')) return subprogram(stream, block, offset);
  const name = stream.atName() ? stream.anyName() : plsqlUnexpected(stream);
  if (stream.accept('EXCEPTION')) {
    end(stream);
    return { kind: 'exception', name, offset };
  }
  const constant = stream.accept('CONSTANT');
  const type = parseDataType(stream);
  const notNull = stream.accept('NOT', 'NULL');
  const initial = initialValue(stream);
  end(stream);
  return { kind: 'variable', name, constant, type, notNull, initial, offset };
}

function end(stream: TokenStream): void {
  if (!stream.acceptSymbol(';')) plsqlUnexpected(stream);
}

function initialValue(stream: TokenStream): Expression | null {
  return stream.acceptSymbol(':=') || stream.accept('DEFAULT') ? parseExpression(stream) : null;
}

function pragma(stream: TokenStream, offset: number): Declaration {
  if (stream.accept('AUTONOMOUS_TRANSACTION')) {
    end(stream);
    return { kind: 'autonomous', offset };
  }
  if (!stream.accept('EXCEPTION_INIT')) throw stream.error(3001);
  stream.expectSymbol('(', 906);
  const name = stream.name(904);
  stream.expectSymbol(',', 917);
  const sign = stream.acceptSymbol('-') ? -1 : 1;
  const code = sign * stream.wholeNumber(1722);
  stream.expectSymbol(')', 907);
  end(stream);
  return { kind: 'exception-init', name, code, offset };
}

function cursor(stream: TokenStream, offset: number): Declaration {
  const name = stream.name(904);
  const parameters = stream.atSymbol('(') ? parseParameters(stream) : [];
  if (!stream.accept('IS')) plsqlUnexpected(stream);
  const query = parseQuery(stream);
  end(stream);
  return { kind: 'cursor', name, parameters, query, offset };
}

function parseParameters(stream: TokenStream): Parameter[] {
  stream.expectSymbol('(', 906);
  const parameters: Parameter[] = [];
  do {
    const name = stream.name(904);
    let mode: Parameter['mode'] = 'in';
    if (stream.accept('IN', 'OUT')) mode = 'in-out';
    else if (stream.accept('OUT')) mode = 'out';
    else stream.accept('IN');
    stream.accept('NOCOPY');
    const type = parseDataType(stream);
    parameters.push({ name, mode, type, default: initialValue(stream), offset: name.offset });
  } while (stream.acceptSymbol(','));
  stream.expectSymbol(')', 907);
  return parameters;
}

function typeDeclaration(stream: TokenStream, offset: number): Declaration {
  stream.next();
  const name = stream.name(904);
  stream.next();
  const definition = typeDefinition(stream);
  end(stream);
  return { kind: 'type', name, definition, offset };
}

function typeDefinition(stream: TokenStream): TypeDefinition {
  if (stream.accept('TABLE', 'OF')) {
    const element = parseDataType(stream);
    stream.accept('NOT', 'NULL');
    const indexBy = stream.accept('INDEX', 'BY') ? parseDataType(stream) : null;
    return { kind: 'table', element, indexBy };
  }
  if (stream.accept('VARRAY') || stream.accept('VARYING', 'ARRAY')) {
    stream.expectSymbol('(', 906);
    const limit = stream.wholeNumber(902);
    stream.expectSymbol(')', 907);
    if (!stream.accept('OF')) plsqlUnexpected(stream);
    return { kind: 'varray', element: parseDataType(stream), limit };
  }
  if (stream.accept('RECORD')) return record(stream);
  if (stream.accept('REF', 'CURSOR')) {
    if (stream.accept('RETURN')) parseDataType(stream);
    return { kind: 'ref-cursor' };
  }
  return plsqlUnexpected(stream);
}

function record(stream: TokenStream): TypeDefinition {
  stream.expectSymbol('(', 906);
  const fields: { name: ReturnType<TokenStream['name']>; type: DataType; initial: Expression | null }[] = [];
  do {
    const name = stream.name(904);
    const type = parseDataType(stream);
    stream.accept('NOT', 'NULL');
    fields.push({ name, type, initial: initialValue(stream) });
  } while (stream.acceptSymbol(','));
  stream.expectSymbol(')', 907);
  return { kind: 'record', fields };
}

function subprogram(stream: TokenStream, block: (stream: TokenStream) => Block, offset: number): Declaration {
  const isFunction = stream.next().text === 'FUNCTION';
  const name = stream.name(904);
  const parameters = stream.atSymbol('(') ? parseParameters(stream) : [];
  const returns = isFunction && stream.accept('RETURN') ? parseDataType(stream) : null;
  stream.acceptAny('DETERMINISTIC', 'PIPELINED');
  if (stream.acceptSymbol(';')) return { kind: 'subprogram', name, parameters, returns, block: null, offset };
  if (stream.acceptAny('IS', 'AS') === null) plsqlUnexpected(stream);
  return { kind: 'subprogram', name, parameters, returns, block: block(stream), offset };
}

import { ORACLE_ERROR_TEXTS } from './oracle-error-text.ts';
import { PLSQL_ERROR_TEXTS } from './plsql-error-text.ts';

/**
 * An error as Oracle reports it. `message` is the whole text a client sees (`ORA-00942: table or view does not exist`),
 * `code` its first number, `offset` the character position in the statement that the driver shows as `err.offset` (0 when none).
 */
export class OracleError extends Error {
  readonly code: number;
  readonly offset: number;

  constructor(code: number, message: string, offset = 0) {
    super(message);
    this.name = 'OracleError';
    this.code = code;
    this.offset = offset;
  }
}

/** `oracleError(904, '"FOO"')` is `ORA-00904: "FOO": invalid identifier`. The places of the text are filled in order. */
export function oracleError(code: number, ...places: readonly (string | number)[]): OracleError {
  return new OracleError(code, oracleMessage(code, ...places));
}

/** The same, with the character offset in the statement where Oracle puts its mark. */
export function oracleErrorAt(offset: number, code: number, ...places: readonly (string | number)[]): OracleError {
  return new OracleError(code, oracleMessage(code, ...places), offset);
}

/**
 * A compilation error of a PL/SQL block, as the server reports it:
 * `ORA-06550: line 1, column 7:` / `PLS-00201: identifier 'X' must be declared` / `ORA-06550: line 1, column 7:` / `PL/SQL: Statement ignored`.
 * `line` and `column` count from 1.
 */
export function plsqlError(
  place: { readonly line: number; readonly column: number; readonly offset?: number },
  plsCode: number,
  ...places: readonly (string | number)[]
): OracleError {
  const where = oracleMessage(6550, place.line, place.column);
  const text = PLSQL_ERROR_TEXTS.get(plsCode);
  if (text === undefined) throw new Error(`no text for PLS-${digits(plsCode)}: add it to plsql-error-text.ts`);
  const what = `PLS-${digits(plsCode)}: ${fill(text, places)}`;
  return new OracleError(6550, `${where}\n${what}\n${where}\nPL/SQL: Statement ignored`, place.offset ?? 0);
}

/** An error raised at run time inside a block gains the call stack below it: `ORA-01403: no data found` / `ORA-06512: at line 3`. */
export function atLine(error: OracleError, line: number, unit?: string): OracleError {
  const trace = unit === undefined ? `ORA-06512: at line ${line}` : `ORA-06512: at "${unit}", line ${line}`;
  return new OracleError(error.code, `${error.message}\n${trace}`, error.offset);
}

/** `ORA-00942: table or view does not exist`: for texts that quote another error, such as the ones of array DML. */
export function oracleMessage(code: number, ...places: readonly (string | number)[]): string {
  const text = ORACLE_ERROR_TEXTS.get(code);
  if (text === undefined) throw new Error(`no text for ORA-${digits(code)}: add it to oracle-error-text.ts`);
  return `ORA-${digits(code)}: ${fill(text, places)}`;
}

export function hasOracleErrorText(code: number): boolean {
  return ORACLE_ERROR_TEXTS.has(code);
}

function fill(text: string, places: readonly (string | number)[]): string {
  let next = 0;
  const filled = text.replaceAll('%s', () => {
    const place = places[next];
    next += 1;
    return place === undefined ? '' : String(place);
  });
  if (places.length > next) throw new Error(`"${text}" has ${next} places, ${places.length} values were given`);
  return filled;
}

function digits(code: number): string {
  return String(code).padStart(5, '0');
}

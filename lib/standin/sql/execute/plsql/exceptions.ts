import { OracleError } from '../../../oracle-error.ts';
import type { Name } from '../../syntax/ast.ts';
import type { PlsqlScope } from './plsql-scope.ts';

/** Predefined exceptions of package STANDARD and the errors they stand for. */
export const PREDEFINED: ReadonlyMap<string, number> = new Map([
  ['NO_DATA_FOUND', 1403],
  ['TOO_MANY_ROWS', 1422],
  ['DUP_VAL_ON_INDEX', 1],
  ['INVALID_NUMBER', 1722],
  ['ZERO_DIVIDE', 1476],
  ['VALUE_ERROR', 6502],
  ['CURSOR_ALREADY_OPEN', 6511],
  ['INVALID_CURSOR', 1001],
  ['LOGIN_DENIED', 1017],
  ['NOT_LOGGED_ON', 1012],
  ['PROGRAM_ERROR', 6501],
  ['STORAGE_ERROR', 6500],
  ['TIMEOUT_ON_RESOURCE', 51],
  ['CASE_NOT_FOUND', 6592],
  ['ROWTYPE_MISMATCH', 6504],
  ['COLLECTION_IS_NULL', 6531],
  ['SUBSCRIPT_BEYOND_COUNT', 6533],
  ['SUBSCRIPT_OUTSIDE_LIMIT', 6532],
  ['ACCESS_INTO_NULL', 6530],
  ['SYS_INVALID_ROWID', 1410],
]);

/** RAISE of an exception that the block declared: caught by its name, else ORA-06510. */
export class UserException extends OracleError {
  readonly exception: string;

  constructor(exception: string) {
    super(6510, 'ORA-06510: PL/SQL: unhandled user-defined exception');
    this.exception = exception;
  }
}

/** Whether a handler's list names this error; null is OTHERS. */
export function handles(names: readonly (readonly Name[])[] | null, error: OracleError, scope: PlsqlScope): boolean {
  if (names === null) return true;
  return names.some((path) => {
    const name = path.at(-1)?.text ?? '';
    const declared = scope.find((one) => one.exceptions.get(name));
    if (declared !== undefined) {
      if (error instanceof UserException) return error.exception === name;
      return declared.code !== null && declared.code === error.code;
    }
    return PREDEFINED.get(name) === error.code && !(error instanceof UserException);
  });
}

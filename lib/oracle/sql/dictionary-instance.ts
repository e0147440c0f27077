/** Questions about the database as a whole. */
import type { Statement } from './statement.ts';

const plain = (text: string): Statement => ({ text, binds: [] });

/** One row, one column: the current SCN. */
export function currentScn(): Statement {
  return plain('SELECT d.CURRENT_SCN FROM V$DATABASE d');
}

/** DATABASE_ROLE, LOG_MODE, CDB, NAME. */
export function databaseRow(): Statement {
  return plain('SELECT d.DATABASE_ROLE, d.LOG_MODE, d.CDB, d.NAME FROM V$DATABASE d');
}

/** PARAMETER, VALUE of the two character sets. */
export function characterSets(): Statement {
  return plain(
    "SELECT p.PARAMETER, p.VALUE FROM NLS_DATABASE_PARAMETERS p WHERE p.PARAMETER IN ('NLS_CHARACTERSET', 'NLS_NCHAR_CHARACTERSET')",
  );
}

/** The release: `19.0.0.0.0`. */
export function productVersion(): Statement {
  return plain("SELECT v.VERSION FROM PRODUCT_COMPONENT_VERSION v WHERE v.PRODUCT LIKE 'Oracle%'");
}

/** Container and user of this session. */
export function sessionContext(): Statement {
  return plain("SELECT SYS_CONTEXT('USERENV', 'CON_NAME'), SYS_CONTEXT('USERENV', 'SESSION_USER') FROM DUAL");
}

/** The smallest block size among the user's tablespaces, in bytes as text; NULL when the user has none. */
export function blockSize(): Statement {
  return plain('SELECT MIN(s.BLOCK_SIZE) FROM USER_TABLESPACES s');
}

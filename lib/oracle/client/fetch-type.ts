import oracledb from 'oracledb';

/**
 * NUMBER and LONG come as text, exact; doubles, RAW, BOOLEAN and locators natively. Dates never come at all: the select list
 * turns them into text.
 */
export function fetchType(metadata: oracledb.Metadata<unknown>): oracledb.FetchTypeResponse | undefined {
  switch (metadata.dbType) {
    case oracledb.DB_TYPE_NUMBER:
      return { type: oracledb.DB_TYPE_VARCHAR };
    case oracledb.DB_TYPE_LONG:
      return { type: oracledb.DB_TYPE_VARCHAR };
    default:
      return undefined;
  }
}

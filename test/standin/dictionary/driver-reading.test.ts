import oracledb from 'oracledb';
import { expect, test } from 'vitest';
import { startStandIn } from '../../../lib/standin/server.ts';

test('the unmodified driver reads every view and gets its columns', async () => {
  await using standIn = await startStandIn();
  const { connectString, database } = standIn;
  const connection = await oracledb.getConnection({ user: 'SYSTEM', password: 'oracle', connectString });
  try {
    const wrong: string[] = [];
    for (const view of database.dictionary.views()) {
      if (view.name.endsWith('LOGMNR_CONTENTS')) continue;
      const name = view.synonyms[0] ?? `SYS.${view.name}`;
      const result = await connection.execute(`SELECT * FROM ${name}`, [], { maxRows: 50 });
      const names = result.metaData?.map((column) => column.name);
      if (names?.join() !== view.columns.map((column) => column.name).join()) wrong.push(name);
    }
    expect(wrong).toEqual([]);
  } finally {
    await connection.close();
  }
});

test('texts of LONG columns reach the client whole', async () => {
  await using standIn = await startStandIn();
  const { connectString } = standIn;
  const connection = await oracledb.getConnection({ user: 'SYSTEM', password: 'oracle', connectString });
  try {
    await connection.execute("CREATE TABLE odd (a NUMBER CHECK (a > 0), b VARCHAR2(10) DEFAULT 'x''y' NOT NULL)");
    const defaults = await connection.execute(
      "SELECT data_default FROM user_tab_columns WHERE table_name = 'ODD' AND column_name = 'B'",
    );
    expect(defaults.rows).toEqual([["'x''y'"]]);
    const conditions = await connection.execute(
      "SELECT search_condition FROM user_constraints WHERE table_name = 'ODD'",
    );
    expect(conditions.rows?.flat().sort()).toEqual(['"B" IS NOT NULL', 'a > 0']);
  } finally {
    await connection.close();
  }
});

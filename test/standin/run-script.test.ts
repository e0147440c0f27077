import { describe, expect, it } from 'vitest';
import { oracleErrorAt } from '../../lib/standin/oracle-error.ts';
import { ScriptError, runScript, splitScript } from '../../lib/standin/run-script.ts';

const SCRIPT = `-- a comment; with a semicolon and it's quote
CREATE TABLE t (a VARCHAR2(10) DEFAULT ';');

/* another;
   one */
CREATE TABLE u (
  b NUMBER -- ; no
)
/
BEGIN
  INSERT INTO t VALUES ('x;/');
END;
/
CREATE OR REPLACE EDITIONABLE TRIGGER g BEFORE INSERT ON t FOR EACH ROW
BEGIN
  NULL;
END;
/
INSERT INTO t VALUES (q'[a;b]'); INSERT INTO t VALUES ('c' || '/');
UPDATE t SET a = 8
/
`;

describe('a script', () => {
  it('is cut at semicolons and slashes, but not inside text and comments', () => {
    expect(splitScript(SCRIPT)).toEqual([
      { line: 2, text: "CREATE TABLE t (a VARCHAR2(10) DEFAULT ';')" },
      { line: 6, text: 'CREATE TABLE u (\n  b NUMBER -- ; no\n)' },
      { line: 10, text: "BEGIN\n  INSERT INTO t VALUES ('x;/');\nEND;" },
      {
        line: 14,
        text: 'CREATE OR REPLACE EDITIONABLE TRIGGER g BEFORE INSERT ON t FOR EACH ROW\nBEGIN\n  NULL;\nEND;',
      },
      { line: 19, text: "INSERT INTO t VALUES (q'[a;b]')" },
      { line: 19, text: "INSERT INTO t VALUES ('c' || '/')" },
      { line: 20, text: 'UPDATE t SET a = 8' },
    ]);
  });

  it('that is empty has no statements', () => {
    expect(splitScript('  -- nothing\n')).toEqual([]);
  });

  it.each([
    ['CREATE TABLE t (a NUMBER)\n', 2, 'no terminator'],
    ['BEGIN NULL; END;\n', 2, 'no terminator'],
    ['CREATE TABLE t (a NUMBER);\n\n/\n', 3, 'a slash with no statement'],
    ['\n;\n', 2, 'a semicolon with no statement'],
  ])('%j is refused at line %i', (script, line, message) => {
    const refuse = (): unknown => splitScript(script);
    expect(refuse).toThrow(ScriptError);
    expect(refuse).toThrow(`line ${line}: `);
    expect(refuse).toThrow(message);
  });

  it('runs in order and commits', async () => {
    const ran: string[] = [];
    const session = {
      execute: async (text: string) => ran.push(text),
      commit: async () => void ran.push('commit'),
      rollback: async () => void ran.push('rollback'),
    };
    expect(await runScript(session, 'select 1 from dual; select 2 from dual;')).toBe(2);
    expect(ran).toEqual(['select 1 from dual', 'select 2 from dual', 'commit']);
  });

  it('stops at the first error, rolls back and tells the line where Oracle sets its mark', async () => {
    const ran: string[] = [];
    const session = {
      execute: async (text: string) => {
        ran.push(text);
        if (text.includes('missing')) throw oracleErrorAt(text.indexOf('missing'), 942);
      },
      commit: async () => void ran.push('commit'),
      rollback: async () => void ran.push('rollback'),
    };
    const running = runScript(session, '\nselect 1 from dual;\nselect *\n  from missing;\nselect 2 from dual;');
    await expect(running).rejects.toThrow('line 4: ORA-00942: table or view does not exist');
    expect(ran).toEqual(['select 1 from dual', 'select *\n  from missing', 'rollback']);
  });
});

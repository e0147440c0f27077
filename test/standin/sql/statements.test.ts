import { describe, expect, test } from 'vitest';
import { OracleError } from '../../../lib/standin/oracle-error.ts';
import { Database } from '../../../lib/standin/sql/database.ts';
import type { SqlSession } from '../../../lib/standin/sql/session.ts';
import { CHANGE_THEMES } from './statement-cases-changes.ts';
import { QUERY_THEMES } from './statement-cases.ts';
import { valueText } from './value-text.ts';

async function outcome(session: SqlSession, text: string): Promise<string> {
  try {
    const result = await session.execute(text);
    if (result.kind === 'query') return [...result.rows].map((row) => row.map(valueText).join('|')).join(';');
    if (result.kind === 'dml') return `${result.rowsAffected} rows`;
    return 'ok';
  } catch (error) {
    if (error instanceof OracleError) return String(error.code);
    throw error;
  }
}

const THEMES = [...QUERY_THEMES, ...CHANGE_THEMES];

describe('statements with answers written by hand', () => {
  test('are at least two hundred', () => {
    expect(THEMES.reduce((count, theme) => count + theme.cases.length, 0)).toBeGreaterThanOrEqual(200);
  });

  describe.each(THEMES)('$name', (theme) => {
    test('every statement answers as Oracle does', async () => {
      const session = new Database({ clock: { nowMs: () => Date.UTC(2024, 5, 1, 12) } }).openSession('SYSTEM');
      for (const statement of theme.setup) await session.execute(statement);
      const wrong: string[] = [];
      for (const [text, expected] of theme.cases) {
        const actual = await outcome(session, text);
        if (actual !== expected) wrong.push(`${text}\n  expected ${expected}\n  actual   ${actual}`);
      }
      expect(wrong.join('\n')).toBe('');
    });
  });
});

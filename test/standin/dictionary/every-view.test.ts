import { expect, test } from 'vitest';
import type { DictionaryView } from '../../../lib/standin/dictionary/view.ts';
import type { SqlValue } from '../../../lib/standin/sql/values/value.ts';
import { DictionaryReading, sessionOf } from './dictionary-reading.ts';

const RELEASES = ['12.2', '19c', '21c', '23ai'] as const;

/** All rows of a view for SYS; none for the one that needs a mining session. */
function rowsOf(reading: DictionaryReading, view: DictionaryView): Iterable<readonly SqlValue[]> {
  if (view.name.endsWith('LOGMNR_CONTENTS')) return [];
  const { catalog, dictionary, persona, instance } = reading;
  return view.rows({ catalog, dictionary, persona, instance, session: sessionOf('SYS') });
}

/** Why the value cannot be in the column; null when it can. */
function misfit(view: DictionaryView, place: number, value: SqlValue): string | null {
  const column = view.columns[place];
  if (column === undefined) return `${view.name} has no column ${place}`;
  const where = `${view.name}.${column.name}`;
  if (value === null) return column.nullable ? null : `${where} is NOT NULL`;
  const { type } = column;
  if (type.kind === 'varchar2' || type.kind === 'char') {
    if (typeof value !== 'string') return `${where} is no text`;
    return Buffer.byteLength(value) <= type.length ? null : `${where} is too short for ${value}`;
  }
  if (type.kind === 'raw')
    return value instanceof Uint8Array && value.length <= type.length ? null : `${where} does not fit`;
  if (type.kind === 'number' || type.kind === 'date') {
    return typeof value === 'object' && 'kind' in value && value.kind === type.kind
      ? null
      : `${where} is no ${type.kind}`;
  }
  return null;
}

test.each(RELEASES)('every value of every view of %s fits its column', (release) => {
  const reading = new DictionaryReading({ release, threads: 2 });
  reading.addUser('APP', 101, 'CREATE SESSION');
  const misfits = new Set<string>();
  for (const view of reading.dictionary.views()) {
    let count = 0;
    for (const row of rowsOf(reading, view)) {
      if (row.length !== view.columns.length) misfits.add(`${view.name} has a row of ${row.length} values`);
      for (const [place, value] of row.entries()) {
        const reason = misfit(view, place, value);
        if (reason !== null) misfits.add(reason);
      }
      count += 1;
      if (count > 2_000) break;
    }
  }
  expect([...misfits]).toEqual([]);
});

test('no view declares a column twice', () => {
  for (const release of RELEASES) {
    for (const view of new DictionaryReading({ release }).dictionary.views()) {
      const names = view.columns.map((column) => column.name);
      expect(new Set(names).size, view.name).toBe(names.length);
    }
  }
});

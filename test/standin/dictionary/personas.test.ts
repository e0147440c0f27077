import { expect, test } from 'vitest';
import { createPersona } from '../../../lib/standin/dictionary/persona.ts';
import { DictionaryReading, NOW_MS, sessionOf } from './dictionary-reading.ts';

test('each release introduces itself', () => {
  const banner = (release: '12.2' | '19c' | '21c' | '23ai'): unknown =>
    new DictionaryReading({ release }).read('V$VERSION', ['BANNER'])[0]?.[0];
  expect(banner('12.2')).toBe('Oracle Database 12c Enterprise Edition Release 12.2.0.1.0 - 64bit Production');
  expect(banner('19c')).toBe('Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production');
  expect(banner('21c')).toBe('Oracle Database 21c Enterprise Edition Release 21.0.0.0.0 - Production');
  expect(banner('23ai')).toMatch(/^Oracle Database 23ai Enterprise Edition Release 23\.0\.0\.0\.0 - /);
});

test('12.2 lacks the columns that came with 18c and 19c', () => {
  const old = new DictionaryReading({ release: '12.2' });
  expect(old.columns('V$VERSION')).toEqual(['BANNER', 'CON_ID']);
  expect(old.columns('V$INSTANCE')).not.toContain('VERSION_FULL');
  expect(old.columns('V$DATABASE')).not.toContain('SUPPLEMENTAL_LOG_DATA_SR');
  expect(old.columns('ALL_TABLES')?.at(-1)).toBe('CONTAINER_MAP_OBJECT');
  expect(old.columns('ALL_SEQUENCES')).not.toContain('SHARDED_FLAG');
  expect(old.columns('PRODUCT_COMPONENT_VERSION')).toEqual(['PRODUCT', 'VERSION', 'STATUS']);
  expect(old.columns('ALL_CONSTRAINTS')).toContain('SEARCH_CONDITION_VC');
});

test('21c and 23ai add columns in the middle', () => {
  const columns = (release: '19c' | '21c' | '23ai', view: string) =>
    new DictionaryReading({ release }).columns(view) ?? [];
  const sharding = (release: '19c' | '21c' | '23ai') => {
    const all = columns(release, 'ALL_TABLES');
    return all.slice(all.indexOf('DUPLICATED'), all.indexOf('EXTERNAL') + 1);
  };
  expect(sharding('19c')).toEqual(['DUPLICATED', 'SHARDED', 'EXTERNAL']);
  expect(sharding('21c')).toEqual(['DUPLICATED', 'SHARDED', 'EXTERNALLY_SHARDED', 'EXTERNALLY_DUPLICATED', 'EXTERNAL']);
  expect(sharding('23ai')).toEqual([
    'DUPLICATED',
    'SYNCHRONOUS_DUPLICATED',
    'SHARDED',
    'EXTERNALLY_SHARDED',
    'EXTERNALLY_DUPLICATED',
    'EXTERNAL',
  ]);
  expect(columns('23ai', 'USER_CONSTRAINTS').slice(6, 12)).toEqual([
    'R_OWNER',
    'R_CONSTRAINT_NAME',
    'DOMAIN_OWNER',
    'DOMAIN_NAME',
    'DOMAIN_CONSTRAINT_NAME',
    'DELETE_RULE',
  ]);
  expect(columns('23ai', 'ALL_TABLES').slice(-3)).toEqual(['STAGING', 'ROW_CHANGE_TRACKING', 'HAS_RESERVABLE_COLUMN']);
});

test('there is no non-CDB after 19c', () => {
  expect(() => createPersona({ release: '21c', cdb: false })).toThrow('non-CDB');
  expect(createPersona({ release: '23ai' }).cdb).toBe(true);
});

test('a non-CDB has container 0, a PDB its own number and name', () => {
  const plain = new DictionaryReading();
  expect(plain.read('V$DATABASE', ['NAME', 'CDB', 'CON_ID'])).toEqual([['ORCL', 'NO', '0']]);
  expect(plain.read('V$CONTAINERS', ['CON_ID', 'NAME'])).toEqual([['0', 'ORCL']]);
  expect(plain.read('V$PDBS', ['NAME'])).toEqual([]);
  const pluggable = new DictionaryReading({ cdb: true });
  expect(pluggable.read('V$DATABASE', ['NAME', 'CDB'])).toEqual([['ORCL', 'YES']]);
  expect(pluggable.read('V$PDBS', ['CON_ID', 'NAME', 'OPEN_MODE'])).toEqual([['3', 'ORCLPDB1', 'READ WRITE']]);
  expect(pluggable.read('CDB_PDBS', ['PDB_ID', 'PDB_NAME', 'STATUS'])).toEqual([['3', 'ORCLPDB1', 'NORMAL']]);
  const root = new DictionaryReading({ cdb: true, root: true });
  expect(root.read('V$CONTAINERS', ['CON_ID', 'NAME'])).toEqual([['1', 'CDB$ROOT']]);
});

test('character sets are told in all three places', () => {
  const reading = new DictionaryReading({ characterSet: 'ZHS16GBK' });
  for (const [view, name, value] of [
    ['NLS_DATABASE_PARAMETERS', 'PARAMETER', 'VALUE'],
    ['V$NLS_PARAMETERS', 'PARAMETER', 'VALUE'],
    ['DATABASE_PROPERTIES', 'PROPERTY_NAME', 'PROPERTY_VALUE'],
  ] as const) {
    const found = new Map(reading.read(view, [name, value]).map(([key, text]) => [key, text]));
    expect(found.get('NLS_CHARACTERSET')).toBe('ZHS16GBK');
    expect(found.get('NLS_NCHAR_CHARACTERSET')).toBe('AL16UTF16');
  }
});

test('a session without ALTER SESSION has the formats of AMERICA', () => {
  const rows = new DictionaryReading().read('NLS_SESSION_PARAMETERS', ['PARAMETER', 'VALUE']);
  expect(rows).toHaveLength(17);
  expect(new Map(rows.map(([name, value]) => [name, value])).get('NLS_DATE_FORMAT')).toBe('DD-MON-RR');
});

test('supplemental logging is YES when asked for and IMPLICIT when keys bring it', () => {
  const minimal = (supplemental: Record<string, boolean>): unknown =>
    new DictionaryReading({ switches: { supplemental } }).read('V$DATABASE', ['SUPPLEMENTAL_LOG_DATA_MIN'])[0]?.[0];
  expect(minimal({ minimal: true })).toBe('YES');
  expect(minimal({ minimal: false, primaryKey: true })).toBe('IMPLICIT');
  expect(minimal({ minimal: false })).toBe('NO');
});

test('a database that does not archive says so everywhere', () => {
  const reading = new DictionaryReading({ switches: { archiveLog: false } });
  expect(reading.read('V$DATABASE', ['LOG_MODE'])).toEqual([['NOARCHIVELOG']]);
  expect(reading.read('V$INSTANCE', ['ARCHIVER'])).toEqual([['STOPPED']]);
  const valid = reading
    .read('V$ARCHIVE_DEST_STATUS', ['DEST_NAME', 'STATUS'])
    .filter(([, status]) => status === 'VALID');
  expect(valid).toEqual([]);
});

test('two threads are two instances with logs of their own', () => {
  const reading = new DictionaryReading({ threads: 2 });
  expect(reading.read('GV$INSTANCE', ['INST_ID', 'INSTANCE_NAME', 'THREAD#', 'PARALLEL'])).toEqual([
    ['1', 'orcl1', '1', 'YES'],
    ['2', 'orcl2', '2', 'YES'],
  ]);
  expect(reading.read('V$INSTANCE', ['INSTANCE_NAME'])).toEqual([['orcl1']]);
  expect(reading.read('V$THREAD', ['THREAD#', 'STATUS', 'GROUPS'])).toEqual([
    ['1', 'OPEN', '3'],
    ['2', 'OPEN', '3'],
  ]);
  const current = reading.read('V$LOG', ['GROUP#', 'THREAD#', 'STATUS']).filter(([, , status]) => status === 'CURRENT');
  expect(current).toEqual([
    ['1', '1', 'CURRENT'],
    ['4', '2', 'CURRENT'],
  ]);
});

test('a standby is read only and has standby logs', () => {
  const reading = new DictionaryReading({ standby: true });
  expect(reading.read('V$DATABASE', ['DATABASE_ROLE', 'OPEN_MODE', 'CONTROLFILE_TYPE'])).toEqual([
    ['PHYSICAL STANDBY', 'READ ONLY WITH APPLY', 'STANDBY'],
  ]);
  expect(reading.read('V$STANDBY_LOG', ['THREAD#', 'STATUS'])).toEqual([['1', 'ACTIVE']]);
  expect(new DictionaryReading().read('V$STANDBY_LOG', ['THREAD#'])).toEqual([]);
});

test('a parameter of the persona wins over the default', () => {
  const reading = new DictionaryReading({ parameters: { undo_retention: '3600', _log_parallelism_max: '1' } });
  const found = new Map(reading.read('V$PARAMETER', ['NAME', 'VALUE']).map(([name, value]) => [name, value]));
  expect(found.get('undo_retention')).toBe('3600');
  expect(found.get('_log_parallelism_max')).toBe('1');
  expect(found.get('compatible')).toBe('19.0.0');
  const display = reading.read('V$PARAMETER', ['NAME', 'DISPLAY_VALUE']);
  expect(display).toContainEqual(['db_recovery_file_dest_size', '50G']);
});

test('sessions, their transactions and what they wait for join by address and SID', () => {
  const reading = new DictionaryReading();
  const session = { ...sessionOf('SYSTEM'), sid: 31, lastCallAtMs: NOW_MS - 5_000, blockedBy: 32 };
  reading.instance = {
    ...reading.instance,
    sessions: [session],
    transactions: [
      {
        usn: 10,
        slot: 28,
        sequence: 4835,
        status: 'ACTIVE',
        sid: 31,
        startedAtMs: NOW_MS,
        startScn: 2_499_000n,
        undoBlocks: 1,
        undoRecords: 3,
        name: null,
      },
    ],
    locks: [
      { sid: 31, type: 'TM', id1: 73_001, id2: 0, mode: 3, request: 0, sinceMs: NOW_MS - 9_000, blocking: false },
      { sid: 31, type: 'TX', id1: 655_388, id2: 4835, mode: 6, request: 0, sinceMs: NOW_MS - 9_000, blocking: true },
    ],
  };
  expect(
    reading.read('V$SESSION', ['SID', 'USERNAME', 'LAST_CALL_ET', 'BLOCKING_SESSION', 'BLOCKING_SESSION_STATUS']),
  ).toEqual([['31', 'SYSTEM', '5', '32', 'VALID']]);
  const [address] = reading.read('V$TRANSACTION', ['ADDR', 'SES_ADDR']);
  expect(reading.read('V$SESSION', ['TADDR', 'SADDR'])).toEqual([[String(address?.[0]).toUpperCase(), address?.[1]]]);
  expect(reading.read('V$TRANSACTION', ['XIDUSN', 'XIDSLOT', 'XIDSQN', 'XID', 'START_SCN', 'START_TIME'])).toEqual([
    ['10', '28', '4835', '0a001c00e3120000', '2499000', '03/01/24 12:00:00'],
  ]);
  expect(reading.read('V$LOCK', ['TYPE', 'LMODE', 'CTIME', 'BLOCK'])).toEqual([
    ['TM', '3', '9', '0'],
    ['TX', '6', '9', '1'],
  ]);
  expect(reading.read('V$LOCKED_OBJECT', ['XIDUSN', 'OBJECT_ID', 'LOCKED_MODE'])).toEqual([['10', '73001', '3']]);
});

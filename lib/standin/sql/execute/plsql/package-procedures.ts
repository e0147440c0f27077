import { OracleError, oracleError } from '../../../oracle-error.ts';
import { faultFromArguments } from '../../../wire/fault-plan.ts';
import { numberFromInteger, numberToText } from '../../values/number.ts';
import { setParameter } from '../nls-setting.ts';
import { gatherSchemaStatistics, gatherTableStatistics } from '../statistics.ts';
import type { Arguments, Procedure } from './packages.ts';
import { Cell, isCollection } from './plsql-value.ts';
import type { PlsqlValue } from './plsql-value.ts';

function textOf(value: PlsqlValue): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'object' && 'kind' in value && value.kind === 'number') return numberToText(value);
  if (typeof value === 'object' && 'kind' in value && value.kind === 'clob') return value.text;
  throw oracleError(6502, '');
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms);
  });
}

async function sleep(_run: unknown, args: Arguments): Promise<void> {
  await wait(Math.max(0, (args.number('SECONDS') ?? 0) * 1000));
}

const OUTPUT: readonly (readonly [string, Procedure])[] = [
  ['DBMS_OUTPUT.ENABLE', { parameters: ['BUFFER_SIZE'], run: ({ session }) => void (session.output ??= []) }],
  ['DBMS_OUTPUT.DISABLE', { parameters: [], run: ({ session }) => void (session.output = null) }],
  [
    'DBMS_OUTPUT.PUT_LINE',
    { parameters: ['A'], run: ({ session }, args) => session.putLine(textOf(args.value('A')) ?? '') },
  ],
  ['DBMS_OUTPUT.PUT', { parameters: ['A'], run: ({ session }, args) => session.put(textOf(args.value('A')) ?? '') }],
  ['DBMS_OUTPUT.NEW_LINE', { parameters: [], run: ({ session }) => session.putLine('') }],
  [
    'DBMS_OUTPUT.GET_LINE',
    {
      parameters: ['LINE', 'STATUS'],
      run: ({ session }, args) => {
        const line = session.output?.shift();
        args.set('LINE', line === undefined || line === '' ? null : line);
        args.set('STATUS', numberFromInteger(line === undefined ? 1 : 0));
      },
    },
  ],
  [
    'DBMS_OUTPUT.GET_LINES',
    {
      parameters: ['LINES', 'NUMLINES'],
      run: ({ session }, args) => {
        const wanted = args.number('NUMLINES') ?? Infinity;
        const lines = session.output?.splice(0, wanted) ?? [];
        const collection = args.value('LINES');
        if (isCollection(collection)) {
          collection.items.clear();
          lines.forEach((line, at) => {
            const cell = new Cell(collection.element);
            cell.value = line === '' ? null : line;
            collection.items.set(at + 1, cell);
          });
        }
        args.set('NUMLINES', numberFromInteger(lines.length));
      },
    },
  ],
];

const STATISTICS: readonly (readonly [string, Procedure])[] = [
  [
    'DBMS_STATS.GATHER_TABLE_STATS',
    {
      parameters: [
        'OWNNAME',
        'TABNAME',
        'PARTNAME',
        'ESTIMATE_PERCENT',
        'BLOCK_SAMPLE',
        'METHOD_OPT',
        'DEGREE',
        'GRANULARITY',
        'CASCADE',
        'STATTAB',
        'STATID',
        'STATOWN',
        'NO_INVALIDATE',
        'STATTYPE',
        'FORCE',
        'OPTIONS',
      ],
      run: ({ session }, args) => gatherTableStatistics(session, args.text('OWNNAME'), args.text('TABNAME') ?? ''),
    },
  ],
  [
    'DBMS_STATS.GATHER_SCHEMA_STATS',
    {
      parameters: [
        'OWNNAME',
        'ESTIMATE_PERCENT',
        'BLOCK_SAMPLE',
        'METHOD_OPT',
        'DEGREE',
        'GRANULARITY',
        'CASCADE',
        'STATTAB',
        'STATID',
        'OPTIONS',
      ],
      run: ({ session }, args) => gatherSchemaStatistics(session, args.text('OWNNAME')),
    },
  ],
  [
    'DBMS_STATS.GATHER_DATABASE_STATS',
    { parameters: [], run: ({ session }) => gatherSchemaStatistics(session, null, true) },
  ],
  ['DBMS_STATS.FLUSH_DATABASE_MONITORING_INFO', { parameters: [], run: () => undefined }],
];

const SESSION: readonly (readonly [string, Procedure])[] = [
  ['DBMS_LOCK.SLEEP', { parameters: ['SECONDS'], run: sleep }],
  ['DBMS_SESSION.SLEEP', { parameters: ['SECONDS'], run: sleep }],
  [
    'DBMS_APPLICATION_INFO.SET_MODULE',
    {
      parameters: ['MODULE_NAME', 'ACTION_NAME'],
      run: ({ session }, args) => {
        session.module = args.text('MODULE_NAME');
        session.action = args.text('ACTION_NAME');
      },
    },
  ],
  [
    'DBMS_APPLICATION_INFO.SET_ACTION',
    { parameters: ['ACTION_NAME'], run: ({ session }, args) => void (session.action = args.text('ACTION_NAME')) },
  ],
  [
    'DBMS_APPLICATION_INFO.SET_CLIENT_INFO',
    { parameters: ['CLIENT_INFO'], run: ({ session }, args) => void (session.clientInfo = args.text('CLIENT_INFO')) },
  ],
  [
    'DBMS_SESSION.SET_IDENTIFIER',
    { parameters: ['CLIENT_ID'], run: ({ session }, args) => void (session.clientIdentifier = args.text('CLIENT_ID')) },
  ],
  ['DBMS_SESSION.CLEAR_IDENTIFIER', { parameters: [], run: ({ session }) => void (session.clientIdentifier = null) }],
  [
    'DBMS_SESSION.SET_NLS',
    {
      parameters: ['PARAM', 'VALUE'],
      run: ({ session }, args) => {
        const value = (args.text('VALUE') ?? '').replace(/^'(.*)'$/s, '$1');
        setParameter(session, { name: (args.text('PARAM') ?? '').toUpperCase(), value, literal: true, offset: 0 });
      },
    },
  ],
  ['DBMS_RANDOM.SEED', { parameters: ['VAL'], run: () => undefined }],
  ['DBMS_UTILITY.COMPILE_SCHEMA', { parameters: ['SCHEMA', 'COMPILE_ALL', 'REUSE_SETTINGS'], run: () => undefined }],
];

/** Until redo is built: what a user without a LogMiner session gets. */
const LOGMINER: readonly (readonly [string, Procedure])[] = [
  [
    'DBMS_LOGMNR.ADD_LOGFILE',
    {
      parameters: ['LOGFILENAME', 'OPTIONS'],
      run: (_run, args) => {
        throw oracleError(1284, args.text('LOGFILENAME') ?? '');
      },
    },
  ],
  [
    'DBMS_LOGMNR.START_LOGMNR',
    {
      parameters: ['STARTSCN', 'ENDSCN', 'STARTTIME', 'ENDTIME', 'DICTFILENAME', 'OPTIONS'],
      run: () => {
        throw oracleError(1292);
      },
    },
  ],
  [
    'DBMS_LOGMNR.END_LOGMNR',
    {
      parameters: [],
      run: () => {
        throw oracleError(1307);
      },
    },
  ],
];

/** Switches of this engine, for users with the DBA role: they exist in no Oracle. */
const STANDIN: readonly (readonly [string, Procedure])[] = [
  [
    'STANDIN.FAULT',
    {
      parameters: ['POINT', 'ACTION', 'CODE', 'MS', 'AFTER_ROWS', 'TIMES', 'CONTAINING', 'USERNAME'],
      open: true,
      run: ({ session }, args) => {
        const values = new Map<string, string>();
        for (const [name, value] of args.entries()) {
          const text = textOf(value);
          if (text !== null) values.set(name, text);
        }
        session.database.faults.add(faultFromArguments(values));
      },
    },
  ],
  ['STANDIN.CLEAR_FAULTS', { parameters: [], run: ({ session }) => session.database.faults.clear() }],
  ['STANDIN.EXHAUST_UNDO', { parameters: [], run: ({ session }) => session.database.exhaustUndo() }],
  [
    'STANDIN.GROW_EXTENTS',
    {
      parameters: ['OWNER', 'TABLE_NAME', 'EXTENTS'],
      run: ({ session }, args) => {
        const table = session.database.catalog.table(
          args.text('OWNER') ?? session.currentSchema,
          args.text('TABLE_NAME') ?? '',
        );
        if (table === undefined) throw oracleError(942);
        session.database.growSegments(table, args.number('EXTENTS') ?? 1);
      },
    },
  ],
];

const RAISE: readonly [string, Procedure] = [
  'RAISE_APPLICATION_ERROR',
  {
    parameters: ['NUM', 'MSG', 'KEEPERRORSTACK'],
    run: (_run, args) => {
      const number = args.number('NUM') ?? 0;
      if (number > -20_000 || number < -20_999) throw oracleError(21000, String(number));
      throw new OracleError(-number, `ORA-${String(-number).padStart(5, '0')}: ${args.text('MSG') ?? ''}`);
    },
  },
];

export const PROCEDURES: ReadonlyMap<string, Procedure> = new Map([
  ...OUTPUT,
  ...STATISTICS,
  ...SESSION,
  ...LOGMINER,
  ...STANDIN,
  RAISE,
]);

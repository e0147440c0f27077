import type { FixedView } from '../fixed-view.ts';

const OWN_COLUMNS = `
  SID, STATISTIC#, VALUE, CON_ID`;

const NAME_COLUMNS = `
  STATISTIC#, NAME:64, CLASS, STAT_ID, DISPLAY_NAME:64, CON_ID`;

const SYSTEM_COLUMNS = `
  STATISTIC#, NAME:64, CLASS, VALUE, STAT_ID, CON_ID`;

const SESSION_COLUMNS = `
  SID, STATISTIC#, VALUE, CON_ID`;

/** Names and classes of Oracle; the numbers are the places in this list, as Oracle's are in its own of the release. */
const STATISTICS: readonly (readonly [name: string, classNumber: number])[] = [
  ['logons cumulative', 1],
  ['logons current', 1],
  ['opened cursors cumulative', 1],
  ['opened cursors current', 1],
  ['user commits', 1],
  ['user rollbacks', 1],
  ['user calls', 1],
  ['recursive calls', 1],
  ['session logical reads', 1],
  ['CPU used by this session', 1],
  ['DB time', 1],
  ['session uga memory', 1],
  ['session uga memory max', 1],
  ['session pga memory', 1],
  ['session pga memory max', 1],
  ['enqueue requests', 4],
  ['enqueue waits', 4],
  ['physical reads', 8],
  ['db block changes', 8],
  ['physical writes', 8],
  ['consistent gets', 8],
  ['redo entries', 2],
  ['redo size', 2],
  ['redo writes', 2],
  ['bytes sent via SQL*Net to client', 1],
  ['bytes received via SQL*Net from client', 1],
  ['SQL*Net roundtrips to/from client', 1],
  ['table scans (short tables)', 64],
  ['table scans (long tables)', 64],
  ['parse count (total)', 64],
  ['parse count (hard)', 64],
  ['execute count', 64],
  ['sorts (memory)', 64],
  ['sorts (disk)', 64],
  ['sorts (rows)', 64],
];

export const STATNAME: FixedView = {
  base: 'STATNAME',
  columns: NAME_COLUMNS,
  *rows() {
    for (const [number, [name, classNumber]] of STATISTICS.entries()) {
      yield {
        'STATISTIC#': number,
        NAME: name,
        CLASS: classNumber,
        STAT_ID: statId(name),
        DISPLAY_NAME: name,
        CON_ID: 0,
      };
    }
  },
};

/** The stand-in does not measure itself: every statistic is zero. */
export const SYSSTAT: FixedView = {
  base: 'SYSSTAT',
  columns: SYSTEM_COLUMNS,
  *rows() {
    for (const [number, [name, classNumber]] of STATISTICS.entries()) {
      yield { 'STATISTIC#': number, NAME: name, CLASS: classNumber, VALUE: 0, STAT_ID: statId(name), CON_ID: 0 };
    }
  },
};

export const MYSTAT: FixedView = {
  base: 'MYSTAT',
  columns: OWN_COLUMNS,
  *rows({ session, persona }) {
    for (const number of STATISTICS.keys()) {
      yield { SID: session.sid, 'STATISTIC#': number, VALUE: 0, CON_ID: persona.container.conId };
    }
  },
};

export const SESSTAT: FixedView = {
  base: 'SESSTAT',
  columns: SESSION_COLUMNS,
  *rows({ instance, persona }, number) {
    if (number !== 1) return;
    for (const session of instance.sessions) {
      for (const statistic of STATISTICS.keys()) {
        yield { SID: session.sid, 'STATISTIC#': statistic, VALUE: 0, CON_ID: persona.container.conId };
      }
    }
  },
};

/** A number that stays with the name, as STAT_ID does over releases. */
function statId(name: string): number {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 4_294_967_291;
  return hash;
}

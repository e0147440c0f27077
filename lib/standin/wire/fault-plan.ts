import { oracleError } from '../oracle-error.ts';

/** What befalls a client. Without places an ORA-01555 or ORA-00600 gets believable ones. */
export type FaultAction =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'error'; readonly code: number; readonly places?: readonly (string | number)[] };

/**
 * Where it strikes: at logon, before a statement runs, before the row after the first `afterRows` of a statement (rows fetched, or
 * executions of array DML), before a commit, or after a commit took effect but before the client hears of it.
 */
export type FaultPoint = 'logon' | 'execute' | 'row' | 'commit' | 'committed';

export interface InjectedFault {
  readonly at: FaultPoint;
  readonly action: FaultAction;
  /** For `row`; 0 when absent. */
  readonly afterRows?: number;
  /** Strikes before the fault is spent; 1 when absent. */
  readonly times?: number;
  /** Only statements whose text contains this, in any case. */
  readonly containing?: string;
  /** Only sessions of this user (upper case). */
  readonly user?: string;
}

export interface FaultOccasion {
  readonly user: string;
  /** Text of the statement; empty at logon and commit. */
  readonly text: string;
}

interface Armed {
  readonly fault: InjectedFault;
  left: number;
}

const UNDO_PLACES = [9, '_SYSSMU9_1424341975$'] as const;
const INTERNAL_PLACES = ['kcbgtcr_13', '0'] as const;

/** The faults that a stand-in still has to raise. Shared by the wire and by the control package; changed while it runs. */
export class FaultPlan {
  readonly #armed: Armed[] = [];

  constructor(faults: readonly InjectedFault[] = []) {
    for (const fault of faults) this.add(fault);
  }

  add(fault: InjectedFault): void {
    // An unknown code is refused when it is set, not when it strikes.
    if (fault.action.kind === 'error') errorOf(fault.action);
    this.#armed.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#armed.length = 0;
  }

  get size(): number {
    return this.#armed.length;
  }

  /** The fault that strikes now; it is spent by one. */
  take(at: FaultPoint, occasion: FaultOccasion): InjectedFault | null {
    const fault = this.find(at, occasion);
    return fault !== null && this.spend(fault) ? fault : null;
  }

  /** The first fault that would strike, unspent: for rows, whose turn comes later. */
  find(at: FaultPoint, occasion: FaultOccasion): InjectedFault | null {
    if (this.#armed.length === 0) return null;
    return this.#armed.find(({ fault }) => fault.at === at && fits(fault, occasion))?.fault ?? null;
  }

  /** False when it was spent or cleared meanwhile. */
  spend(fault: InjectedFault): boolean {
    const index = this.#armed.findIndex((armed) => armed.fault === fault);
    const armed = this.#armed[index];
    if (armed === undefined) return false;
    armed.left -= 1;
    if (armed.left <= 0) this.#armed.splice(index, 1);
    return true;
  }
}

export function errorOf(action: Extract<FaultAction, { readonly kind: 'error' }>): Error {
  const places = action.places ?? (action.code === 1555 ? UNDO_PLACES : action.code === 600 ? INTERNAL_PLACES : []);
  return oracleError(action.code, ...places);
}

function fits(fault: InjectedFault, occasion: FaultOccasion): boolean {
  if (fault.user !== undefined && fault.user !== occasion.user) return false;
  if (fault.containing === undefined) return true;
  return occasion.text.toUpperCase().includes(fault.containing.toUpperCase());
}

/**
 * A fault from the arguments of `STANDIN.FAULT(point => 'ROW', action => 'ERROR', code => 1555, after_rows => 2500, times => 1,
 * containing => 'ORDERS', username => 'APP', ms => 100)`: names in upper case, values as text. Throws ORA-20000 on anything else.
 */
export function faultFromArguments(values: ReadonlyMap<string, string>): InjectedFault {
  const known = ['POINT', 'ACTION', 'CODE', 'MS', 'AFTER_ROWS', 'TIMES', 'CONTAINING', 'USERNAME'];
  for (const name of values.keys()) if (!known.includes(name)) throw oracleError(20000, `unknown parameter ${name}`);
  const containing = values.get('CONTAINING');
  const user = values.get('USERNAME');
  return {
    at: pointOf(values.get('POINT') ?? 'EXECUTE'),
    action: actionOf(values),
    afterRows: integerOf(values, 'AFTER_ROWS', 0),
    times: integerOf(values, 'TIMES', 1),
    ...(containing === undefined ? {} : { containing }),
    ...(user === undefined ? {} : { user: user.toUpperCase() }),
  };
}

function pointOf(text: string): FaultPoint {
  const point = text.toLowerCase();
  switch (point) {
    case 'logon':
    case 'execute':
    case 'row':
    case 'commit':
    case 'committed':
      return point;
    default:
      throw oracleError(20000, `point is LOGON, EXECUTE, ROW, COMMIT or COMMITTED, not ${text}`);
  }
}

function actionOf(values: ReadonlyMap<string, string>): FaultAction {
  const action = (values.get('ACTION') ?? '').toUpperCase();
  if (action === 'DELAY') return { kind: 'delay', ms: integerOf(values, 'MS', 0) };
  if (action === 'DISCONNECT') return { kind: 'disconnect' };
  if (action === 'ERROR') return { kind: 'error', code: integerOf(values, 'CODE', 600) };
  throw oracleError(20000, `action is DELAY, DISCONNECT or ERROR, not ${action}`);
}

function integerOf(values: ReadonlyMap<string, string>, name: string, otherwise: number): number {
  const text = values.get(name);
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw oracleError(20000, `${name} is a whole number, not ${text}`);
  return Number(text);
}

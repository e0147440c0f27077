import { oracleError } from '../oracle-error.ts';
import type { Bind } from '../sql/session-result.ts';
import type { SqlType } from '../sql/values/value.ts';
import { typeOfBind } from './bind.ts';
import { isBindElements } from './bind-rows.ts';
import type { BindValue } from './bind-rows.ts';
import type { ConnectionState } from './connection-state.ts';
import type { Cursor } from './cursor-table.ts';
import { befall, occasionOf, strike } from './strike.ts';

export function loggedOn(state: ConnectionState): NonNullable<ConnectionState['session']> {
  if (state.session === null) throw oracleError(1012);
  return state.session;
}

interface BindPlace {
  readonly type: SqlType | null;
  readonly direction: Bind['direction'];
}

/** What all executions of a call share. RETURNING targets, and PL/SQL binds without a value, are places to fill. */
export function bindPlaces(cursor: Cursor): readonly BindPlace[] {
  const inBlock = cursor.shape.kind === 'block';
  return cursor.binds.map((meta, index) => ({
    type: typeOfBind(meta),
    direction: index >= cursor.shape.returningFrom ? 'out' : inBlock ? 'in-out' : 'in',
  }));
}

/** The binds of one execution as the engine takes them. */
export function bindsOf(places: readonly BindPlace[], row: readonly BindValue[]): readonly Bind[] {
  return places.map(({ type, direction }, index): Bind => {
    const value = row[index] ?? null;
    if (isBindElements(value)) {
      const { elements } = value;
      return type === null ? { value: null, direction, elements } : { value: null, type, direction, elements };
    }
    return type === null ? { value, direction } : { value, type, direction };
  });
}

/** Commits with the faults that a commit can meet. */
export async function commit(state: ConnectionState): Promise<void> {
  const occasion = occasionOf(state, '');
  const session = loggedOn(state);
  await strike(state, 'commit', occasion);
  await session.commit();
  const fault = state.faults.take('committed', occasion);
  if (fault !== null) await befall(state, fault);
}

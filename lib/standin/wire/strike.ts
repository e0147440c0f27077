import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectionState } from './connection-state.ts';
import { errorOf } from './fault-plan.ts';
import type { FaultOccasion, FaultPoint, InjectedFault } from './fault-plan.ts';
import { Cancelled } from './reply-stream.ts';

/** Lets the injected fault of this moment happen, if there is one. */
export async function strike(state: ConnectionState, at: FaultPoint, occasion: FaultOccasion): Promise<void> {
  const fault = state.faults.take(at, occasion);
  if (fault !== null) await befall(state, fault);
}

/** Waits, throws the error, or drops the connection. */
export async function befall(state: ConnectionState, fault: InjectedFault): Promise<void> {
  switch (fault.action.kind) {
    case 'delay':
      await delay(state, fault.action.ms);
      return;
    case 'disconnect':
      state.destroy();
      throw new Cancelled();
    case 'error':
      throw errorOf(fault.action);
  }
}

/** Ends early, as a cancelled call, when the client breaks in or is gone. */
async function delay(state: ConnectionState, ms: number): Promise<void> {
  const { signal } = state.interruption;
  try {
    await pause(ms, undefined, { signal });
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    throw error;
  }
}

export function occasionOf(state: ConnectionState, text: string): FaultOccasion {
  return { user: state.login?.user ?? '', text };
}

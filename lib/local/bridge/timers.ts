/** The longest a timer of Node can wait; anything longer fires after a millisecond. About 24.8 days. */
const timerMsMax = 2_147_483_647;

/** The longest whole seconds a timer of Node can wait. */
export const timerSecondsMax = Math.floor(timerMsMax / 1_000);

export function clampTimerMs(ms: number): number {
  return Math.min(ms, timerMsMax);
}

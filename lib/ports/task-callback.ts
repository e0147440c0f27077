/** Answers to task tokens of the state machine. A dead token is reported, not thrown. */
export interface TaskCallback {
  succeed(token: string, output: object): Promise<'delivered' | 'dead'>;
  fail(token: string, error: string, cause: string): Promise<'delivered' | 'dead'>;
  heartbeat(token: string): Promise<'delivered' | 'dead'>;
}

/** Executions of the state machine, by ARN. */
export interface ExecutionStarter {
  start(name: string, input: object): Promise<string>;
  status(executionArn: string): Promise<'running' | 'ended' | 'unknown'>;
}

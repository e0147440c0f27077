/** Ends long-running workers by the ARN of their task; one that is gone already is no error. */
export interface WorkerStopper {
  stop(taskArn: string, reason: string): Promise<void>;
}

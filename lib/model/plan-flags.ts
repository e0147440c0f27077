/** Which branches of the state machine a project uses; resolved once and carried in the execution's payload. */
export interface PlanFlags {
  readonly schema: boolean;
  readonly full: boolean;
  readonly incremental: boolean;
  readonly verification: boolean;
  readonly reverse: boolean;
}

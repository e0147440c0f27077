/**
 * Gates: named waits of the state machine for a condition or a person. Decision gates ask a question with a fixed set of
 * answers; condition gates open by themselves when their condition holds.
 */
export const gateNames = [
  'PrecheckDecision',
  'SchemaDecision',
  'CaptureReady',
  'LoadDecision',
  'LoadDone',
  'IndexDecision',
  'CaughtUp',
  'VerificationDecision',
  'ObjectsDecision',
  'CaptureDecision',
  'ReplayDecision',
  'MainResume',
  'CaptureResume',
  'ReplayResume',
  'ReversePullWanted',
  'ReverseCaptureDecision',
  'ReverseCaptureResume',
  'ReverseWanted',
  'ReverseReplayDecision',
  'ReverseReplayResume',
  'Release',
] as const;
export type GateName = (typeof gateNames)[number];

/** What may be answered. `opened` is what a condition gate receives. */
export const gateAnswers = [
  'retry',
  'skip',
  'accept',
  'repair',
  'repair-and-delete',
  'reload',
  'resume',
  'release',
  'abort',
  'finish',
  'opened',
] as const;
export type GateAnswer = (typeof gateAnswers)[number];

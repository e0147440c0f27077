import { chunkLoop, chunkMap } from './load-stage.ts';
import {
  afterStep,
  gate,
  type MachineParts,
  mapManifest,
  resultPath,
  route,
  type Step,
  step,
} from './machine-states.ts';
import type { WaysOut } from './schema-stage.ts';

/**
 * Full verification with its repair loop:
 *
 *     PlanVerify --next--> Verify --> FinishVerify --clean--> onward
 *         \--done----------------------/   |
 *                             gate --> VerificationDecision: repair -> Repair -> PlanVerify, else PlanVerify
 */
export function verifyStage(parts: MachineParts, ways: WaysOut): Step {
  const plan = step(parts, 'PlanVerify', 'plan-verify');
  const verify = mapManifest(parts, 'Verify', chunkLoop(parts, 'VerifyChunk', 'verify-chunk'), chunkMap);
  const finish = step(parts, 'FinishVerify', 'finish-verify');
  const repair = step(parts, 'Repair', 'repair');
  const decision = gate(parts, 'VerificationDecision', 'VerificationDecision');
  for (const state of [plan, verify, finish, repair]) {
    state.addCatch(decision.entry, { errors: ['States.ALL'], resultPath });
  }
  const stops = { gate: decision.entry, paused: ways.pauses, stale: ways.ends };
  afterStep(parts, plan, 'PlanVerifyOutcome', { next: verify, done: finish, ...stops });
  verify.next(finish);
  afterStep(parts, finish, 'FinishVerifyOutcome', { clean: ways.onward, again: plan, ...stops });
  afterStep(parts, repair, 'RepairOutcome', { done: plan, more: repair, ...stops });
  route(decision.answered, {
    repair,
    'repair-and-delete': repair,
    retry: plan,
    resume: plan,
    accept: plan,
    skip: plan,
    abort: ways.ends,
    finish: ways.ends,
    expired: ways.ends,
    stale: ways.ends,
  });
  return plan;
}

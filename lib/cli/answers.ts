import { z } from 'zod';
import { Fault } from '../model/fault.ts';
import { type GateAnswer, gateAnswers, gateNames, type GateName } from '../model/gate.ts';
import { readJson } from './project-file.ts';

const choice = z.union([
  z.enum(gateAnswers),
  z.strictObject({ answer: z.enum(gateAnswers), detail: z.string().optional() }),
]);

/**
 * An answers file, by gate: a word, or a word with what it applies to, or a list of these for one round after the other:
 *
 *     {"VerificationDecision": ["repair-and-delete", "abort"],
 *      "PrecheckDecision": {"answer": "skip", "detail": "source.statistics"}}
 */
const answersSchema = z.partialRecord(z.enum(gateNames), z.union([choice, z.array(choice)]));

export interface PreparedAnswer {
  readonly answer: GateAnswer;
  readonly detail: string | null;
}

/** Answers by gate, in the order of its rounds. */
export type PreparedAnswers = ReadonlyMap<GateName, readonly PreparedAnswer[]>;

export async function readAnswers(path: string): Promise<PreparedAnswers> {
  const decoded = answersSchema.safeParse(await readJson(path));
  if (!decoded.success) {
    throw new Fault('INVALID_PROJECT', `${path} is not an answers file: ${z.prettifyError(decoded.error)}`, {
      subject: path,
    });
  }
  const answers = new Map<GateName, readonly PreparedAnswer[]>();
  for (const gate of gateNames) {
    const given = decoded.data[gate];
    if (given !== undefined) answers.set(gate, (Array.isArray(given) ? given : [given]).map(prepared));
  }
  return answers;
}

function prepared(given: z.infer<typeof choice>): PreparedAnswer {
  return typeof given === 'string'
    ? { answer: given, detail: null }
    : { answer: given.answer, detail: given.detail ?? null };
}

import { writeFileSync } from 'node:fs';
import { afterAll } from 'vitest';
import { acceptedDigests, statementDigest } from '../oracle/accepted-statements.ts';
import { sourceContract } from './source.contract.ts';
import { openSourceUnderTest } from './source-under-test.ts';

const named = process.env['SEAWARD_TEST_ORACLE'] === undefined ? 'the stand-in' : 'the named Oracle';
const sent = new Set<string>();

sourceContract(`${named} as a source`, async () => {
  const source = await openSourceUnderTest();
  const dispose = async (): Promise<void> => source[Symbol.asyncDispose]();
  return {
    ...source,
    owner: watched(source.owner),
    stranger: watched(source.stranger),
    [Symbol.asyncDispose]: dispose,
  };
});

/** A login whose statements are collected in `sent`. */
function watched<Login>(login: Login): Login {
  return login === null ? login : { ...login, observe: (text: string) => sent.add(text) };
}

/** Whatever the client sent is Oracle SQL: proved already, or handed to the proof (see test/oracle/grammar.test.ts). */
afterAll(() => {
  const out = process.env['SEAWARD_STATEMENTS_OUT'];
  if (out !== undefined) {
    writeFileSync(out, JSON.stringify([...sent]));
    return;
  }
  const accepted = acceptedDigests();
  const unproved = [...sent].filter((text) => !accepted.has(statementDigest(text)));
  if (unproved.length > 0) throw new Error(`not proved to be Oracle SQL:\n${unproved.join('\n')}`);
});

import { startLocalStack } from '../../../lib/local/local-stack.ts';

// Started by a test as a process of its own, to be killed: `hold-local-stack.ts ASSEMBLY STATE`. Starts an execution and
// says so, with the process id of the function that then runs.
const [, , cloudAssembly, stateDirectory] = process.argv;
if (cloudAssembly === undefined || stateDirectory === undefined) throw new Error('hold-local-stack.ts ASSEMBLY STATE');
const stack = await startLocalStack({ cloudAssembly, stateDirectory, concurrency: 2, variables: () => ({}) });
const { arn } = stack.startExecution({});
const look = setInterval(() => {
  const [child] = stack.busyProcessIds('f');
  if (child === undefined) return;
  clearInterval(look);
  process.stdout.write(`${JSON.stringify({ arn, child })}\n`);
}, 10);
process.once('SIGINT', () => {
  void stack[Symbol.asyncDispose]().then(() => {
    process.exitCode = 130;
  });
});

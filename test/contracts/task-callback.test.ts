import { afterAll } from 'vitest';
import { Executions } from '../../lib/local/bridge/executions.ts';
import { throughJson } from '../../lib/local/bridge/json.ts';
import {
  startStepFunctionsEndpoint,
  type StepFunctionsEndpoint,
} from '../../lib/local/bridge/step-functions-endpoint.ts';
import { TaskTokens } from '../../lib/local/bridge/task-tokens.ts';
import { stepFunctionsAt } from '../../lib/aws/step-functions-at.ts';
import { memoryTaskCallback } from '../support/memory-doors.ts';
import { memoryObjectStore } from '../support/memory-object-store.ts';
import { taskCallbackContract } from './task-callback.contract.ts';

taskCallbackContract('memory', async () => {
  const tasks = memoryTaskCallback();
  return {
    tasks,
    issue: async () => tasks.issue(),
    kill: async (token) => tasks.kill(token),
    received: async (token) => {
      const state = tasks.state(token);
      if (state === 'dead' || state.kind === 'waiting') return null;
      return state.kind === 'succeeded' ? state.output : { error: state.error, cause: state.cause };
    },
  };
});

const endpoints: StepFunctionsEndpoint[] = [];
afterAll(async () => {
  for (const one of endpoints) await one[Symbol.asyncDispose]();
});

const stateMachineArn = 'arn:aws:states:local:000000000000:stateMachine:M';
const definition = throughJson({
  StartAt: 'Gate',
  States: {
    Gate: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'keep', Payload: { 'token.$': '$$.Task.Token', 'n.$': '$.n' } },
      End: true,
    },
  },
});

taskCallbackContract('the embedded Step Functions', async () => {
  const tokens = new TaskTokens();
  const issued = new Map<number, (token: string) => void>();
  const executions = new Executions(stateMachineArn, definition, {
    tokens,
    objects: memoryObjectStore(),
    invoke: async (_name, payload) => {
      const [, token = '', n = ''] = /"token":"([^"]+)","n":(\d+)/u.exec(JSON.stringify(payload)) ?? [];
      issued.get(Number(n))?.(token);
      return null;
    },
    startWorker: async () => undefined,
    publish: () => undefined,
    mapConcurrencyMax: 1,
  });
  const endpoint = await startStepFunctionsEndpoint({
    tokens,
    executions: () => executions,
    stopWorker: () => undefined,
    putEvents: () => undefined,
  });
  endpoints.push(endpoint);
  const started = new Map<string, ReturnType<Executions['start']>>();
  let count = 0;
  return {
    tasks: stepFunctionsAt(endpoint.url, stateMachineArn).tasks,
    issue: async () => {
      count += 1;
      const token = new Promise<string>((resolve) => issued.set(count, resolve));
      const execution = executions.start({ n: count });
      started.set(await token, execution);
      return token;
    },
    kill: async (token) => {
      const execution = started.get(token);
      if (execution === undefined) throw new Error('not our token');
      executions.stop(execution.arn);
      await execution.ended;
    },
    received: async (token) => {
      const end = await started.get(token)?.ended;
      return end?.status === 'SUCCEEDED' ? end.output : { error: end?.error, cause: end?.cause };
    },
  };
});

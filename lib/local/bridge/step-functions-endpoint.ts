import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import type { Executions } from './executions.ts';
import { parseJson } from './json.ts';
import { checkPayload, StatesError } from './states-error.ts';
import type { TaskTokens } from './task-tokens.ts';

export interface StepFunctionsEndpoint extends AsyncDisposable {
  readonly url: string;
}

/** What the endpoint serves besides Step Functions. */
export interface EndpointDoors {
  readonly executions: () => Executions;
  readonly tokens: TaskTokens;
  readonly stopWorker: (task: string) => void;
  /** Entries of PutEvents, as they come. */
  readonly putEvents: (entries: unknown) => void;
}

type Operation = (input: unknown, doors: EndpointDoors) => object;

const token = z.object({ taskToken: z.string() });

/** Operations by the `X-Amz-Target` header the unmodified SDK sends (AWS JSON 1.0 and 1.1). */
const operations: Readonly<Record<string, Operation>> = {
  'AWSStepFunctions.SendTaskSuccess': (input, { tokens }) => {
    const { taskToken, output } = token.extend({ output: z.string() }).parse(input);
    const value = readOutput(output);
    checkPayload(value, 'the output');
    tokens.succeed(taskToken, value);
    return {};
  },
  'AWSStepFunctions.SendTaskFailure': (input, { tokens }) => {
    const failure = token.extend({ error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() });
    const { taskToken, error, cause } = failure.parse(input);
    tokens.fail(taskToken, error ?? 'States.TaskFailed', cause ?? '');
    return {};
  },
  'AWSStepFunctions.SendTaskHeartbeat': (input, { tokens }) => {
    tokens.heartbeat(token.parse(input).taskToken);
    return {};
  },
  'AWSStepFunctions.StartExecution': (input, { executions }) => {
    const start = z.object({
      stateMachineArn: z.string(),
      name: z.string().optional(),
      input: z.string().default('{}'),
    });
    const { stateMachineArn, name, input: text } = start.parse(input);
    const all = executions();
    if (stateMachineArn !== all.stateMachineArn) throw new StatesError('StateMachineDoesNotExist', stateMachineArn);
    const execution = name === undefined ? all.start(parseJson(text)) : all.start(parseJson(text), name);
    return { executionArn: execution.arn, startDate: execution.startedAt.getTime() / 1_000 };
  },
  'AWSStepFunctions.DescribeExecution': (input, { executions }) => {
    const { executionArn } = z.object({ executionArn: z.string() }).parse(input);
    const execution = executions().find(executionArn);
    if (execution === undefined) throw new StatesError('ExecutionDoesNotExist', executionArn);
    const { arn, name, startedAt, status, end } = execution;
    const ended = end === null ? {} : { error: end.error ?? undefined, cause: end.cause ?? undefined };
    const output = end?.status === 'SUCCEEDED' ? { output: JSON.stringify(end.output) } : {};
    return {
      executionArn: arn,
      stateMachineArn: executions().stateMachineArn,
      name,
      status,
      startDate: startedAt.getTime() / 1_000,
      input: JSON.stringify(execution.input),
      ...ended,
      ...output,
    };
  },
  'AWSStepFunctions.StopExecution': (input, { executions }) => {
    const stop = z.object({ executionArn: z.string(), error: z.string().optional(), cause: z.string().optional() });
    const { executionArn, error, cause } = stop.parse(input);
    executions().stop(executionArn, error, cause);
    return { stopDate: Date.now() / 1_000 };
  },
  'AmazonEC2ContainerServiceV20141113.StopTask': (input, { stopWorker }) => {
    stopWorker(z.object({ task: z.string() }).parse(input).task);
    return {};
  },
  'AWSEvents.PutEvents': (input, { putEvents }) => {
    const { Entries: entries } = z.object({ Entries: z.array(z.unknown()) }).parse(input);
    putEvents(entries);
    return { FailedEntryCount: 0, Entries: entries.map((_, index) => ({ EventId: String(index) })) };
  },
};

const bodyBytesMax = 2 * 1024 * 1024;

/** Starts the endpoint functions and workers talk to, instead of AWS. Anything it does not know is refused by name. */
export async function startStepFunctionsEndpoint(doors: EndpointDoors): Promise<StepFunctionsEndpoint> {
  const server = createServer((request, response) => {
    void answer(request, response, doors);
  });
  const url = await listenOnLoopback(server);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, doors: EndpointDoors): Promise<void> {
  const send = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  };
  let body: string;
  try {
    body = await readBody(request);
  } catch {
    // The client broke off or sends too much: there is nobody to answer.
    request.destroy();
    return;
  }
  const target = String(request.headers['x-amz-target'] ?? '');
  const operation = operations[target];
  if (operation === undefined) {
    send(400, {
      __type: 'UnknownOperationException',
      message: `${target || 'this service'} is not served on one machine`,
    });
    return;
  }
  try {
    const input: unknown = JSON.parse(body === '' ? '{}' : body);
    send(200, operation(input, doors));
  } catch (error) {
    if (error instanceof StatesError) send(400, { __type: error.name, message: error.message });
    else if (error instanceof z.ZodError) send(400, { __type: 'ValidationException', message: z.prettifyError(error) });
    else send(500, { __type: 'InternalFailure', message: error instanceof Error ? error.message : String(error) });
  }
}

function readOutput(text: string): ReturnType<typeof parseJson> {
  try {
    return parseJson(text);
  } catch {
    throw new StatesError('InvalidOutput', 'the output is not JSON');
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) throw new Error('a request body comes in buffers');
    bytes += part.byteLength;
    if (bytes > bodyBytesMax) throw new Error('the request is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

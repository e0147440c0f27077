import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { childOutput } from './child-output.ts';
import type { MariadbOptions, MariadbServer } from './embedded-server.ts';
import { freePort, greets } from './server-greeting.ts';
import { likenessOptions } from './server-options.ts';
import { startSupervised } from './supervised-process.ts';

const image = 'mariadb:10.11';
const readyWaitMs = 180_000;

export type DockerStart =
  | { readonly kind: 'started'; readonly server: MariadbServer }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** A server in a container, when a docker daemon answers. The container is removed when this process ends. */
export async function startDockerServer(options: MariadbOptions): Promise<DockerStart> {
  const { environment } = options;
  const daemon = await childOutput('docker', ['version', '--format', '{{.Server.Version}}'], {
    environment,
    timeoutMs: 10_000,
  });
  if (daemon.code !== 0) return { kind: 'unavailable', reason: 'no docker daemon answers' };
  options.progress?.(`starting ${image} in docker (pulled once)`);
  const port = options.port ?? (await freePort());
  const password = randomBytes(18).toString('base64url');
  // In the foreground: `docker run` passes the SIGTERM of the supervisor on to the server.
  const process = startSupervised(
    [
      'docker',
      'run',
      '--rm',
      '--publish',
      `127.0.0.1:${port}:3306`,
      '--env',
      'MARIADB_ROOT_PASSWORD',
      ...(options.directory === undefined ? [] : ['--volume', `${options.directory}:/var/lib/mysql`]),
      image,
      ...likenessOptions,
    ],
    { environment: { ...environment, MARIADB_ROOT_PASSWORD: password }, removeAfterwards: null },
  );
  const deadline = performance.now() + readyWaitMs;
  while (!process.hasEnded() && performance.now() < deadline) {
    if (await greets('127.0.0.1', port, 1_000)) {
      return { kind: 'started', server: containerServer(port, password, process.hasEnded, process.stop) };
    }
    await wait(100);
  }
  await process.stop();
  return { kind: 'unavailable', reason: `docker could not start ${image}` };
}

function containerServer(
  port: number,
  password: string,
  hasEnded: () => boolean,
  stop: () => Promise<void>,
): MariadbServer {
  return {
    host: '127.0.0.1',
    port,
    user: 'root',
    password,
    version: image,
    directory: null,
    client: null,
    processId: () => Promise.resolve(null),
    running: () => !hasEnded(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

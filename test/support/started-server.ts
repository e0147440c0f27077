import { startMariadb } from '../../lib/local/mariadb/mariadb-server.ts';

/** A process of its own for tests that kill it: starts a server, says where it is, and does nothing more. */
const server = await startMariadb({ environment: process.env });
process.stdout.write(
  `${JSON.stringify({ port: server.port, pid: await server.processId(), directory: server.directory })}\n`,
);
setInterval(() => undefined, 60_000);

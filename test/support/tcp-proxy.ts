import { connect, createServer, type Server, type Socket } from 'node:net';

/** What a proxy does with bytes: pass them on, swallow them, keep them for later, or break the connection. */
export type Verdict = 'pass' | 'swallow' | 'hold' | 'break';

/** A proxy between a client and a server that may lose bytes on their way, by a rule a test changes as it goes. */
export class TcpProxy implements AsyncDisposable {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Looks at what the client sends. */
  onRequest: (data: Buffer) => Verdict = () => 'pass';
  /** Looks at what the server answers. */
  onReply: (data: Buffer) => Verdict = () => 'pass';

  /** Receives what delivers bytes that were held. */
  onHeld: (deliver: () => void) => void = () => undefined;

  readonly #clients = new Set<Socket>();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async to(host: string, port: number): Promise<TcpProxy> {
    const server = createServer();
    const own = await new Promise<number>((resolve, reject) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
    const proxy = new TcpProxy(server, own);
    server.on('connection', (client) => proxy.#join(client, connect({ host, port })));
    return proxy;
  }

  #join(client: Socket, server: Socket): void {
    this.#sockets.add(client).add(server);
    this.#clients.add(client);
    client.on('close', () => this.#clients.delete(client));
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.on('error', end);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    const forward = (to: Socket, rule: () => (data: Buffer) => Verdict) => (data: Buffer) => {
      const verdict = rule()(data);
      if (verdict === 'pass') to.write(data);
      if (verdict === 'hold') this.onHeld(() => to.write(data));
      if (verdict === 'break') end();
    };
    client.on(
      'data',
      forward(server, () => this.onRequest),
    );
    server.on(
      'data',
      forward(client, () => this.onReply),
    );
  }

  /** Stops, or goes on, reading what clients send: their writes pile up. */
  setReading(reading: boolean): void {
    for (const client of this.#clients) {
      if (reading) client.resume();
      else client.pause();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '../../lib/local/listen-on-loopback.ts';

export interface S3Endpoint extends AsyncDisposable {
  readonly url: string;
  /** Names of the calls that came, in order: `PUT`, `GET`, `POST uploads` ... */
  readonly calls: readonly string[];
  /** Breaks off the next answers to GET in the middle of the body. */
  cutNextReads(count: number): void;
  /** Uploads in parts that were begun and neither completed nor given up. */
  openUploads(): number;
}

/**
 * The part of S3 the object store uses, as its API reference describes it: conditional PUT (`If-None-Match: *`, 412), GET
 * with 404 NoSuchKey, uploads in parts, and SHA-256 checksums that are verified.
 */
export async function startS3Endpoint(): Promise<S3Endpoint> {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const calls: string[] = [];
  let cuts = 0;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://x');
    const key = decodeURIComponent(url.pathname);
    const body = await readAll(request);
    const upload = url.searchParams.get('uploadId');
    calls.push(
      `${request.method ?? ''}${url.searchParams.has('uploads') ? ' uploads' : upload === null ? '' : ' part'}`,
    );
    const claimed = request.headers['x-amz-checksum-sha256'];
    if (typeof claimed === 'string' && request.method === 'PUT') {
      const actual = createHash('sha256').update(body).digest('base64');
      if (claimed !== actual) {
        fail(response, 400, 'BadDigest');
        return;
      }
    }
    if (request.method === 'GET') {
      get(key, response);
      return;
    }
    if (request.method === 'POST' && url.searchParams.has('uploads')) {
      const id = randomUUID();
      uploads.set(id, new Map());
      answer(response, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
      return;
    }
    if (upload !== null) {
      part(request, response, { url, key, upload, body });
      return;
    }
    if (isRefused(request, key)) {
      fail(response, 412, 'PreconditionFailed');
      return;
    }
    objects.set(key, body);
    answer(response, '');
  };

  const isRefused = (request: IncomingMessage, key: string): boolean =>
    request.headers['if-none-match'] === '*' && objects.has(key);

  const get = (key: string, response: ServerResponse): void => {
    const object = objects.get(key);
    if (object === undefined) {
      fail(response, 404, 'NoSuchKey');
      return;
    }
    response.writeHead(200, { 'content-length': object.byteLength });
    if (cuts === 0) {
      response.end(object);
      return;
    }
    cuts -= 1;
    response.write(object.subarray(0, Math.floor(object.byteLength / 2)), () => response.destroy());
  };

  const part = (
    request: IncomingMessage,
    response: ServerResponse,
    {
      url,
      key,
      upload,
      body,
    }: { readonly url: URL; readonly key: string; readonly upload: string; readonly body: Buffer },
  ): void => {
    const parts = uploads.get(upload);
    if (parts === undefined) {
      fail(response, 404, 'NoSuchUpload');
      return;
    }
    if (request.method === 'PUT') {
      parts.set(Number(url.searchParams.get('partNumber')), body);
      response.setHeader('etag', `"${createHash('md5').update(body).digest('hex')}"`);
      answer(response, '');
      return;
    }
    if (request.method === 'POST' && isRefused(request, key)) {
      fail(response, 412, 'PreconditionFailed');
      return;
    }
    uploads.delete(upload);
    if (request.method === 'DELETE') {
      answer(response, '', 204);
      return;
    }
    const numbers = [...parts.keys()].sort((a, b) => a - b);
    objects.set(key, Buffer.concat(numbers.map((number) => parts.get(number) ?? Buffer.alloc(0))));
    answer(response, '<CompleteMultipartUploadResult></CompleteMultipartUploadResult>');
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const url = await listenOnLoopback(server);
  return {
    url,
    calls,
    cutNextReads: (count) => {
      cuts = count;
    },
    openUploads: () => uploads.size,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(response: ServerResponse, xml: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(xml === '' ? '' : `<?xml version="1.0" encoding="UTF-8"?>${xml}`);
}

function fail(response: ServerResponse, status: number, code: string): void {
  answer(response, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`, status);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) if (Buffer.isBuffer(part)) parts.push(part);
  return Buffer.concat(parts);
}

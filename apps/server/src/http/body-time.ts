import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** How long a request's body may take in all, and how long an import's may stand still, in milliseconds. */
export type BodyTimes = { readonly whole: number; readonly still: number };
export const bodyTimes: BodyTimes = { whole: 20_000, still: 20_000 };

const importPath = /^\/api\/v1\/customers\/import(\?|$)/;

/**
 * Cuts connections whose request body does not come: whoever holds many open would leave none for others. An import
 * streams for as long as it moves. What is still coming after its answer was given is not waited for.
 */
export function limitBodyTime(server: Server, times: BodyTimes = bodyTimes): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.complete) return;
    const streams = request.method === 'POST' && importPath.test(request.url ?? '');
    const cut = (): void => {
      if (request.complete) return;
      if (!response.headersSent && request.socket.writable)
        request.socket.write(
          'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
        );
      request.socket.destroySoon();
    };
    let seen = request.socket.bytesRead;
    const look = (): void => {
      // what waits to be read here is our delay, not theirs
      const moved = request.socket.bytesRead > seen || request.readableLength > 0;
      seen = request.socket.bytesRead;
      if (!moved) return cut();
      timer = setTimeout(look, times.still);
      timer.unref();
    };
    let timer = streams ? setTimeout(look, times.still) : setTimeout(cut, times.whole);
    timer.unref();
    const stop = (): void => clearTimeout(timer);
    request.once('end', stop);
    request.once('close', stop);
    response.once('finish', () => {
      stop();
      // a moment for what was on its way when the answer came
      if (!request.complete) setTimeout(cut, 1000).unref();
    });
  });
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlayedService } from '../../src/adapters/notifier/channel.js';
import type { Behaviour } from './fake-messengers.js';

interface TakenText {
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Played {
  behaviour: Behaviour;
  readonly taken: TakenText[];
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const PAGE = '<html><b>Bad gateway</b></html>';

function respond(response: ServerResponse, status: number, text: string, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

/** The service of a channel that says itself how it is played, on loopback. */
export async function startPlayed(service: PlayedService): Promise<Played> {
  const taken: TakenText[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { behaviour } = played;
    const text = service.textOf(body);
    if (behaviour === 'hang') return;
    if (behaviour === 'reset') return void request.socket.resetAndDestroy();
    if (behaviour === 'html') return respond(response, 502, PAGE);
    if (behaviour === 'html200') return respond(response, 200, PAGE);
    if (behaviour === 'null') return respond(response, 200, 'null');
    if (behaviour === 'redirect') return respond(response, 307, '', { location: '/elsewhere' });
    if (behaviour === 'refuse-fancy' && /[^\n\u0020-\u007e]/.test(text))
      return respond(response, 400, 'cannot parse it');
    if (typeof behaviour === 'object') {
      const { status, retryAfter, words = 'no' } = behaviour;
      return respond(response, status, words, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
    }
    const fields: Record<string, unknown> = body.startsWith('{') ? JSON.parse(body) : { body };
    taken.push({ text, fields });
    if (behaviour === 'lost') request.socket.resetAndDestroy();
    else respond(response, 200, service.answer);
  };
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const played: Played = {
    behaviour: 'ok',
    taken,
    settings: service.settings(`http://127.0.0.1:${port}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return played;
}

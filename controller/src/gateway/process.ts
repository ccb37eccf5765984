/**
 * The gateway as a child of the Jupyter server. Its standard input is a leash: the first
 * line is the secret of this start, the end of the input is the end of the gateway, so
 * that it never outlives a server that was killed.
 */
import type { Readable, Writable } from 'node:stream';
import { announceAddress } from './announce.js';
import { serveGateway, type ServeDeps } from './serve.js';

export interface GatewayStreams {
  readonly input: Readable;
  readonly output: Writable;
}

/** Serves until the input ends; gives the exit code. */
export async function runGateway(
  socket: string,
  deps: Omit<ServeDeps, 'secret'> & { readonly announce?: string },
  { input, output }: GatewayStreams
): Promise<number> {
  const ended = new AbortController();
  const secret = await firstLine(input, () => {
    ended.abort();
  });
  if (!secret) return 1;
  let withdraw = (): void => undefined;
  await serveGateway(
    socket,
    { ...deps, secret },
    {
      signal: ended.signal,
      listening: () => {
        withdraw = announceAddress({ ...deps, socket, secret });
        output.write('listening\n');
      }
    }
  );
  withdraw();
  return 0;
}

/** `undefined` when the input ends before its first line; `ended` is called then, or later. */
function firstLine(input: Readable, ended: () => void): Promise<string | undefined> {
  return new Promise(resolve => {
    let text = '';
    input.setEncoding('utf8');
    input.on('data', (piece: string) => {
      // Only the first line has a meaning: what follows is not kept.
      if (text.includes('\n')) return;
      text += piece;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    for (const event of ['end', 'error', 'close']) {
      input.on(event, () => {
        ended();
        resolve(undefined);
      });
    }
  });
}

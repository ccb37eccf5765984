/** A tab that follows one run, over as many connections as it takes. */
import { once } from 'node:events';
import { WebSocket, type RawData } from 'ws';
import {
  PROTOCOL_VERSION,
  type Cursor,
  type FeedMessage,
  type FeedRequest
} from '@jupyterlab-kubeflow/protocol';
import type { Place } from './gateway.js';

/** Opens the feed; rejects when the gateway is not there. */
export async function openFeed(place: Place): Promise<WebSocket> {
  const headers = { 'X-Jupyterlab-Kubeflow-Secret': place.secret };
  const socket = new WebSocket(`ws+unix://${place.socket}:/feed`, { headers });
  await once(socket, 'open');
  say(socket, { kind: 'hello', protocol: PROTOCOL_VERSION });
  return socket;
}

export function say(socket: WebSocket, request: FeedRequest): void {
  socket.send(JSON.stringify(request));
}

export function readMessage(data: RawData): FeedMessage {
  if (!Buffer.isBuffer(data)) throw new TypeError('ws was told to give other data');
  return JSON.parse(data.toString('utf8')) as FeedMessage;
}

export class Reader {
  /** Lines of each rank, in the order they came. */
  readonly lines = new Map<number, string[]>();
  complete = false;
  /** Messages that were read. */
  messages = 0;
  #cursor: Cursor | undefined;

  constructor(readonly run: string) {}

  /** Reads until the run is complete or the connection is cut. */
  async read(place: Place): Promise<void> {
    // A gateway may be gone before the connection is there: that is a cut like others.
    const socket = await openFeed(place).catch(() => undefined);
    if (!socket) return;
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    socket.on('message', data => {
      this.#take(readMessage(data));
      if (this.complete) socket.close();
    });
    const from = this.#cursor ? { from: this.#cursor } : {};
    say(socket, { kind: 'follow', run: this.run, ...from });
    await closed;
  }

  #take(message: FeedMessage): void {
    this.messages += 1;
    if (message.kind === 'complete') this.complete = true;
    if (message.kind === 'problem') throw new Error(message.problem.sentence);
    if (message.kind !== 'followed') return;
    this.#cursor = message.cursor;
    for (const item of message.items) {
      if (item.kind !== 'log') continue;
      const lines = this.lines.get(item.rank) ?? [];
      lines.push(item.text);
      this.lines.set(item.rank, lines);
    }
  }
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Cursor, FeedMessage, Followed } from '@jupyterlab-kubeflow/protocol';
import { EventFeed, retryDelay, type FeedSocket, type FeedState } from './feed.js';

/** The gateway's end of a socket. */
class Line implements FeedSocket {
  onopen: FeedSocket['onopen'] = null;
  onmessage: FeedSocket['onmessage'] = null;
  onclose: FeedSocket['onclose'] = null;
  readonly said: unknown[] = [];

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(): void {
    this.onclose?.({} as CloseEvent);
  }

  hear(message: FeedMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) } as MessageEvent);
  }

  welcome(protocol = 1): void {
    this.onopen?.({} as Event);
    this.hear({ kind: 'welcome', protocol, version: '1.0.0' });
  }
}

function setUp() {
  const lines: Line[] = [];
  const messages: FeedMessage[] = [];
  const states: FeedState[] = [];
  const feed = new EventFeed({
    open: () => {
      const line = new Line();
      lines.push(line);
      return line;
    },
    onMessage: message => messages.push(message),
    onState: state => states.push(state),
    random: () => 0
  });
  const last = (): Line => lines.at(-1) ?? new Line();
  return { feed, lines, last, messages, states };
}

const cursor = (end: number): Cursor => ({ logs: { '0': end }, events: {} });

const log = (text: string, end: number): Followed => ({
  kind: 'log',
  rank: 0,
  time: 0,
  text,
  end
});

const followed = (items: Followed[], end: number): FeedMessage => ({
  kind: 'followed',
  run: 'digits-abcde',
  items,
  cursor: cursor(end)
});

const texts = (messages: readonly FeedMessage[]): string[] =>
  messages
    .flatMap(message => (message.kind === 'followed' ? message.items : []))
    .map(item => (item.kind === 'log' ? item.text : item.kind));

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the feed', () => {
  it('names its protocol first and follows what was asked for before', () => {
    const { feed, last } = setUp();
    feed.follow('digits-abcde');
    feed.connect();
    last().welcome();
    expect(last().said).toEqual([
      { kind: 'hello', protocol: 1 },
      { kind: 'follow', run: 'digits-abcde' }
    ]);
  });

  it('goes on behind the last cursor after a cut', () => {
    const { feed, last, lines, messages } = setUp();
    feed.follow('digits-abcde');
    feed.connect();
    last().welcome();
    last().hear(followed([log('one', 4)], 4));
    last().close();
    vi.runOnlyPendingTimers();
    last().welcome();
    last().hear(followed([log('two', 8)], 8));
    expect(lines).toHaveLength(2);
    expect(last().said).toContainEqual({
      kind: 'follow',
      run: 'digits-abcde',
      from: cursor(4)
    });
    expect(texts(messages)).toEqual(['one', 'two']);
  });

  it('drops what a renewed subscription sends again', () => {
    const { feed, last, messages } = setUp();
    feed.connect();
    last().welcome();
    feed.follow('digits-abcde', cursor(4));
    last().hear(followed([log('one', 4), log('two', 8)], 8));
    last().hear(followed([log('two', 8), log('three', 14)], 14));
    expect(texts(messages)).toEqual(['two', 'three']);
  });

  it('does not hear a socket that was replaced, nor a run it left', () => {
    const { feed, lines, last, messages } = setUp();
    feed.follow('digits-abcde');
    feed.connect();
    last().welcome();
    feed.pause();
    feed.connect();
    lines[0]?.hear(followed([log('stale', 6)], 6));
    last().welcome();
    feed.unfollow('digits-abcde');
    last().hear(followed([log('late', 5)], 5));
    expect(messages).toEqual([]);
  });

  it('stops when the page is of another version', () => {
    const { feed, lines, last, states } = setUp();
    feed.connect();
    last().welcome(2);
    vi.runAllTimers();
    feed.connect();
    expect(lines).toHaveLength(1);
    expect(states.at(-1)).toMatchObject({
      kind: 'outdated',
      problem: { code: 'page-outdated' }
    });
  });

  it('stays closed while paused', () => {
    const { feed, lines, last } = setUp();
    feed.connect();
    last().welcome();
    feed.pause();
    vi.runAllTimers();
    expect(lines).toHaveLength(1);
  });

  it('ignores what is not a message', () => {
    const { feed, last, messages } = setUp();
    feed.connect();
    last().onmessage?.({ data: 'not JSON' } as MessageEvent);
    last().onmessage?.({ data: '"text"' } as MessageEvent);
    expect(messages).toEqual([]);
  });
});

describe('the time before a new attempt', () => {
  it.each([
    [0, 0, 250],
    [0, 1, 500],
    [3, 0, 2000],
    [40, 0, 15_000],
    [40, 1, 30_000]
  ])('attempt %i with random %d waits %i ms', (attempt, random, wait) => {
    expect(retryDelay(attempt, () => random)).toBe(wait);
  });
});

import { describe, expect, it } from 'vitest';
import { PROTOCOL_HEADER } from '@jupyterlab-kubeflow/protocol';
import { GatewayClient } from './gateway.js';

const VERSION = { [PROTOCOL_HEADER]: '1' };

const answering = (status: number, body: string, headers = {}): GatewayClient =>
  new GatewayClient(() => Promise.resolve(new Response(body, { status, headers })));

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error as { problem?: { code: string } }).problem?.code
  );

describe('a request to the gateway', () => {
  it('sends the body as JSON below the root of the API', async () => {
    const seen: unknown[] = [];
    const client = new GatewayClient((path, init) => {
      seen.push(path, init.method, init.body);
      return Promise.resolve(Response.json({ run: { id: 'a' } }, { headers: VERSION }));
    });
    const run = await client.rerun('a b', { id: 'c', parameters: {} });
    expect(run).toEqual({ id: 'a' });
    expect(seen).toEqual([
      'jupyterlab-kubeflow/api/runs/a%20b/rerun',
      'POST',
      '{"id":"c","parameters":{}}'
    ]);
  });

  const problem = '{"problem":{"code":"run-unknown"}}';
  it.each([
    ['a problem as it came', answering(404, problem, VERSION), 'run-unknown'],
    [
      'another version',
      answering(200, '{}', { [PROTOCOL_HEADER]: '2' }),
      'page-outdated'
    ],
    ['a missing extension', answering(404, '<html>'), 'server-extension-missing'],
    ['what nobody expects', answering(502, '<html>'), 'answer-unexpected']
  ])('reports %s', async (_what, client, code) => {
    expect(await codeOf(client.detail('a'))).toBe(code);
  });

  it('reports a server that does not answer', async () => {
    const client = new GatewayClient(() => Promise.reject(new TypeError('refused')));
    expect(await codeOf(client.health())).toBe('server-unreachable');
  });

  it('passes on that it was aborted', async () => {
    const abort = new AbortController();
    const client = new GatewayClient(() => {
      abort.abort();
      return Promise.reject(new DOMException('gone', 'AbortError'));
    });
    const body = { path: 'a.ipynb', settings: {} as never };
    await expect(client.plan(body, abort.signal)).rejects.toThrow('gone');
  });
});

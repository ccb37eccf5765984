/** Other pages in the same browser get nothing done. */
import { API_ROOT, ROUTES } from '@jupyterlab-kubeflow/protocol';
import { expect, test } from '../support/fixtures.js';

test.describe('a page of another site', () => {
  test('starts nothing by a forged form, though the cookie goes along', async ({
    lab,
    context,
    server,
    gateway
  }) => {
    await lab.open('digits.ipynb');
    const answer = await context.request.post(
      `${server.url}/${API_ROOT}/${ROUTES.runs}`,
      {
        headers: { 'Content-Type': 'text/plain' },
        data: JSON.stringify({ id: 'forged-run', path: 'digits.ipynb', settings: {} })
      }
    );
    expect(answer.status()).toBe(403);
    expect(await gateway.runs()).toEqual([]);
  });

  test('cannot open the feed', async ({ context, server }) => {
    const page = await context.newPage();
    await page.goto(`${server.url}/api`);
    const url = `${server.url.replace('http', 'ws')}/${API_ROOT}/${ROUTES.feed}`;
    const opened = (origin: string): Promise<boolean> =>
      page.evaluate(async address => {
        const socket = new WebSocket(address);
        return new Promise<boolean>(resolve => {
          socket.onopen = () => {
            resolve(true);
          };
          socket.onerror = () => {
            resolve(false);
          };
        });
      }, origin);
    expect(await opened(url)).toBe(true);
    expect(await opened(url.replace('127.0.0.1', 'localhost'))).toBe(false);
  });
});

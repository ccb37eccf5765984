/** Other pages in the same browser get nothing done. */
import type { Page } from '@playwright/test';
import { API_ROOT, ROUTES } from '@jupyterlab-kubeflow/protocol';
import { expect, test } from '../support/fixtures.js';

/** Whether a page that is open can make this connection. */
function opens(page: Page, address: string): Promise<boolean> {
  return page.evaluate(
    url =>
      new Promise<boolean>(resolve => {
        const socket = new WebSocket(url);
        socket.onopen = () => {
          resolve(true);
        };
        socket.onerror = () => {
          resolve(false);
        };
      }),
    address
  );
}

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
    const feed = `${server.url.replace('http', 'ws')}/${API_ROOT}/${ROUTES.feed}`;
    await page.goto(`${server.url}/lab`);
    expect(await opens(page, feed)).toBe(true);
    await page.goto(`${server.url.replace('127.0.0.1', 'localhost')}/login`);
    expect(await opens(page, feed)).toBe(false);
  });
});

/** Inputs of runs on this computer: fetched before the code starts, once for all runs. */
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../environment.js';
import { Bench } from './jkf.js';

const python = await environment('dev');

const SHOW =
  'import os, pathlib\nfor file in pathlib.Path(os.environ["JKF_INPUT_WORDS"]).iterdir():\n    print(file.name, file.read_text(), os.environ.get("JKF_INPUTS"))';

describe.skipIf(!python.path)(`inputs on this computer${python.reason}`, () => {
  let bench: Bench;
  let server: Server;
  let url = '';
  const asked: string[] = [];
  beforeAll(async () => {
    bench = new Bench(python.path);
    server = createServer((request, answer) => {
      asked.push(request.url ?? '');
      if (request.url === '/slow') return;
      const found = request.url === '/words.txt';
      answer.writeHead(found ? 200 : 404, { etag: '"1"' }).end(found ? 'abc' : '');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    bench.dispose();
  });

  it('are there before the code of every rank starts, and are fetched once', async () => {
    const path = bench.notebook('show.ipynb', SHOW);
    const input = ['--input', `words=${url}/words.txt`];
    const first = await bench.run(path, ...input, '--ranks', '2');
    expect([first.stderr, first.code]).toEqual(['', 0]);
    for (const rank of [0, 1])
      expect(first.lines(rank).at(-1)).toBe('words.txt abc None');
    expect(first.lines(0)[0]).toContain(`inputs: words: looking at ${url}/words.txt`);
    // One that looks, one that reads; the next run only looks.
    expect(asked).toEqual(['/words.txt', '/words.txt']);
    const again = await bench.run(path, ...input);
    expect(again.lines().at(-1)).toBe('words.txt abc None');
    expect(asked).toHaveLength(3);
    expect(readdirSync(join(bench.home, 'inputs'))).toHaveLength(3);
  });

  it('that are not there fail the run, whose code does not start', async () => {
    const path = bench.notebook('never.ipynb', 'print("started")');
    const outcome = await bench.run(path, '--input', `words=${url}/other.txt`);
    expect(outcome.code).toBe(1);
    expect(outcome.run.problem).toMatchObject({
      code: 'input-missing',
      sentence: `The input words is not there: ${url}/other.txt: 404 Not Found.`
    });
    expect(outcome.lines().join('\n')).not.toContain('started');
  });

  it('that come slowly end with the run that is cancelled', async () => {
    const path = bench.notebook('slow.ipynb', 'print("started")');
    const id = 'slow-input';
    const options = ['--input', `words=${url}/slow`, '--id', id, '--detach'];
    await bench.jkf('run', path, ...options);
    const until = Date.now() + 20_000;
    while (!asked.includes('/slow') && Date.now() < until)
      await new Promise(done => setTimeout(done, 50));
    const shown = await bench.jkf('runs', 'show', id, '-o', 'json');
    expect(shown.stdout).toContain('fetching the inputs');
    await bench.jkf('runs', 'cancel', id);
    const ended = await bench.jkf('runs', 'show', id, '-o', 'json');
    expect(ended.stdout).toContain('"state": "cancelled"');
    expect(existsSync(join(bench.runs, id, 'input-failure.json'))).toBe(false);
  });
});

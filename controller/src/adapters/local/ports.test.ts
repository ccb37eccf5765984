import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { freePorts } from './ports.js';

describe('free ports', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function occupied(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  it('are different and free', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    for (const port of ports) {
      const server = createServer().listen(port, '127.0.0.1');
      servers.push(server);
      await once(server, 'listening');
    }
  });

  it('are none when none are asked for', async () => {
    expect(await freePorts(0)).toEqual([]);
  });

  it('are refused when the range has not as many', async () => {
    const port = await occupied();
    await expect(freePorts(1, { from: port, to: port })).rejects.toMatchObject({
      problem: { code: 'ports-exhausted', params: { count: 1 } }
    });
  });
});

/** Nothing a cluster does leaves the computer. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushTool } from './support/images.js';
import { ask, noCluster, Place, pod, sh } from './support/cluster.js';

describe.skipIf(noCluster !== '')(`the network of a node${noCluster}`, () => {
  const place = noCluster === '' ? new Place('network') : (undefined as never);
  const routeTo = async (address: string): Promise<string> => {
    const { code, stdout, stderr } = await place.inside('ip', 'route', 'get', address);
    return code === 0 ? stdout : stderr;
  };
  let tool = '';
  beforeAll(async () => {
    tool = await pushTool(place.status.registries.open);
    await place.make();
  });
  afterAll(() => place.remove());

  it('has no way out: neither a default route nor one to another network', async () => {
    const { stdout } = await place.inside('ip', 'route');
    expect(stdout).not.toContain('default');
    const six = await place.inside('ip', '-6', 'route', 'show', 'default');
    expect(six.stdout).toBe('');
    // Addresses for documentation, of a private network, and of a neighbour.
    for (const address of ['192.0.2.1', '10.1.2.3', '172.29.0.1', '198.51.100.7']) {
      expect(await routeTo(address)).toMatch(/unreachable/i);
    }
  });

  it('keeps the ranges of services and pods inside', async () => {
    expect(await routeTo('10.96.0.77')).toContain('dev services0');
    expect(await routeTo('10.244.9.9')).toMatch(/unreachable|No route to host/);
  });

  it('lets pods reach the registry by the name that the host knows, not the host', async () => {
    const server = createServer((_, response) => response.end('here is the host'));
    await new Promise<void>(done =>
      server.listen(0, place.status.addresses.host, done)
    );
    const { port } = server.address() as AddressInfo;
    const asked = ask(place.status.addresses.host, port);
    const [registry = '', registryPort] = place.status.registries.open.split(':');
    const known = ask(registry, Number(registryPort));
    const script = `${known} | head -n 1; ${asked} 2>&1 || echo refused`;
    await place.mustApply(pod('caller', { image: tool, command: sh(script) }));
    const output = await place.outputOf('caller');
    server.close();
    expect(output).toMatch(/^HTTP\/1/);
    expect(output).toContain('refused');
    expect(output).not.toContain('here is the host');
  });
});

/** Debian's registry on loopback, behind a wire that is as long as one likes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** @returns its host, and how it is ended */
export async function startRegistry(folder) {
  mkdirSync(folder, { recursive: true });
  const host = `127.0.0.1:${String(await freePort())}`;
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: host }
  };
  const file = join(folder, 'config.yml');
  writeFileSync(file, JSON.stringify(config));
  const child = spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
  const failed = new Promise((_, reject) => child.once('error', reject));
  await Promise.race([answering(host), failed]);
  return { host, stop: () => child.kill('SIGKILL') };
}

async function answering(host) {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`http://${host}/v2/`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error('the registry does not answer');
}

/**
 * A wire: what is said on it arrives later, each way half of the round trip. Counts the
 * requests that go over it.
 */
export async function startWire(behind) {
  const [name, port] = behind.split(':');
  const wire = { roundTrip: 0, requests: 0 };
  const server = createServer(near => {
    const far = connect(Number(port), name);
    forward(near, far, wire, chunk => {
      const heads = chunk.toString('latin1').match(/^(GET|HEAD|POST|PUT|PATCH) \//gm);
      wire.requests += heads?.length ?? 0;
    });
    forward(far, near, wire, () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${String(server.address().port)}`;
  return Object.assign(wire, { host, stop: () => server.close() });
}

function forward(from, to, wire, look) {
  let last = Promise.resolve();
  const later = act => {
    const due = sleep(wire.roundTrip / 2);
    last = last.then(() => due).then(act);
  };
  from.setNoDelay(true);
  from.on('data', chunk => {
    look(chunk);
    later(() => to.writable && to.write(chunk));
  });
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}

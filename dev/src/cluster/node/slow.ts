/** A proxy that delays: what the kernel here cannot do to one port (it lacks netem). */
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import type { Served } from '../plan/component.js';

/** Where to listen, where and from which address to connect, how late everything is. */
export interface SlowPlan {
  readonly listen: number;
  readonly target: Served;
  readonly from: string;
  readonly delayMs: number;
}

/** Serves until the process ends. Both directions are delayed, in order. */
export function serveSlow({ listen, target, from, delayMs }: SlowPlan): Promise<void> {
  const server = createServer({ allowHalfOpen: true }, client => {
    const upstream = connect({
      ...{ host: target.address, port: target.port },
      ...{ localAddress: from, allowHalfOpen: true }
    });
    join(client, upstream, delayMs);
    join(upstream, client, delayMs);
  });
  return new Promise((_, reject) => {
    server.on('error', reject);
    server.listen(listen);
  });
}

function join(from: Socket, to: Socket, delayMs: number): void {
  from.on('error', () => to.destroy());
  from.pipe(delayed(delayMs)).pipe(to);
}

/** Passes each chunk on so many milliseconds after it came. */
export function delayed(delayMs: number): Transform {
  return new Transform({
    transform(chunk, _, done) {
      // Timers of one length fire in the order in which they were set.
      setTimeout(() => {
        if (!this.destroyed) this.push(chunk);
      }, delayMs);
      done();
    },
    flush(done) {
      setTimeout(done, delayMs);
    }
  });
}

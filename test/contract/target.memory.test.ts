/** The memory target keeps the promises of a target. */
import { ManualClock } from '../../controller/src/adapters/memory/clock.js';
import { MemoryTarget } from '../../controller/src/adapters/memory/target.js';
import { programOf } from './support/requests.js';
import { targetContract } from './target.contract.js';

targetContract('memory', () => {
  const clock = new ManualClock();
  const target = new MemoryTarget(clock, request => {
    clock.advance(1);
    return programOf(request);
  });
  return { target, dispose: () => Promise.resolve() };
});

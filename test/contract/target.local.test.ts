/** The local target keeps the promises of a target, with real processes. */
import { localTarget } from './support/local.js';
import { targetContract } from './target.contract.js';

targetContract('local', () => localTarget());

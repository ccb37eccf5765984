/** The contract: one noun a file. */
export * from './message.js';
export * from './reasons.js';
export * from './errors/index.js';
export * from './problem.js';
export * from './notebook.js';
export * from './bundle.js';
export * from './workload.js';
export * from './plan.js';
export * from './settings.js';
export * from './defaults.js';
export * from './events.js';
export * from './run.js';
export * from './runner.js';
export * from './routes.js';
export * from './gateway.js';
export * from './feed.js';

/**
 * What the cluster's tests need first and what takes long: programs and images. On a
 * machine that has none of it, the parts before have processors to spare.
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT, node, toolEnvironment } from './paths.mjs';
import { run } from './process.mjs';

const MAIN = join(ROOT, 'dev', 'lib', 'main.js');
/** Compiles the tools. */
const TOOLS = join(ROOT, 'scripts', 'dev.mjs');

/** In the order in which the tests ask for them. */
const COMMANDS = [
  ['cluster', 'build', '--with', 'trainer'],
  ['images', 'build', 'torch', 'tensorflow']
];

/** Whether this computer can have a built-in cluster. */
const isAble = () =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  spawnSync('apt-get', ['--version']).status === 0;

/**
 * Begins to make them, behind everything else. What fails here fails again, and is told,
 * when it is asked for; two that make the same make it once.
 * @returns {Promise<() => Promise<void>>} ends it, for it is of no use any more
 */
export async function beginAhead() {
  const able = isAble() && (await run(node(), [TOOLS, 'cluster', '--help'])).code === 0;
  if (!able) return () => Promise.resolve();
  let child;
  let stopped = false;
  const done = (async () => {
    for (const command of COMMANDS) {
      if (stopped) return;
      child = spawn('nice', ['-n', '19', node(), MAIN, ...command], {
        cwd: ROOT,
        env: toolEnvironment(),
        stdio: 'ignore'
      });
      await new Promise(resolve => child.on('error', resolve).on('close', resolve));
    }
  })();
  const stop = () => {
    stopped = true;
    child?.kill('SIGINT');
    return done;
  };
  process.on('exit', stop);
  return stop;
}

/** npm's packages: are they what the lock says, and does our Node run? */
import { readFileSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { ROOT, node } from './paths.mjs';
import { run } from './process.mjs';

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages;
  } catch {
    return {};
  }
}

/**
 * Compares the lock with npm's own record of what it installed, which npm writes last:
 * after an interrupted install it is absent.
 */
export function packagesAreInstalled() {
  const wanted = Object.entries(readPackages('package-lock.json'));
  const present = readPackages(join('node_modules', '.package-lock.json'));
  return wanted
    .filter(([path, { optional }]) => path.startsWith('node_modules/') && !optional)
    .every(([path, { version, link }]) => {
      const found = present[path];
      return found !== undefined && (link === true || found.version === version);
    });
}

/** PATH without `node_modules`: npm must not run on the Node it is about to remove. */
function pathOfSystem() {
  const inside = join(ROOT, 'node_modules') + sep;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.filter(folder => !folder.startsWith(inside)).join(delimiter);
}

/**
 * `npm ci`, unless the lock's packages are there.
 * @param {(text: string) => void} [note] told `up to date` when nothing was done
 */
export async function ensurePackages(note = () => {}) {
  if (packagesAreInstalled()) return note('up to date');
  const env = { ...process.env, PATH: pathOfSystem() };
  const { code, output } = await run(
    'npm',
    ['ci', '--no-progress', '--loglevel=error'],
    { env }
  );
  if (code === 127) throw new Error('npm is not installed; it comes with Node.js.');
  if (code !== 0) throw new Error(`npm ci failed:\n${output}`);
  const { floor } = nodeFloor();
  const version = await run(node(), ['--version']);
  if (version.code !== 0 || !atLeast(version.output.trim(), floor)) {
    throw new Error(nodeTooOld(version.code === 0 ? version.output.trim() : 'none'));
  }
}

/** The oldest Node that runs the product, and the platforms whose packages bring their own. */
export function nodeFloor() {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return {
    floor: manifest.engines.node.replace(/^>=/, ''),
    brings: Object.keys(manifest.optionalDependencies)
  };
}

/** Will there be a new enough Node after `npm ci`? The sentence to say when not. */
export function nodeProblem() {
  const { floor, brings } = nodeFloor();
  const own = brings.some(name => name.endsWith(`${process.platform}-${process.arch}`));
  return own || atLeast(process.version, floor)
    ? undefined
    : nodeTooOld(process.version);
}

function nodeTooOld(found) {
  const { floor } = nodeFloor();
  const how = process.platform === 'darwin' ? 'brew install node@24' : 'nvm install 24';
  return (
    `Node ${floor} or later is needed, found ${found}, and no package brings one for ` +
    `${process.platform} ${process.arch}. Install it with: ${how}`
  );
}

/** Compares `24.1.0` or `v24.1.0` part by part. */
export function atLeast(version, floor) {
  const parts = text => text.replace(/^v/, '').split('.').map(Number);
  const [found, wanted] = [parts(version), parts(floor)];
  for (const [index, part] of wanted.entries()) {
    const own = found[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

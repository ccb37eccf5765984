/**
 * Runs programs in a file system that is being made. Mounts and processes are in
 * namespaces that end with the program, and the program ends with us: whoever is killed,
 * nothing stays mounted, and the folder can be removed as any other.
 */
import { runCommand } from '../process.js';

export interface RoomOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Others work on this computer too. */
const NICENESS = 10;

/**
 * Runs a shell script there.
 * @param args - `$1` and so on
 * @throws Error with the end of what the script printed
 */
export async function inRoom(
  script: string,
  args: readonly string[],
  { env = {}, input, signal, onLine }: RoomOptions
): Promise<void> {
  const unshare = ['--mount', '--pid', '--fork', '--kill-child=KILL'];
  // Some programs tell what went wrong on their standard output.
  const shell = ['sh', '-euc', `exec 1>&2\n${script}`, 'sh', ...args];
  const { code, stderr } = await runCommand({
    file: 'unshare',
    args: [...unshare, ...shell],
    endsWithUs: true,
    niceness: NICENESS,
    env,
    ...(input === undefined ? {} : { input }),
    ...(signal ? { signal } : {}),
    ...(onLine ? { onErrorLine: onLine } : {})
  });
  if (code !== 0) throw new Error(failure(code, stderr));
}

/** Puts in `$1` what programs expect of a running system; for the start of a script. */
export const MOUNTS = `
mount -t proc proc "$1/proc"
mount --rbind /dev "$1/dev"
`;

function failure(code: number, stderr: string): string {
  const shown = stderr.split('\n').slice(-20).join('\n');
  if (code === 127) {
    return (
      'Images are made with mmdebstrap and util-linux, of which something is missing: ' +
      `sudo apt-get install -y mmdebstrap util-linux\n${shown}`
    );
  }
  return `exit code ${String(code)}:\n${shown}`;
}

/** A line of an htpasswd file; registries take bcrypt alone. */
import { randomBytes } from 'node:crypto';
import { must } from './run.js';

/** Few rounds: the password is random and lives as long as a development cluster. */
const COST = '05';

/** Debian always has perl, and its C library knows bcrypt. */
const SCRIPT = 'chomp(my ($p, $s) = <STDIN>); print crypt($p, $s)';

export async function htpasswdLine(
  username: string,
  password: string
): Promise<string> {
  const salt = randomBytes(21).toString('hex').slice(0, 21);
  const input = `${password}\n$2b$${COST}$${salt}.\n`;
  const hash = await must(['perl', '-e', SCRIPT], { input });
  if (!hash.startsWith('$2'))
    throw new Error('This perl cannot hash passwords (bcrypt).');
  return `${username}:${hash}\n`;
}

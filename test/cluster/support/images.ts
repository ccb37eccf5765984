/** Images of this project in the registries of the test cluster. */
import { images } from './cli.js';

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** Pushes the image of that name; gives its name with the digest. */
export async function pushed(
  name: string,
  registry: string,
  login?: Login
): Promise<string> {
  const user = login ? ['--username', login.username] : [];
  const push = ['--push', registry, '--only', name, '--plain-http', ...user];
  const output = await images(push, login?.password);
  return output.trim();
}

/** A shell and small programs. */
export const pushTool = (registry: string, login?: Login): Promise<string> =>
  pushed('tool', registry, login);

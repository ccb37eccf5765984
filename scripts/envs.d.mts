/** Types of envs.mjs for the tests. */
export declare function cacheFolder(env?: NodeJS.ProcessEnv): string;
export declare function ensureEnv(
  name: string,
  options?: { log?: (line: string) => void }
): Promise<{ python: string }>;

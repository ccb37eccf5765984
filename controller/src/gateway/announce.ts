/** The file by which programs of the same user find a gateway: its address and secret. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PROTOCOL_VERSION, type GatewayAddress } from '@jupyterlab-kubeflow/protocol';

/** What is announced, and where; without a file nothing is. */
export interface Announcement extends Omit<GatewayAddress, 'protocol'> {
  readonly announce?: string;
  readonly log: (text: string) => void;
}

/**
 * Writes the file, for this user's eyes alone.
 * @returns what removes it again
 */
export function announceAddress({
  announce: file,
  log,
  socket,
  secret,
  root,
  version
}: Announcement): () => void {
  if (file === undefined) return () => undefined;
  const address = { socket, secret, root, version, protocol: PROTOCOL_VERSION };
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // Who reads it finds all of it or nothing.
    writeFileSync(`${file}.new`, JSON.stringify(address satisfies GatewayAddress), {
      mode: 0o600
    });
    renameSync(`${file}.new`, file);
  } catch (error) {
    // Pages do not need it: they come through the Jupyter server.
    log(`Programs will not find this gateway: ${String(error)}`);
  }
  return () => {
    rmSync(file, { force: true });
  };
}

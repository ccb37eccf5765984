/** By what an inventory is kept: all that it depends on, and nothing that changes. */
import type { Hasher } from '../bundle/bundle.js';
import type { Image } from '../image/append.js';

/** Equal for images of equal layers and variables, whatever they are called. */
export function inventoryKey({ config }: Pick<Image, 'config'>, hash: Hasher): string {
  return hash(JSON.stringify([config.rootfs.diff_ids, config.config?.Env ?? []]));
}

/** What everybody pays who opens JupyterLab, whether they use us or not. */
import { describe, expect, it } from 'vitest';
import {
  START_UP_LIMIT,
  packedBytes,
  startUpFiles
} from '../../scripts/support/start-up.mjs';

describe('before the panel is opened', () => {
  it('a browser loads at most 15 KiB of us, packed', () => {
    const sizes = startUpFiles().map(packedBytes);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(START_UP_LIMIT);
  });
});

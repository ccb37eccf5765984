import { describe, expect, it } from 'vitest';
import { createLines, deleteLine } from './containers.js';

describe('a cluster in containers', () => {
  it('is made by kind with a kubeconfig of its own: the user’s is left alone', () => {
    const { create, read } = createLines('kind', 'one', '/k');
    expect(create.join(' ')).toContain('create cluster --name one --kubeconfig /k');
    expect(read).toBeUndefined();
  });

  it('is made by k3d, which prints its kubeconfig when asked', () => {
    const { create, read } = createLines('k3d', 'one', '/k');
    expect(create).toContain('--kubeconfig-update-default=false');
    expect(read?.join(' ')).toBe('k3d kubeconfig get one');
  });

  it('goes by its name', () => {
    expect(deleteLine('kind', 'one').join(' ')).toBe('kind delete cluster --name one');
    expect(deleteLine('k3d', 'one').join(' ')).toBe('k3d cluster delete one');
  });
});

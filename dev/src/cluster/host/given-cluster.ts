/** The cluster that `JKF_KUBECONFIG` names: used as it is, never made or removed. */
import { must } from '../acts/run.js';
import type { Access, Cluster } from './cluster.js';

const NOT_OURS =
  'The cluster of JKF_KUBECONFIG is not ours to change. Unset JKF_KUBECONFIG for one that is.';

export function givenCluster(kubeconfig: string, say: (line: string) => void): Cluster {
  const refuse = (): Promise<never> => Promise.reject(new Error(NOT_OURS));
  const access = (): Promise<Access> =>
    Promise.resolve({ kubectl: 'kubectl', kubeconfig });
  return {
    up: async addons => {
      const version = await must(['kubectl', '--kubeconfig', kubeconfig, 'version']);
      say(version.trim());
      if (addons.length > 0) {
        say(`Nothing is installed there: it must have ${addons.join(', ')} itself.`);
      }
      say(`export KUBECONFIG=${kubeconfig}`);
    },
    down: refuse,
    reset: refuse,
    access
  };
}

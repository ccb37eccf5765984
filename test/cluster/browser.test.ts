/** The click in a real browser: JupyterLab on this computer, runs on the cluster. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playwright } from '../../scripts/support/runners.mjs';
import { torchRuntime } from '../../dev/src/addons/trainer.js';
import { environment } from '../environment.js';
import { BuilderBench, builderMap } from './support/builder.js';
import { mustCluster } from './support/cli.js';
import { noCluster, Place } from './support/cluster.js';
import { pushed } from './support/images.js';
import { Actor } from './support/runs.js';

const MINUTES = 60_000;
const RUNTIME = 'torch-browser';
const NAMES = [
  ...['light', 'dark', 'ranks', 'edited', 'tfjob', 'trainjob'],
  ...['packages-light', 'packages-dark', 'built-light', 'built-dark']
];
const lab = await environment('lab');

describe.skipIf(noCluster !== '' || !lab.path)(
  `the browser and the cluster${noCluster}${lab.reason}`,
  () => {
    // Each test has a namespace of its own: its panel begins without runs.
    const places =
      noCluster === '' ? NAMES.map(name => new Place(`browser-${name}`)) : [];
    const [place = undefined as never] = places;
    let torch = '';
    let tensorflow = '';
    // Its namespace is the administrator's.
    const admin =
      noCluster === '' ? new Place('browser-builder') : (undefined as never);
    const builder = new BuilderBench(new Actor(admin));
    let debian = '';
    beforeAll(async () => {
      for (const each of places) await each.make();
      const { registries, name } = place.status;
      torch = await pushed('torch', registries.open);
      tensorflow = await pushed('tensorflow', registries.open);
      await builder.begin();
      await admin.mustApply(builderMap({ image: builder.image }));
      debian = await builder.debian();
      await mustCluster(name, 'up', '--with', 'trainer');
      await place.mustApply(torchRuntime(RUNTIME, torch));
    }, 25 * MINUTES);
    afterAll(async () => {
      await builder.end();
      for (const each of places) await each.remove();
    });

    it(
      'starts runs by one click and shows them to their end',
      async () => {
        const context = (await place.must('config', 'current-context')).trim();
        const env = {
          JKF_UI_KUBECONFIG: place.status.kubeconfig,
          JKF_UI_CONTEXT: context,
          JKF_UI_TORCH: torch,
          JKF_UI_TENSORFLOW: tensorflow,
          JKF_UI_DEBIAN: debian,
          JKF_UI_ADMIN: admin.namespace,
          JKF_UI_REGISTRY: place.status.registries.open,
          JKF_UI_RUNTIME: RUNTIME
        };
        const { failed, passed, output } = await playwright('cluster', {
          python: lab.path,
          env
        });
        expect({ failed, passed }, output).toEqual({ failed: 0, passed: 10 });
      },
      25 * MINUTES
    );
  }
);

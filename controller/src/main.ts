/**
 * The program: reads the environment and the arguments, makes the adapters, and hands
 * them to the command line. The only file that does either. What `--help` does not need
 * is imported when it is asked for.
 */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SupervisorDeps } from './adapters/local/supervise.js';
import { localProcess } from './adapters/process/process.js';
import type { Cli, GatewayPlace } from './cli/cli.js';
import { parsePorts } from './cli/parse.js';
import { runCli } from './cli/program.js';
import { imageParts } from './image-parts.js';
import { once } from './once.js';
import type { Clock } from './ports/clock.js';
import type { Clusters } from './ports/cluster.js';
import type { Kernels } from './ports/kernel.js';
import type { Timing } from './ports/timing.js';
import type { AllTargets } from './service/all-targets.js';
import type { ClusterPlanner } from './service/cluster-planner.js';
import type { PlannerDeps } from './service/planner.js';
import type { Places, Planner, Services } from './service/services.js';
import { VERSION } from './version.js';

const env = process.env;
const home = homedir();
const cwd = process.cwd();
const folder = dataFolder();
const runsFolder = join(folder, 'runs');
/** Of reproducible builds: seconds since 1970. */
const epoch = /^\d{1,11}$/.test(env['SOURCE_DATE_EPOCH'] ?? '')
  ? Number(env['SOURCE_DATE_EPOCH'])
  : undefined;
/** For ending, at the end, what was prepared. */
const DISCARD_MS = 1000;
const clock: Clock = { now: () => Date.now() };

/** How this program is started again, for processes that outlive this one. */
const supervisorCommand = [
  process.execPath,
  ...process.execArgv,
  realpathSync(process.argv[1] ?? '')
];

/** Folder of everything that is kept: runs, and what was learnt about kernels. */
function dataFolder(): string {
  if (env['JKF_HOME']) return resolve(env['JKF_HOME']);
  const shared = env['XDG_DATA_HOME'] ?? '';
  return join(shared || join(home, '.local', 'share'), 'jupyterlab-kubeflow');
}

function supervisorDeps(): SupervisorDeps {
  const range = env['JKF_PORTS'];
  const ports = range ? { ports: parsePorts('JKF_PORTS', range) } : {};
  return { env, clock, supervisorCommand, ...ports };
}

const hash = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** For those who wait and try again. */
async function realTiming(): Promise<Timing> {
  const { realTiming: make } = await import('./adapters/kubernetes/timing.js');
  return make(clock, Math.random);
}

/** Who runs on this computer never loads it. */
const clusters = once(async (): Promise<Clusters> => {
  const [{ KubernetesClusters }, timing] = await Promise.all([
    import('./adapters/kubernetes/clusters.js'),
    realTiming()
  ]);
  return new KubernetesClusters({ env, home, timing });
});

const clusterPlanner = once(async (): Promise<ClusterPlanner> => {
  const [
    builds,
    packagesOfRuns,
    { ClusterPlanner },
    { registrySetting },
    { Probes },
    { DryRuns },
    { ImageChecks },
    { readUnchanged }
  ] = await Promise.all([
    runBuilds(),
    kernels().then(runPackages),
    import('./service/cluster-planner.js'),
    import('./core/cluster/registry-place.js'),
    import('./service/probes.js'),
    import('./service/dry-run.js'),
    import('./service/image-check.js'),
    import('./adapters/workspace/sources.js')
  ]);
  const adminNamespace = env['JKF_ADMIN_NAMESPACE'] ?? 'jupyterlab-kubeflow';
  const ownImage = env['JKF_IMAGE'] ?? env['JUPYTER_IMAGE'];
  return new ClusterPlanner({
    clusters,
    probes: new Probes({ clusters, clock, adminNamespace }),
    dryRuns: new DryRuns(clock, hash),
    read: readUnchanged,
    images,
    packages: packagesOfRuns,
    builds,
    imageChecks: new ImageChecks({
      clock,
      reach: async access => (await registries())(access)
    }),
    setting: registrySetting(env),
    ...(ownImage ? { ownImage } : {}),
    // JupyterHub's name of whose server this is.
    ...(env['JUPYTERHUB_USER'] ? { user: env['JUPYTERHUB_USER'] } : {})
  });
});

/** Who reads, finds and builds images. */
const { images, packages, builds, runBuilds, registries, runPackages, end } =
  imageParts({
    ...{ env, home, hash, epoch, cache: join(folder, 'cache') },
    timing: realTiming
  });

const kernels = once(async (): Promise<Kernels> => {
  const { LocalKernels } = await import('./adapters/kernel/kernels.js');
  const { platform } = process;
  return new LocalKernels({ env, home, platform, cache: join(folder, 'cache'), cwd });
});

/** What can be asked about clusters; made when something is. */
const places: Places = {
  clusters,
  choices: async (...args) => (await clusterPlanner()).choices(...args),
  packages: async (...args) => (await clusterPlanner()).packages(...args),
  prepare: async (...args) => (await clusterPlanner()).prepare(...args),
  manifests: async (...args) => (await clusterPlanner()).manifests(...args),
  workload: async (...args) => (await clusterPlanner()).workload(...args),
  edited: async (...args) => (await clusterPlanner()).edited(...args)
};

/** Where runs are: on this computer, and on clusters once one was used. */
async function targets(): Promise<AllTargets> {
  const [{ LocalTarget }, { AllTargets }, { knownPlaces }] = await Promise.all([
    import('./adapters/local/target.js'),
    import('./service/all-targets.js'),
    import('./adapters/cluster-runs/mirror.js')
  ]);
  const root = join(folder, 'clusters');
  return new AllTargets({
    local: new LocalTarget({ ...supervisorDeps(), root: runsFolder }),
    known: () => knownPlaces(root),
    place: async ref => {
      const { ClusterTarget } = await import('./adapters/cluster-runs/target.js');
      return new ClusterTarget(ref, {
        clusters,
        manifests: (...args) => places.manifests(...args),
        root,
        clock
      });
    }
  });
}

/** What runs behind the commands; `--help` needs none of it. */
async function services(): Promise<Services> {
  const [found, { LocalMachine }, { TargetRuns }, target] = await Promise.all([
    kernels(),
    import('./adapters/machine/local.js'),
    import('./service/runs.js'),
    targets()
  ]);
  const machine = new LocalMachine(runsFolder);
  return {
    planner: await planner({ kernels: found, machine }),
    places,
    images,
    packages,
    builds,
    runs: new TargetRuns(target, Math.random),
    at: ref => target.at(ref),
    kernels: found,
    machine,
    clock
  };
}

async function planner(
  ports: Pick<PlannerDeps, 'kernels' | 'machine'>
): Promise<Planner> {
  const [
    { FilePlanner },
    { FolderWorkspace },
    { FileSources },
    { RUNNER_FILES },
    { LocalImportTrials },
    { InputSizes },
    { HeadWeb }
  ] = await Promise.all([
    import('./service/planner.js'),
    import('./adapters/workspace/folder.js'),
    import('./adapters/workspace/sources.js'),
    import('./runner-files.js'),
    import('./adapters/kernel/import-trials.js'),
    import('./service/input-sizes.js'),
    import('./adapters/web/head.js')
  ]);
  return new FilePlanner({
    ...ports,
    trials: new LocalImportTrials({ env }),
    sources: new FileSources(),
    workspace: path => new FolderWorkspace(path),
    hash,
    size: text => Buffer.byteLength(text),
    runner: RUNNER_FILES,
    sizes: new InputSizes(new HeadWeb(), clock),
    cluster: clusterPlanner
  });
}

/** Serves pages until the Jupyter server, or its end of our input, is gone. */
async function serve({ socket, ...place }: GatewayPlace): Promise<number> {
  const { runGateway } = await import('./gateway/process.js');
  const log = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };
  const deps = {
    ...place,
    services: await services(),
    version: VERSION,
    home: folder,
    log
  };
  const streams = { input: process.stdin, output: process.stdout };
  const code = await runGateway(socket, deps, streams);
  end();
  // Registries end by themselves what stays open: it is not worth more.
  await Promise.race([images.discard(), delay(DISCARD_MS)]);
  return code;
}

const cli: Cli = {
  process: localProcess({
    env,
    home,
    cwd,
    runsFolder,
    read: async (...args) =>
      (await import('./adapters/workspace/sources.js')).readText(...args),
    probeCommand: [...supervisorCommand, '--version']
  }),
  // npm tells its children which script they are.
  program: env['npm_lifecycle_event'] === 'jkf' ? 'npm run jkf --' : 'jkf',
  version: VERSION,
  services,
  helperPackage: async () => {
    const { RUNNER_FILES } = await import('./runner-files.js');
    const entries = Object.entries(RUNNER_FILES);
    return Object.fromEntries(
      entries.filter(([path]) => path.startsWith('jkf_runner/'))
    );
  },
  supervise: async draft =>
    (await import('./adapters/local/supervise.js')).supervise(draft, supervisorDeps()),
  sweep: async run =>
    (await import('./adapters/local/supervise.js')).sweep(run, { clock }),
  gateway: serve
};

// Not left to an empty event loop: whoever leaves with Ctrl-C waits for nothing.
void runCli(cli, process.argv.slice(2)).then(code => process.exit(code));

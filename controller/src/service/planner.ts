/** The sequence behind every plan: read the file, gather facts, decide purely. */
import { basename, dirname, join } from 'node:path';
import {
  fail,
  problem,
  type BundleFile,
  type InputPlan,
  type Plan,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import type { BundleEntry, Hasher } from '../core/bundle/bundle.js';
import { some } from '../core/kubernetes/objects.js';
import { makeBundle, textFile } from '../core/bundle/make.js';
import { aptFile } from '../core/dockerfile/apt.js';
import { createCellCache } from '../core/notebook/cache.js';
import { convert } from '../core/notebook/convert.js';
import { readNotebook } from '../core/notebook/document.js';
import { renderScript } from '../core/notebook/render.js';
import { chooseParameters } from '../core/plan/parameters.js';
import { isPythonFile } from '../core/plan/name.js';
import { decideInputs, isFetched } from '../core/plan/inputs.js';
import { makePlan, type PlanInput, type PlanSource } from '../core/plan/plan.js';
import type { Prepared, SourceText } from '../core/plan/prepare.js';
import { namesBehind, prepareAll } from '../core/plan/sequence.js';
import type { ImportTrials, Kernels } from '../ports/kernel.js';
import type { Machine, MachineFacts } from '../ports/machine.js';
import type { Sources, Workspace } from '../ports/workspace.js';
import type { ClusterPlanner } from './cluster-planner.js';
import type { KernelFacts } from '../ports/kernel.js';
import { findEnvironment, type FoundEnvironment } from './environment.js';
import { findFiles, type Findings, type Place } from './findings.js';
import { ELSEWHERE, tryImports, UNTRIED, type Tried } from './import-trial.js';
import { checksOf, type Found } from './plan-checks.js';
import type { InputSizes } from './input-sizes.js';
import { contextFor } from './build-context.js';
import { checkSyntax } from './syntax.js';
import { START_MS } from './probes.js';
import type { Converted, Planned, Planner, PlanRequest } from './services.js';

/** What a planner reads with. */
export interface PlannerDeps {
  readonly sources: Sources;
  /** The folder of a notebook, by absolute path. */
  readonly workspace: (folder: string) => Workspace;
  readonly kernels: Kernels;
  readonly trials: ImportTrials;
  readonly machine: Machine;
  readonly hash: Hasher;
  /** Bytes of a text in UTF-8. */
  readonly size: (text: string) => number;
  /** Files of the runner, by path below its folder. */
  readonly runner: Readonly<Record<string, string>>;
  readonly sizes: Pick<InputSizes, 'of'>;
  /** Makes plans for clusters. */
  readonly cluster: () => Promise<ClusterPlanner>;
}

/** Binder's name for it. */
const APT_FILE = 'apt.txt';

/** Everything that was found about one file. */
interface Gathered extends Found {
  /** Of this computer; absent when the run is to be elsewhere. */
  readonly machine: MachineFacts | undefined;
  readonly commit: string | undefined;
  /** Packages of Debian that the code asks for. */
  readonly apt: readonly string[];
}

const FETCHER = '.jkf/runner/jkf_inputs/';

export class FilePlanner implements Planner {
  readonly #deps: PlannerDeps;
  readonly #cells = createCellCache();
  readonly #runner: readonly BundleEntry[];

  constructor(deps: PlannerDeps) {
    this.#deps = deps;
    this.#runner = Object.entries(deps.runner).map(([path, text]) =>
      textFile(`.jkf/runner/${path}`, text, deps)
    );
  }

  async convert(request: PlanRequest): Promise<Converted> {
    if (isPythonFile(request.path)) fail('python-already', { path: request.shown });
    const document = readNotebook(await this.#read(request), request.shown);
    const conversion = convert(document, this.#cells);
    return { conversion, script: renderScript(conversion).text };
  }

  async plan(request: PlanRequest): Promise<Planned> {
    const text = await this.#read(request);
    const read = { path: request.shown, text };
    const others = await this.#others(request);
    const prepared = prepareAll(read, others, request.settings, this.#cells);
    const [gathered, inputs, context] = await Promise.all([
      this.#gather(request, prepared),
      this.#inputs(request),
      contextFor(request.settings, this.#place(request.path))
    ]);
    const made = this.#made(prepared);
    const { discovery, entries, files } = gathered.findings;
    const packed = makeBundle(
      {
        files: [...entries, ...made, ...this.#runnerFor(request.settings)],
        entry: prepared.entry,
        requirements: discovery.requirements.filter(r => r.included).map(r => r.text)
      },
      this.#deps.hash
    );
    const bundle = { ...packed, ...some('context', context.context) };
    const { parameters, checks } = chosenOf(gathered, request);
    const source: PlanSource = {
      ...foundIn(gathered),
      ...{ parameters, checks: [...checks, ...context.checks] },
      source: {
        path: request.shown,
        kind: prepared.kind,
        sha256: this.#deps.hash(text),
        ...some('commit', gathered.commit)
      },
      settings: request.settings,
      ...some('inputs', inputs),
      bundle,
      files: [...shown(prepared, made), ...files]
    };
    return { plan: await this.#placed(source, gathered, request), bundle };
  }

  /** What fetches inputs ships only with runs that have some. */
  #runnerFor({ inputs = [] }: Settings): readonly BundleEntry[] {
    return inputs.some(isFetched)
      ? this.#runner
      : this.#runner.filter(({ path }) => !path.startsWith(FETCHER));
  }

  async #inputs(request: PlanRequest): Promise<readonly InputPlan[]> {
    const { settings, signal, isTyped } = request;
    const { inputs = [], target } = settings;
    if (inputs.length === 0) return [];
    const { hash, sizes } = this.#deps;
    return decideInputs(inputs, {
      ...{ target: target?.kind ?? 'local', hash },
      sizes: isTyped ? await sizes.of(inputs, some('signal', signal)) : new Map()
    });
  }

  /** The plan for where it runs. */
  async #placed(
    source: PlanSource,
    { found, machine }: Gathered,
    { settings: { target }, signal, start }: PlanRequest
  ): Promise<Plan> {
    if (target?.kind === 'cluster') {
      const planner = await this.#deps.cluster();
      return planner.plan(source, target, {
        ...(found.facts ? kernelOf(found.facts) : {}),
        ...(signal ? { signal } : {}),
        ...(start ? { age: START_MS } : {})
      });
    }
    const here = machine ?? (await this.#deps.machine.facts());
    return makePlan({
      ...source,
      environment: found.environment,
      kernelEnv: found.kernel?.env ?? {},
      machine: { ...here, gpus: here.gpus.map(({ name }) => name) }
    });
  }

  #read({ path, shown: name, text }: PlanRequest): Promise<string> {
    return text === undefined
      ? this.#deps.sources.read(path, name)
      : Promise.resolve(text);
  }

  #place(path: string): Place {
    const folder = dirname(path);
    return {
      workspace: this.#deps.workspace(folder),
      name: basename(path),
      absolute: file => join(folder, file)
    };
  }

  async #gather(request: PlanRequest, prepared: Prepared): Promise<Gathered> {
    const { path, settings } = request;
    const { kernels, machine } = this.#deps;
    const place = this.#place(path);
    const found = await findEnvironment(kernels, settings, prepared.kernel);
    const given = { settings, ...(found.facts ? { facts: found.facts } : {}) };
    // Asking for GPUs starts a program: a click on a cluster need not wait for it.
    const isHere = settings.target?.kind !== 'cluster';
    const [findings, apt, facts, syntax, commit] = await Promise.all([
      findFiles(prepared, place, given),
      isHere ? [] : aptOf(prepared, place.workspace),
      isHere ? machine.facts() : undefined,
      checkSyntax(kernels, found, prepared),
      place.workspace.commit()
    ]);
    const tried = await this.#tried(request, found, findings);
    return { prepared, found, findings, apt, machine: facts, syntax, tried, commit };
  }

  async #tried(
    { settings, imports }: PlanRequest,
    found: FoundEnvironment,
    findings: Findings
  ): Promise<Tried> {
    if (!imports) return UNTRIED;
    if (settings.target?.kind === 'cluster') return ELSEWHERE;
    return tryImports(this.#deps.trials, { found, findings, settings }, imports);
  }

  /** The notebooks behind it, in order. */
  #others({ path, shown: first, settings }: PlanRequest): Promise<SourceText[]> {
    const names = namesBehind(first, settings);
    return Promise.all(
      names.map(async name => {
        const text = await this.#deps.sources.read(join(dirname(path), name), name);
        return { path: name, text };
      })
    );
  }

  #made({ file, more = [], spec }: Prepared): BundleEntry[] {
    return [
      ...[file, ...more].map(each => textFile(each.path, each.text, this.#deps)),
      textFile('.jkf/entry.json', JSON.stringify(spec), this.#deps)
    ];
  }
}

/** Those that cells install, and those of the file that Binder reads. */
async function aptOf(
  { system }: Prepared,
  workspace: Workspace
): Promise<readonly string[]> {
  const text = (await workspace.readText(APT_FILE)) ?? '';
  return [...new Set([...system.packages, ...aptFile(text).packages])];
}

function kernelOf({ version, python }: KernelFacts): {
  kernelVersion: string;
  kernelPython: string;
} {
  return { kernelVersion: version, kernelPython: python };
}

/** What a plan needs of what was gathered. */
function foundIn({
  prepared,
  findings,
  apt
}: Gathered): Pick<
  PlanSource,
  'mode' | 'cells' | 'imports' | 'requirements' | 'system'
> {
  const { mode, cells } = prepared;
  const { imports, requirements } = findings.discovery;
  return {
    mode,
    cells,
    imports,
    requirements,
    system: apt
  };
}

/** Files made for the run, as the plan shows them; the runner's are not worth a line. */
function shown(
  { file, more = [] }: Prepared,
  made: readonly BundleEntry[]
): BundleFile[] {
  return [file, ...more].flatMap(({ path, origin, reason: why }) =>
    made
      .filter(each => each.path === path)
      .map(({ size, mode, sha256 }) => ({
        ...{ path, size, mode, sha256 },
        ...{ origin, reason: why, included: true }
      }))
  );
}

/** Parameters with their values, and all checks but those of the workload. */
function chosenOf(
  gathered: Gathered,
  { settings }: PlanRequest
): Pick<PlanInput, 'parameters' | 'checks'> {
  const { kind, file, parameters: declared } = gathered.prepared;
  const { parameters, problems } = chooseParameters(declared, settings.parameters);
  const pointless = kind === 'python' && problems.length > 0;
  const wrong = pointless
    ? [problem('parameters-of-file', { path: file.path })]
    : problems;
  const elsewhere = settings.target?.kind === 'cluster';
  return { parameters, checks: checksOf(gathered, wrong, elsewhere) };
}

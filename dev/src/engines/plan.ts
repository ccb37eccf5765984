/** What a build depends on and what it is called with: pure. */
import type { Engine, EngineName } from './table.js';

/** All that decides what a build gives. */
export interface BuildInputs {
  readonly name: EngineName;
  readonly engine: Engine;
  /** Version of the engine's published module; undefined when the code is ours. */
  readonly version: string | undefined;
  /** `go.mod`, `go.sum`, and the files of the engine's folder where it is ours; by name. */
  readonly files: Readonly<Record<string, string>>;
  /** Version of the Go toolchain. */
  readonly go: string;
  /** Processor the programs are for, in Go's words. */
  readonly arch: string;
}

/** Raised when the layout of a built engine's folder changes. */
const LAYOUT = 1;

/** Settings of a build; whatever the user has set for Go does not enter. */
export function buildEnvironment(arch: string): Readonly<Record<string, string>> {
  return {
    CGO_ENABLED: '0',
    GOARCH: arch,
    GOFLAGS: '-mod=readonly',
    GOOS: 'linux',
    GOWORK: 'off'
  };
}

/** Arguments of `go` that build the engine into the file `output`. */
export function buildArguments(inputs: BuildInputs, output: string): string[] {
  const { tags = [] } = inputs.engine;
  const flags = [
    ...['-v', '-trimpath', '-buildvcs=false', '-ldflags', linkerFlags(inputs)],
    ...(tags.length > 0 ? ['-tags', tags.join(',')] : [])
  ];
  return ['build', ...flags, '-o', output, inputs.engine.package];
}

/** Stripped, and stamped with the version. */
function linkerFlags({ engine, version }: BuildInputs): string {
  const stamps = version === undefined ? {} : (engine.stamps?.(version) ?? {});
  const sets = Object.entries(stamps).map(([name, value]) => `-X ${name}=${value}`);
  return ['-s', '-w', ...sets].join(' ');
}

/** The text whose hash names the built engine: equal inputs, equal text. */
export function identityText(inputs: BuildInputs): string {
  const { name, engine, files, go, arch } = inputs;
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    LAYOUT,
    name,
    go,
    buildEnvironment(arch),
    buildArguments(inputs, ''),
    engine.binaries,
    engine.manifests ?? [],
    sorted
  ]);
}

/** Processors by Node's name, in Go's words; undefined where no engine runs. */
export function goArch(nodeArch: string): string | undefined {
  const words: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
  return words[nodeArch];
}

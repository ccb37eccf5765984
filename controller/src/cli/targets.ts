/** `jkf targets`: where runs can be sent to. */
import { Command } from 'commander';
import { ProblemError, reason, type Problem } from '@jupyterlab-kubeflow/protocol';
import type { ClusterTarget } from '../core/cluster/target.js';
import { versionOf } from '../core/cluster/probe/discovery.js';
import type { Clusters } from '../ports/cluster.js';
import type { Cli } from './cli.js';
import { EXIT } from './exit.js';
import { withExamples } from './help.js';
import { outputOption } from './options.js';
import { paragraphs } from './render/card.js';
import { document, FORMATS, type Format } from './render/json.js';
import { problemParagraphs } from './render/problem.js';
import { table, type TableCell } from './render/table.js';
import { action, layoutOf, print, type Finish } from './report.js';

interface TargetsFlags {
  readonly check?: boolean;
  readonly output: Format;
}

/** A context, and what it answered when it was asked. */
interface Asked {
  readonly target: ClusterTarget;
  /** Version of Kubernetes. */
  readonly version?: string;
  readonly problem?: Problem;
}

export function targetsCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('targets')
    .summary('List the clusters that runs can be sent to')
    .description(
      'List the contexts of the kubeconfig, with their namespaces. Nothing is contacted without --check. Ends with 1 when one of them does not answer.'
    )
    .option('--check', 'ask each cluster whether it answers')
    .addOption(outputOption(FORMATS))
    .action(action(cli, finish, (flags: TargetsFlags) => list(cli, flags)));
  return withExamples(command, [
    ['jkf targets', 'what can stand behind --target'],
    ['jkf targets --check', 'which of them answer, and what to do about the others']
  ]);
}

async function list(cli: Cli, flags: TargetsFlags): Promise<number> {
  const { places } = await cli.services();
  const clusters = await places.clusters();
  const targets = await clusters.targets();
  const asked: readonly Asked[] = flags.check
    ? await Promise.all(targets.map(target => ask(clusters, target)))
    : targets.map(target => ({ target }));
  await show(cli, asked, flags);
  const wrong = asked.some(({ problem }) => problem !== undefined);
  return wrong ? EXIT.negative : EXIT.ok;
}

/** One short request, by the user's own credentials. */
async function ask(clusters: Clusters, target: ClusterTarget): Promise<Asked> {
  try {
    const api = await clusters.open(target.context);
    const version = versionOf(await api.read('/version')).text;
    // Whoever is not known may read the version, too.
    await api.read('/apis');
    return { target, version };
  } catch (error) {
    if (error instanceof ProblemError) return { target, problem: error.problem };
    throw error;
  }
}

async function show(
  cli: Cli,
  asked: readonly Asked[],
  { output, check }: TargetsFlags
): Promise<void> {
  const { out, err } = cli.process.terminal;
  if (output !== 'text') {
    const values = asked.map(({ target, ...answer }) => ({ ...target, ...answer }));
    return out.write(document(values, output));
  }
  if (asked.length === 0) return print(err, [reason('targets-none', {}).text]);
  const titles = ['', 'CONTEXT', 'NAMESPACE', 'SERVER', ...(check ? ['STATE'] : [])];
  const columns = titles.map(title => ({ title }));
  const rows = asked.map(each => row(each, check ?? false));
  await print(out, table(columns, rows, layoutOf(out)));
  const problems = asked.flatMap(({ problem }) =>
    problem ? problemParagraphs(problem) : []
  );
  await print(err, paragraphs(problems, layoutOf(err, cli.program)));
}

function row({ target, version, problem }: Asked, check: boolean): TableCell[] {
  const { current, context, namespace, server } = target;
  const texts = [current ? '*' : '', context, namespace, server];
  const cells: TableCell[] = texts.map(text => ({ text }));
  if (!check) return cells;
  const state: TableCell = problem
    ? { text: problem.code, meaning: 'bad' }
    : { text: `answers, ${version ?? ''}`, meaning: 'ok' };
  return [...cells, state];
}

/** `jkf image`: images with the files of a run in them. */
import { Command } from 'commander';
import type { Cli } from './cli.js';
import { withExamples } from './help.js';
import { buildCommand } from './image/build.js';
import { dockerfileCommand } from './image/dockerfile.js';
import { packagesCommand } from './image/packages.js';
import type { Finish } from './report.js';

export function imageCommand(cli: Cli, finish: Finish): Command {
  const command = new Command('image')
    .summary('Build images with the files of a run')
    .description(
      'Build images with the files of a run, for clusters that take them from a registry.'
    );
  command.addCommand(buildCommand(cli, finish));
  command.addCommand(packagesCommand(cli, finish));
  command.addCommand(dockerfileCommand(cli, finish));
  return withExamples(command, [
    [
      'jkf image build train.ipynb --base python:3.11 --push registry.example/team/train',
      'the notebook’s code on python:3.11, in one’s own registry'
    ],
    [
      'jkf image packages train.ipynb --base python:3.11',
      'which of the notebook’s packages that base has, and which it lacks'
    ]
  ]);
}

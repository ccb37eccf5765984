/** What a base has and lacks, as a terminal shows it. */
import type { PackageGroups } from '@jupyterlab-kubeflow/protocol';
import { bytesText } from '../../core/plan/text.js';
import type { PackagesImage } from '../../service/packages-image.js';
import type { FoundPackages } from '../../service/packages.js';
import { plural } from './text.js';
import { paragraphs, type CardLine, type Layout } from './card.js';
import { checkLines } from './checks.js';
import type { Meaning } from './paint.js';
import { table, type TableCell, type TableColumn } from './table.js';

const COLUMNS: readonly TableColumn[] = [
  { title: 'package' },
  { title: 'version', yields: 1 },
  { title: 'is' },
  { title: 'because', yields: 2 }
];

/** The base on one line, a table of all groups, and what cannot be or may go wrong. */
export function packagesText(
  { base, platform, python, libc, groups }: FoundPackages,
  layout: Layout
): string[] {
  const system = libc === 'unknown' ? platform : `${platform}, ${libc}`;
  const rows = rowsOf(groups);
  return [
    ...paragraphs([{ text: `${base}: Python ${python}, ${system}` }], layout),
    ...(rows.length > 0 ? table(COLUMNS, rows, layout) : ['No packages are needed.']),
    ...paragraphs([...impossibleLines(groups), ...noteLines(groups)], layout)
  ];
}

/** What is to be done first, then what is there anyway. */
function rowsOf(groups: PackageGroups): TableCell[][] {
  return [
    ...groups.impossible.map(({ name, requirement }) =>
      row([name, '', 'cannot be added', wanted(requirement)], 'bad')
    ),
    ...groups.differs.map(({ name, version, base, wins, ...cause }) =>
      row(
        [
          name,
          wins === 'base' ? version : `${base} → ${version}`,
          wins === 'base' ? 'kept' : 'replaced',
          causeText(cause)
        ],
        'warning'
      )
    ),
    ...groups.added.map(({ name, version, ...cause }) =>
      row([name, version, 'added', causeText(cause)], 'plain')
    ),
    ...groups.inBase.map(({ name, version, ...cause }) =>
      row([name, version, 'in the base', causeText(cause)], 'dim')
    )
  ];
}

function row(texts: readonly string[], meaning: Meaning): TableCell[] {
  return texts.map((text, at) => (at === 2 ? { text, meaning } : { text }));
}

interface Cause {
  readonly requirement?: string;
  readonly neededBy: readonly string[];
}

function causeText({ requirement, neededBy }: Cause): string {
  if (requirement !== undefined) return wanted(requirement);
  return neededBy.length > 0 ? `${neededBy.join(', ')} needs it` : '';
}

function wanted(requirement: string): string {
  return `the code wants ${requirement}`;
}

function impossibleLines({ impossible }: PackageGroups): CardLine[] {
  return checkLines(
    impossible.map(({ name, problem }) => {
      const message = { text: problem.sentence };
      return { name, outcome: 'failed', message, problem } as const;
    })
  );
}

function noteLines({ notes }: PackageGroups): CardLine[] {
  return checkLines(
    notes.map(message => ({ name: 'note', outcome: 'warning', message }) as const)
  );
}

/** What an image with packages cost, and which files two of them have. */
export function sentText({
  layers,
  sentBytes,
  requests
}: Pick<PackagesImage, 'layers' | 'sentBytes' | 'requests'>): readonly string[] {
  const there = layers.filter(({ was }) => was === 'there').length;
  const sent = `${bytesText(sentBytes)} sent in ${plural(requests, 'request')}`;
  const overlaps = layers.flatMap(layer => layer.overlaps);
  return [
    `${plural(layers.length, 'layer')}, ${String(there)} of them there already; ${sent}`,
    ...overlaps.map(
      ({ path, wheels: [first, last] }) =>
        `${first} and ${last} both have /${path}; that of ${last} is in the image`
    )
  ];
}

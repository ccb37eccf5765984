/** The packages of an image in four groups: cannot be added, differs, added, in the image. */
import type {
  AddedPackage,
  DifferingPackage,
  ImpossiblePackage,
  PackageCause,
  PackageGroups as Groups
} from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { bytesText } from '@jupyterlab-kubeflow/protocol';
import type { ReactNode } from 'react';
import { messageText, remedyText, sentenceText } from './messages.js';
import { useTrans } from './trans.js';

export interface PackageGroupsProps {
  readonly groups: Groups;
  /** Names of packages that the registry has to be given. */
  readonly missing: readonly string[];
  /** Keeps the version of the image. */
  readonly onKeep: (name: string) => void;
  /** Has a package installed from its source code by whoever builds the image. */
  readonly onCompile: (name: string) => void;
  /** Goes on without a package. */
  readonly onWithout: (name: string) => void;
}

export function PackageGroups(props: PackageGroupsProps): React.JSX.Element {
  const { groups, onKeep, onCompile, onWithout } = props;
  const { impossible, differs, added, inBase, notes } = groups;
  const trans = useTrans();
  return (
    <div className="jp-kf-package-groups">
      <Group title={trans.__('Cannot be added')} mark="impossible" all={impossible}>
        {one => <Impossible one={one} onCompile={onCompile} onWithout={onWithout} />}
      </Group>
      <Group title={trans.__('In another version')} mark="differs" all={differs}>
        {one => <Differing one={one} onKeep={onKeep} />}
      </Group>
      <Group title={trans.__('Added')} mark="added" all={added}>
        {one => <Added one={one} />}
      </Group>
      <Group title={trans.__('In the image')} mark="in-base" all={inBase}>
        {one => <Line name={one.name} version={one.version} cause={one} />}
      </Group>
      <Push {...props} />
      {notes.map(note => (
        <p key={note.text} className="jp-kf-quiet">
          {messageText(trans, note)}
        </p>
      ))}
    </div>
  );
}

/** What a start will send. */
function Push({ groups, missing }: PackageGroupsProps): React.JSX.Element | null {
  const trans = useTrans();
  const replaced = groups.differs.filter(({ wins }) => wins === 'notebook');
  if (groups.added.length + replaced.length === 0) return null;
  return (
    <p className="jp-kf-quiet">
      {missing.length === 0
        ? trans.__('The registry has all of them already: 0 bytes to push.')
        : trans.__('To be pushed once, for all: %1', missing.join(', '))}
    </p>
  );
}

interface GroupProps<One> {
  readonly title: string;
  readonly mark: string;
  readonly all: readonly One[];
  readonly children: (one: One) => ReactNode;
}

function Group<One extends { readonly name: string }>(
  props: GroupProps<One>
): React.JSX.Element | null {
  const { title, mark, all, children } = props;
  if (all.length === 0) return null;
  return (
    <section className="jp-kf-package-group" data-group={mark} aria-label={title}>
      <h4>
        {title} <span className="jp-kf-quiet">{all.length}</span>
      </h4>
      <ul className="jp-kf-packages">
        {all.map(one => (
          <li key={one.name} className="jp-kf-package">
            {children(one)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line(props: {
  readonly name: string;
  readonly version: string;
  readonly cause: PackageCause;
  readonly children?: ReactNode;
}): React.JSX.Element {
  const trans = useTrans();
  return (
    <>
      <div className="jp-kf-package-line">
        <code>{props.name}</code>
        <span className="jp-kf-package-version">{props.version}</span>
        {props.children}
      </div>
      <div className="jp-kf-item-reason">{causeText(trans, props.cause)}</div>
    </>
  );
}

function Added({ one }: { readonly one: AddedPackage }): React.JSX.Element {
  const { size } = one.wheel;
  const version =
    size === undefined ? one.version : `${one.version} · ${bytesText(size)}`;
  return <Line name={one.name} version={version} cause={one} />;
}

function Differing(props: {
  readonly one: DifferingPackage;
  readonly onKeep: (name: string) => void;
}): React.JSX.Element {
  const trans = useTrans();
  const { one, onKeep } = props;
  const { name, version, base, wins } = one;
  if (wins === 'base') {
    return <Line name={name} version={trans.__('%1, kept', base)} cause={one} />;
  }
  return (
    <Line name={name} version={`${base} → ${version}`} cause={one}>
      <button
        type="button"
        className="jp-kf-link"
        aria-label={trans.__('Keep %1 %2', name, base)}
        onClick={() => {
          onKeep(name);
        }}
      >
        {trans.__('Keep %1', base)}
      </button>
    </Line>
  );
}

interface ImpossibleProps extends Pick<PackageGroupsProps, 'onCompile' | 'onWithout'> {
  readonly one: ImpossiblePackage;
}

function Impossible(props: ImpossibleProps): React.JSX.Element {
  const trans = useTrans();
  const { name, requirement, problem } = props.one;
  const isSource = ['package-no-wheel', 'package-from-source'].includes(problem.code);
  return (
    <>
      <div className="jp-kf-package-line">
        <code>{requirement}</code>
        {isSource && <Compile {...props} />}
        <button
          type="button"
          className="jp-kf-link"
          aria-label={trans.__('Go on without %1', name)}
          onClick={() => {
            props.onWithout(name);
          }}
        >
          {trans.__('Go on without it')}
        </button>
      </div>
      <div className="jp-kf-item-reason">
        {sentenceText(trans, problem)} {remedyText(trans, problem)}
      </div>
    </>
  );
}

function Compile({ one: { name }, onCompile }: ImpossibleProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <button
      type="button"
      className="jp-kf-link"
      aria-label={trans.__('Compile %1', name)}
      onClick={() => {
        onCompile(name);
      }}
    >
      {trans.__('Compile it')}
    </button>
  );
}

function causeText(
  trans: TranslationBundle,
  { requirement, neededBy }: PackageCause
): string {
  if (requirement !== undefined) return trans.__('the code wants %1', requirement);
  return trans.__('needed by %1', neededBy.join(', '));
}

/** `2 added · 1 in another version · 5 in the image`. */
export function groupsSummary(
  trans: TranslationBundle,
  { impossible, differs, added, inBase }: Groups
): string {
  const parts = [
    [impossible.length, trans.__('%1 cannot be added', impossible.length)],
    [added.length, trans.__('%1 added', added.length)],
    [differs.length, trans.__('%1 in another version', differs.length)],
    [inBase.length, trans.__('%1 in the image', inBase.length)]
  ] as const;
  return parts.flatMap(([count, text]) => (count > 0 ? [text] : [])).join(' · ');
}

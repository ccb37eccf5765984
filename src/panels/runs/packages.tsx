/** Packages of the plan: on this computer what is installed, on a cluster what the image lacks. */
import type {
  BuildPlan,
  PackageSettings,
  PackagesAnswer,
  PackagesPlan,
  Plan,
  Problem
} from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { messageText, remedyText, sentenceText } from '../../ui/messages.js';
import {
  groupsSummary,
  PackageGroups,
  type PackageGroupsProps
} from '../../ui/package-groups.js';
import { PackageList } from '../../ui/package-list.js';
import { packagesSummary } from '../../ui/plan-texts.js';
import { Disclosure } from '../../ui/row.js';
import { useTrans } from '../../ui/trans.js';
import { Built } from './built.js';
import type { PlanFormProps } from './options.js';
import { usePackages, type PlanPackages } from './use-packages.js';

export function Packages(props: PlanFormProps): React.JSX.Element {
  const trans = useTrans();
  const { plan: made } = props.answer;
  const packages = usePackages(props, props.answer);
  const decided = made.cluster?.packages;
  return (
    <Disclosure
      label={trans.__('Packages')}
      summary={summaryOf(trans, made, packages.answer)}
    >
      <Built {...props} />
      {decided && <Choice {...props} decided={decided} />}
      {decided?.kind === 'add' ? (
        <Looked {...props} packages={packages} decided={decided} />
      ) : (
        <PackageList requirements={made.bundle.requirements} />
      )}
    </Disclosure>
  );
}

function summaryOf(
  trans: TranslationBundle,
  made: Plan,
  answer: PackagesAnswer
): string {
  const others = foundSummary(trans, made, answer);
  const { kind = 'as-is', apt, conda, source } = made.cluster?.build ?? NOTHING;
  const count = kind === 'as-is' ? 0 : apt.length + conda.length + source.length;
  return count > 0 ? `${trans.__('%1 built', count)} · ${others}` : others;
}

const NOTHING: Partial<BuildPlan> & Pick<BuildPlan, 'apt' | 'conda' | 'source'> = {
  ...{ apt: [], conda: [], source: [] }
};

function foundSummary(
  trans: TranslationBundle,
  made: Plan,
  answer: PackagesAnswer
): string {
  switch (answer.state) {
    case 'looking':
      return answer.doing
        ? messageText(trans, answer.doing)
        : trans.__('looking into the image …');
    case 'found':
      return groupsSummary(trans, answer.groups) || trans.__('nothing is needed');
    case 'failed':
      return trans.__('cannot be told');
    case 'unasked':
      return trans.__('nobody has looked into the image');
    case 'none':
      return packagesSummary(trans, made);
  }
}

type DecidedProps = PlanFormProps & { readonly decided: PackagesPlan };

/** Whether anything is added, and what was chosen about single packages. */
function Choice({ plan, decided }: DecidedProps): React.JSX.Element {
  const trans = useTrans();
  const chosen = plan.state.settings.packages ?? {};
  const change = (change: PackageSettings): void => {
    plan.update({ packages: { ...chosen, ...change } });
  };
  return (
    <>
      <label className="jp-kf-check-field">
        <input
          type="checkbox"
          checked={decided.kind === 'add'}
          onChange={event => {
            change({ kind: event.target.checked ? 'add' : 'as-is' });
          }}
        />
        {trans.__('Add what the image lacks')}
      </label>
      <p className="jp-kf-item-reason">{messageText(trans, decided.reason)}</p>
      <Chosen
        text={trans.__('Kept as in the image')}
        names={decided.keep}
        onUndo={name => {
          change({ keep: decided.keep.filter(each => each !== name) });
        }}
      />
      <Chosen
        text={trans.__('Left out')}
        names={decided.without}
        onUndo={name => {
          change({ without: decided.without.filter(each => each !== name) });
        }}
      />
    </>
  );
}

function Chosen(props: {
  readonly text: string;
  readonly names: readonly string[];
  readonly onUndo: (name: string) => void;
}): React.JSX.Element | null {
  const trans = useTrans();
  if (props.names.length === 0) return null;
  return (
    <p className="jp-kf-package-chosen">
      {props.text}:{' '}
      {props.names.map(name => (
        <span key={name}>
          <code>{name}</code>{' '}
          <button
            type="button"
            className="jp-kf-link"
            aria-label={trans.__('Undo for %1', name)}
            onClick={() => {
              props.onUndo(name);
            }}
          >
            {trans.__('Undo')}
          </button>{' '}
        </span>
      ))}
    </p>
  );
}

function Looked(
  props: DecidedProps & { readonly packages: PlanPackages }
): React.JSX.Element {
  const { plan, decided, packages } = props;
  const trans = useTrans();
  const { answer, look } = packages;
  switch (answer.state) {
    case 'found':
      return (
        <PackageGroups
          groups={answer.groups}
          missing={answer.missing}
          {...choicesOf(plan, decided)}
        />
      );
    case 'failed':
      return <Failed problem={answer.problem} />;
    case 'unasked':
      return (
        <button type="button" className="jp-kf-link" onClick={look}>
          {trans.__('Look into the image')}
        </button>
      );
    default:
      return (
        <p className="jp-kf-quiet" role="status">
          {summaryOf(trans, props.answer.plan, answer)}
        </p>
      );
  }
}

/** What can be chosen about single packages. */
function choicesOf(
  plan: PlanFormProps['plan'],
  { keep, without }: PackagesPlan
): Pick<PackageGroupsProps, 'onKeep' | 'onCompile' | 'onWithout'> {
  const { packages = {}, build = {} } = plan.state.settings;
  const source = build.source ?? [];
  return {
    onKeep: name => {
      plan.update({ packages: { ...packages, keep: [...keep, name] } });
    },
    onWithout: name => {
      plan.update({ packages: { ...packages, without: [...without, name] } });
    },
    onCompile: name => {
      plan.update({ build: { ...build, source: [...source, name] } });
    }
  };
}

function Failed({ problem }: { readonly problem: Problem }): React.JSX.Element {
  const trans = useTrans();
  return (
    <p className="jp-kf-item-reason" role="status">
      {sentenceText(trans, problem)} {remedyText(trans, problem)}
    </p>
  );
}

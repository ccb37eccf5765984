/** The plan of the active notebook: what would run, each line to be opened and changed. */
import {
  DEFAULT_SETTINGS,
  type Place,
  type Settings
} from '@jupyterlab-kubeflow/protocol';
import { useEffect, useState } from 'react';
import { CommandIDs } from '../../tokens.js';
import { elide } from '../../ui/format.js';
import { Note } from '../../ui/note.js';
import { useTrans } from '../../ui/trans.js';
import { useSignal, useWatch } from './hooks.js';
import type { PlanCardProps, PlanPartProps } from './options.js';
import { PlanFooter } from './plan-footer.js';
import { PlanForm } from './plan-form.js';
import { PlanLists } from './plan-lists.js';

const TITLE_LENGTH = 40;

export function PlanCard(props: PlanCardProps): React.JSX.Element {
  const { plan } = props;
  useSignal(plan.changed);
  useWatch(plan, props.visible);
  useRetry(props);
  const trans = useTrans();
  const { path } = plan.state;
  if (path === undefined) {
    return (
      <p className="jp-kf-quiet">{trans.__('Open a notebook to see its plan.')}</p>
    );
  }
  return (
    <section className="jp-kf-plan" aria-label={trans.__('Plan of %1', path)}>
      <h3 className="jp-kf-plan-title" title={path}>
        {elide(path.split('/').at(-1) ?? path, TITLE_LENGTH)}
      </h3>
      <Body key={path} {...props} path={path} />
    </section>
  );
}

function Body(props: PlanCardProps & { readonly path: string }): React.JSX.Element {
  const { plan, commands, path } = props;
  const { answer, problem, computing } = plan.state;
  const [checksOpen, setChecksOpen] = useState(false);
  const goTo = ({ cell, line }: Place): void => {
    const index = answer?.plan.cells.find(({ number }) => number === cell)?.index;
    void commands.execute(CommandIDs.openCell, {
      path,
      ...(index === undefined ? { number: cell } : { cell: index }),
      ...(line === undefined ? {} : { line })
    });
  };
  const part = { ...props, goTo };
  return (
    <div className="jp-kf-card" aria-busy={computing}>
      <LeftOut plan={plan} />
      {problem && props.runs.connection.kind !== 'lost' && <Refused {...part} />}
      {!answer && !problem && <Skeleton />}
      {answer && (
        <>
          <PlanForm {...part} answer={answer} />
          <PlanLists
            {...part}
            answer={answer}
            checksOpen={checksOpen}
            onChecks={setChecksOpen}
          />
        </>
      )}
      <PlanFooter
        {...part}
        onChecks={() => {
          setChecksOpen(true);
        }}
      />
    </div>
  );
}

/** Choices of another version, or written by hand, that are not in the plan. */
function LeftOut({ plan }: Pick<PlanCardProps, 'plan'>): React.JSX.Element | null {
  const trans = useTrans();
  const { leftOut } = plan.state;
  if (!leftOut) return null;
  return (
    <Note problem={leftOut}>
      <button
        type="button"
        className="jp-kf-link"
        onClick={() => {
          plan.update({});
        }}
      >
        {trans.__('Go on without them')}
      </button>
    </Note>
  );
}

/** No plan at all: the notebook cannot be read, or nobody answers. */
function Refused({ plan, goTo }: PlanPartProps): React.JSX.Element | null {
  const trans = useTrans();
  const { problem, settings } = plan.state;
  if (!problem) return null;
  const { place } = problem;
  const link = (text: string, onClick: () => void): React.JSX.Element => (
    <button type="button" className="jp-kf-link" onClick={onClick}>
      {text}
    </button>
  );
  return (
    <Note problem={problem}>
      {place &&
        link(trans.__('Show cell %1', place.cell), () => {
          goTo(place);
        })}
      {link(trans.__('Try again'), () => {
        plan.refresh();
      })}
      {hasChoices(settings) &&
        link(trans.__('Start from the defaults'), () => {
          plan.reset();
        })}
    </Note>
  );
}

function hasChoices(settings: Settings): boolean {
  return JSON.stringify(settings) !== JSON.stringify(DEFAULT_SETTINGS);
}

/** Who was asked for a plan while nobody answered asks again when somebody does. */
function useRetry({ plan, runs }: PlanCardProps): void {
  const live = runs.connection.kind === 'live';
  useEffect(() => {
    if (live && plan.state.problem) plan.refresh();
  }, [live, plan]);
}

function Skeleton(): React.JSX.Element {
  const trans = useTrans();
  return (
    <div className="jp-kf-skeleton" role="status">
      {trans.__('Reading the notebook …')}
    </div>
  );
}

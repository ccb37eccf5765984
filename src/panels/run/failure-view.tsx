/** Why a run failed: one sentence, the place, the traceback, and what to do next. */
import { Button } from '@jupyterlab/ui-components';
import type { Place, Run } from '@jupyterlab-kubeflow/protocol';
import { sentenceText } from '../../ui/messages.js';
import { Disclosure } from '../../ui/row.js';
import { useTrans } from '../../ui/trans.js';
import { useRunView, type RunProps } from './context.js';
import { failureRemedy } from './failure-remedy.js';
import { failureOf, placeOf } from './failure.js';
import { StyledText } from './log/styled-text.js';
import { isNotebook } from './run-texts.js';

export function FailureView({ run }: RunProps): React.JSX.Element | null {
  const trans = useTrans();
  const { session } = useRunView();
  if (!run.problem) return null;
  const failure = failureOf(run, session.story.failures, session.detail);
  const place = placeOf(run, failure);
  const traceback = failure?.event.traceback;
  return (
    <section className="jp-kf-failure" aria-label={trans.__('Why the run failed')}>
      <p className="jp-kf-failure-sentence">{sentenceText(trans, run.problem)}</p>
      <p className="jp-kf-quiet-line">{failureRemedy(trans, run.problem)}</p>
      {traceback && (
        <Disclosure label={trans.__('Traceback')} summary={lastLine(traceback)}>
          <pre className="jp-kf-traceback" tabIndex={0}>
            <StyledText text={traceback} />
          </pre>
        </Disclosure>
      )}
      <NextSteps
        rank={failure?.rank ?? rankOf(run)}
        place={isNotebook(run) ? place : undefined}
      />
    </section>
  );
}

interface NextStepsProps {
  readonly rank: number;
  /** Where in the notebook it failed. */
  readonly place: Place | undefined;
}

/** Up to four things one may want to do now; where it failed comes first. */
function NextSteps({ rank, place }: NextStepsProps): React.JSX.Element {
  const trans = useTrans();
  const { actions, session } = useRunView();
  const parameters = session.detail?.plan?.parameters.length ?? 0;
  return (
    <div className="jp-kf-note-actions">
      {place && <CellButton place={place} />}
      <Button
        small
        onClick={() => {
          actions.showFailureInLog(rank);
        }}
      >
        {trans.__('Open logs at the failure')}
      </Button>
      <Button small onClick={actions.rerun}>
        {trans.__('Run Again')}
      </Button>
      {parameters > 0 && (
        <Button
          small
          onClick={() => {
            actions.askForChanges(true);
          }}
        >
          {trans.__('Run again with changes')}
        </Button>
      )}
    </div>
  );
}

function CellButton({ place }: { readonly place: Place }): React.JSX.Element {
  const trans = useTrans();
  const { actions } = useRunView();
  return (
    <Button
      small
      className="jp-mod-styled jp-mod-accept"
      onClick={() => {
        actions.openCell(place);
      }}
    >
      {cellText(trans, place)}
    </Button>
  );
}

function cellText(trans: ReturnType<typeof useTrans>, { cell, line }: Place): string {
  return line === undefined
    ? trans.__('Show cell %1', cell)
    : trans.__('Show cell %1, line %2', cell, line);
}

function rankOf({ problem }: Run): number {
  const rank = problem?.params['rank'];
  return typeof rank === 'number' ? rank : 0;
}

function lastLine(traceback: string): string {
  return traceback.trimEnd().split('\n').at(-1) ?? '';
}

/** The one primary button, why it cannot be pressed, and the plan as text. */
import { Button, runIcon } from '@jupyterlab/ui-components';
import { CommandIDs, type PlanState } from '../../tokens.js';
import { sentenceText } from '../../ui/messages.js';
import { runLabel } from '../../ui/plan-texts.js';
import { useTrans } from '../../ui/trans.js';
import { PlanAsText } from './plan-as-text.js';
import type { PlanPartProps } from './options.js';

export type PlanFooterProps = PlanPartProps & { readonly onChecks: () => void };

export function PlanFooter(props: PlanFooterProps): React.JSX.Element {
  const { plan, commands } = props;
  const trans = useTrans();
  const { state } = plan;
  const ready = state.answer?.ready === true && !state.launching;
  return (
    <div className="jp-kf-footer">
      <Button
        className="jp-kf-primary jp-mod-styled jp-mod-accept"
        // Not `disabled`: that would take the focus away from who has just pressed it.
        aria-disabled={!ready}
        aria-describedby="jp-kf-blocked"
        onClick={() => {
          if (ready) void commands.execute(CommandIDs.runNotebook);
        }}
      >
        <runIcon.react tag="span" className="jp-kf-primary-icon" />
        {state.launching ? trans.__('Starting …') : runLabel(trans, state.answer?.plan)}
      </Button>
      <Blocked {...props} />
      {state.answer && <PlanAsText {...props} />}
      <Remembered {...props} />
    </div>
  );
}

/** What keeps the button from being pressed, and the way to it. */
function Blocked({ plan, goTo, onChecks }: PlanFooterProps): React.JSX.Element | null {
  const trans = useTrans();
  const failed = failedChecks(plan.state);
  const [first] = failed;
  if (!first) return null;
  const { problem } = first;
  const place = problem?.place;
  const more = failed.length - 1;
  return (
    <p id="jp-kf-blocked" className="jp-kf-blocked">
      {problem ? sentenceText(trans, problem) : first.message.text}{' '}
      {more > 0 && trans._n('And %1 more.', 'And %1 more.', more)}{' '}
      <button
        type="button"
        className="jp-kf-link"
        onClick={() => {
          onChecks();
          if (place) goTo(place);
        }}
      >
        {place ? trans.__('Show cell %1', place.cell) : trans.__('Show what to do')}
      </button>
    </p>
  );
}

function failedChecks({
  answer
}: PlanState): NonNullable<PlanState['answer']>['plan']['checks'] {
  return answer?.plan.checks.filter(({ outcome }) => outcome === 'failed') ?? [];
}

/** Settings stay in this browser’s workspace, and in the notebook only when asked for. */
function Remembered({ plan }: PlanFooterProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <label className="jp-kf-remember">
      <input
        type="checkbox"
        checked={plan.state.remembered}
        onChange={event => {
          plan.remember(event.target.checked);
        }}
      />
      {trans.__('Remember these choices in the notebook')}
    </label>
  );
}

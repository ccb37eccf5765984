/** The view of a run as a widget; loaded when a run is first opened. */
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';
import '../../../style/base.css';
import '../../../style/plan-card.css';
import '../../../style/plan-lists.css';
import '../../../style/run-list.css';
import '../../../style/run-view.css';
import '../../../style/run-parts.css';
import '../../../style/run-failure.css';
import '../../../style/run-log.css';
import '../../../style/run-tabs.css';
import { TRANSLATION_DOMAIN } from '../../tokens.js';
import { LogModel } from './log/log-model.js';
import { initialViewState } from './log/view-state.js';
import type { RunViewOptions } from './options.js';
import { RunView } from './run-view.js';
import { RunSession } from './session.js';

class RunWidget extends ReactWidget {
  private readonly session: RunSession;
  private readonly log: LogModel;
  private readonly logState = initialViewState();
  private readonly trans: TranslationBundle;

  constructor(private readonly options: RunViewOptions) {
    super();
    this.addClass('jp-kf-panel');
    this.addClass('jp-kf-run-view');
    this.node.dataset['run'] = options.id;
    this.session = new RunSession(options.id, options.runs);
    this.log = new LogModel(this.session.followed.lines);
    this.trans = options.translator.load(TRANSLATION_DOMAIN);
  }

  override dispose(): void {
    this.session.dispose();
    super.dispose();
  }

  protected override render(): React.JSX.Element {
    const { options, session, log, logState, trans } = this;
    return (
      <RunView
        options={options}
        session={session}
        log={log}
        logState={logState}
        trans={trans}
      />
    );
  }
}

export function createRunWidget(options: RunViewOptions): Widget {
  return new RunWidget(options);
}

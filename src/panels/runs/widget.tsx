/** The panel as a widget; loaded when it is first shown. */
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';
import '../../../style/base.css';
import '../../../style/plan-card.css';
import '../../../style/plan-lists.css';
import '../../../style/run-list.css';
import type { RunsPanelOptions } from './options.js';
import { RunsPanel } from './panel.js';

class RunsWidget extends ReactWidget {
  constructor(private readonly options: RunsPanelOptions) {
    super();
    this.addClass('jp-kf-panel');
  }

  protected override onAfterShow(): void {
    this.update();
  }

  /** The sidebar was closed, or shows another panel. */
  protected override onAfterHide(): void {
    this.update();
  }

  protected override render(): React.JSX.Element {
    return <RunsPanel {...this.options} visible={this.isVisible} />;
  }
}

export function createRunsPanel(options: RunsPanelOptions): Widget {
  return new RunsWidget(options);
}

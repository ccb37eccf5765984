// @vitest-environment jsdom
import { MessageLoop } from '@lumino/messaging';
import { Panel, Widget } from '@lumino/widgets';
import { describe, expect, it, vi } from 'vitest';
import type { IPlan } from '../../tokens.js';
import type { RunsPanelOptions, RunsPanelProps } from './options.js';
import { createRunsPanel } from './widget.js';

// Lumino derives its own events from it; jsdom has none.
vi.hoisted(() => vi.stubGlobal('DragEvent', MouseEvent));

// The icons beside it are files that only a bundler can read.
vi.mock('@jupyterlab/ui-components', async () => {
  const lumino = await import('@lumino/widgets');
  const { createRoot } = await import('react-dom/client');
  const { flushSync } = await import('react-dom');
  class ReactWidget extends lumino.Widget {
    private readonly root = createRoot(this.node);

    protected override onAfterAttach(): void {
      this.onUpdateRequest();
    }

    protected override onUpdateRequest(): void {
      flushSync(() => {
        this.root.render(this.render());
      });
    }

    protected render(): React.JSX.Element {
      return <></>;
    }
  }
  return { ReactWidget };
});

vi.mock('./panel.js', async () => {
  const { useWatch } = await import('./hooks.js');
  const Watcher = (props: { readonly plan: IPlan; readonly visible: boolean }) => {
    useWatch(props.plan, props.visible);
    return null;
  };
  return {
    RunsPanel: ({ plan, visible }: RunsPanelProps) =>
      plan && <Watcher plan={plan} visible={visible} />
  };
});

/** The panel in a sidebar, and how many watch its plan. */
function inSidebar() {
  let watchers = 0;
  const watch = () => {
    watchers += 1;
    return {
      isDisposed: false,
      dispose: () => {
        watchers -= 1;
      }
    };
  };
  const sidebar = new Panel();
  const options = { plan: { watch } } as unknown as RunsPanelOptions;
  sidebar.addWidget(createRunsPanel(options));
  return {
    sidebar,
    watchers: () => {
      MessageLoop.flush();
      return watchers;
    }
  };
}

describe('the Runs panel', () => {
  it('has the plan computed only while its sidebar is open', () => {
    const { sidebar, watchers } = inSidebar();
    Widget.attach(sidebar, document.body);
    expect(watchers()).toBe(1);
    sidebar.hide();
    expect(watchers()).toBe(0);
    sidebar.show();
    expect(watchers()).toBe(1);
  });

  it('that comes when its sidebar has been closed asks for nothing', () => {
    const { sidebar, watchers } = inSidebar();
    sidebar.hide();
    Widget.attach(sidebar, document.body);
    expect(watchers()).toBe(0);
  });
});

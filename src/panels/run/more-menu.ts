/** The menu behind ⋯. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import type { RunActions } from './context.js';
import { isActive } from '@jupyterlab-kubeflow/protocol';

export interface MoreOptions {
  readonly run: Run;
  readonly trans: TranslationBundle;
  readonly actions: RunActions;
  readonly copy: (text: string) => void;
}

interface Item {
  readonly name: string;
  readonly label: string;
  readonly execute: () => void;
  readonly isEnabled?: boolean;
}

/** The commands live as long as the menu: they are about this run only. */
export function openMore(anchor: HTMLElement, options: MoreOptions): void {
  const commands = new CommandRegistry();
  const menu = new Menu({ commands });
  for (const { name, label, execute, isEnabled } of itemsOf(options)) {
    commands.addCommand(name, {
      label,
      execute,
      isEnabled: () => isEnabled ?? true,
      describedBy: { args: { type: 'object', properties: {} } }
    });
    menu.addItem({ command: name });
  }
  menu.aboutToClose.connect(() => {
    requestAnimationFrame(() => {
      menu.dispose();
      anchor.querySelector('button')?.focus();
    });
  }, menu);
  const { left, bottom } = anchor.getBoundingClientRect();
  menu.open(left, bottom);
}

function itemsOf({ run, trans, actions, copy }: MoreOptions): Item[] {
  const { folder } = run;
  return [
    {
      name: 'rerun-with-changes',
      label: trans.__('Run Again with Changes…'),
      execute: () => {
        actions.askForChanges(true);
      }
    },
    {
      name: 'copy-id',
      label: trans.__('Copy Id of the Run'),
      execute: () => {
        copy(run.id);
      }
    },
    {
      name: 'copy-folder',
      label: trans.__('Copy Path of Its Folder'),
      isEnabled: folder !== undefined,
      execute: () => {
        copy(folder ?? '');
      }
    },
    {
      name: 'delete',
      label: trans.__('Delete Run'),
      isEnabled: !isActive(run),
      execute: actions.remove
    }
  ];
}

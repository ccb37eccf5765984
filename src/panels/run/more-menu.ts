/** The menu behind ⋯. */
import type { Run } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import type { RunActions } from './context.js';
import { isActive } from '@jupyterlab-kubeflow/protocol';

export interface MoreOptions {
  readonly run: Run;
  /** Names of the volumes that the run made. */
  readonly claims: readonly string[];
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

function itemsOf(options: MoreOptions): Item[] {
  const { run, claims, trans, actions, copy } = options;
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
    },
    ...(claims.length === 0 ? [] : [withVolumes(options)])
  ];
}

function withVolumes({ run, claims, trans, actions }: MoreOptions): Item {
  return {
    name: 'delete-with-volumes',
    label: trans.__('Delete Run and Its Volumes…'),
    isEnabled: !isActive(run),
    execute: () => {
      actions.removeWithVolumes(claims);
    }
  };
}

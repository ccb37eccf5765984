/** What wheels cannot bring into the image: who builds it, and what is left out. */
import type { BuildPlan, BuildSettings } from '@jupyterlab-kubeflow/protocol';
import { messageText } from '../../ui/messages.js';
import { useTrans } from '../../ui/trans.js';
import type { PlanFormProps } from './options.js';

/** Nothing where nothing has to be built, and nothing was left out. */
export function Built({ plan, answer }: PlanFormProps): React.JSX.Element | null {
  const trans = useTrans();
  const build = answer.plan.cluster?.build;
  const chosen = plan.state.settings.build ?? {};
  const without = chosen.without ?? [];
  if (!build && without.length === 0) return null;
  const update = (change: BuildSettings): void => {
    plan.update({ build: { ...chosen, ...change } });
  };
  return (
    <section className="jp-kf-package-group" aria-label={trans.__('Built')}>
      <h4>{trans.__('Built')}</h4>
      {build && <Whether build={build} onChange={update} />}
      <ul className="jp-kf-packages">
        {build && <Parts build={build} chosen={chosen} onChange={update} />}
        {without.map(name => (
          <Part
            key={name}
            name={name}
            what={trans.__('Debian, left out')}
            act={trans.__('Undo')}
            label={trans.__('Undo for %1', name)}
            onAct={() => {
              update({ without: without.filter(each => each !== name) });
            }}
          />
        ))}
      </ul>
    </section>
  );
}

interface BuildProps {
  readonly build: BuildPlan;
  readonly onChange: (change: BuildSettings) => void;
}

function Whether({ build, onChange }: BuildProps): React.JSX.Element {
  const trans = useTrans();
  const isLeft = build.reason.code === 'chosen';
  return (
    <>
      <label className="jp-kf-check-field">
        <input
          type="checkbox"
          checked={!isLeft}
          onChange={event => {
            onChange({ kind: event.target.checked ? 'build' : 'as-is' });
          }}
        />
        {trans.__('Build what wheels cannot bring')}
      </label>
      <p className="jp-kf-item-reason">{messageText(trans, build.reason)}</p>
    </>
  );
}

/** Packages of Debian from code are left out by name; what was chosen is chosen no more. */
function Parts({
  build,
  chosen,
  onChange
}: BuildProps & { readonly chosen: BuildSettings }): React.JSX.Element {
  const trans = useTrans();
  const { without = [], apt = [], conda = [] } = chosen;
  const others = (names: readonly string[], name: string): string[] =>
    names.filter(each => each !== name);
  const parts = [
    ...build.apt.map(name => ({
      ...{ name, what: trans.__('Debian') },
      change: { apt: others(apt, name), without: [...without, name] }
    })),
    ...build.conda.map(name => ({
      ...{ name, what: trans.__('conda') },
      change: { conda: others(conda, name) }
    })),
    ...build.source.map(name => ({
      ...{ name, what: trans.__('from its source code') },
      // Of all, those that are left.
      change: { source: others(build.source, name) }
    }))
  ];
  return (
    <>
      {parts.map(({ name, what, change }) => (
        <Part
          key={`${what} ${name}`}
          name={name}
          what={what}
          act={trans.__('Leave out')}
          label={trans.__('Leave %1 out', name)}
          onAct={() => {
            onChange(change);
          }}
        />
      ))}
    </>
  );
}

function Part(props: {
  readonly name: string;
  readonly what: string;
  readonly act: string;
  readonly label: string;
  readonly onAct: () => void;
}): React.JSX.Element {
  return (
    <li className="jp-kf-package">
      <div className="jp-kf-package-line">
        <code>{props.name}</code>
        <span className="jp-kf-package-version">{props.what}</span>
        <button
          type="button"
          className="jp-kf-link"
          aria-label={props.label}
          onClick={props.onAct}
        >
          {props.act}
        </button>
      </div>
    </li>
  );
}

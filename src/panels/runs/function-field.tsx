/** Which function of the notebook runs. */
import { useEffect, useId, useState } from 'react';
import type { IPlan } from '../../tokens.js';
import { functionNames } from '../../ui/function-names.js';
import { isKey } from '../../ui/keys.js';
import { useTrans } from '../../ui/trans.js';

export interface FunctionFieldProps {
  readonly plan: IPlan;
  /** The converted notebook: names to suggest. */
  readonly script: string | undefined;
  readonly onNamed: () => void;
}

export function FunctionField(props: FunctionFieldProps): React.JSX.Element {
  const { plan, script } = props;
  const trans = useTrans();
  const list = useId();
  const current = plan.state.settings.function ?? '';
  const [name, setName] = useState(current);
  useEffect(() => {
    setName(current);
  }, [current]);
  const commit = (): void => {
    const text = name.trim();
    if (text === '' || text === current) return;
    plan.update({ mode: 'function', function: text });
    props.onNamed();
  };
  return (
    <>
      <input
        className="jp-mod-styled jp-kf-function"
        aria-label={trans.__('Name of the function')}
        placeholder={trans.__('name of the function')}
        list={list}
        value={name}
        onChange={event => {
          setName(event.target.value);
        }}
        onBlur={commit}
        onKeyDown={event => {
          if (isKey(event, 'Enter')) commit();
        }}
      />
      <datalist id={list}>
        {functionNames(script ?? '').map(known => (
          <option key={known} value={known} />
        ))}
      </datalist>
    </>
  );
}

/** Which function of the notebook runs. */
import { useEffect, useId, useState } from 'react';
import { useTrans } from '../../ui/trans.js';
import type { IPlan } from '../../tokens.js';

export function FunctionField({ plan }: { readonly plan: IPlan }): React.JSX.Element {
  const trans = useTrans();
  const id = useId();
  const current = plan.state.settings.function ?? '';
  const [name, setName] = useState(current);
  useEffect(() => {
    setName(current);
  }, [current]);
  const commit = (): void => {
    const text = name.trim();
    if (text !== current) plan.update({ function: text === '' ? undefined : text });
  };
  return (
    <input
      id={id}
      className="jp-mod-styled jp-kf-function"
      aria-label={trans.__('Name of the function')}
      placeholder={trans.__('name of the function')}
      value={name}
      onChange={event => {
        setName(event.target.value);
      }}
      onBlur={commit}
      onKeyDown={event => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}

/** Text to read and to copy whole. */
import { checkIcon, copyIcon } from '@jupyterlab/ui-components';
import { useEffect, useState } from 'react';
import { IconButton } from './icon-button.js';
import { useTrans } from './trans.js';

/** How long the button says that it has copied, milliseconds. */
const SAID = 2000;

export interface CopiedTextProps {
  readonly text: string;
  /** What the text is, for its name. */
  readonly label: string;
  readonly copy: (text: string) => void;
}

export function CopiedText({ text, label, copy }: CopiedTextProps): React.JSX.Element {
  const trans = useTrans();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => {
      setCopied(false);
    }, SAID);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  return (
    <div className="jp-kf-text">
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <IconButton
        icon={copied ? checkIcon : copyIcon}
        label={copied ? trans.__('Copied') : trans.__('Copy')}
        onClick={() => {
          copy(text);
          setCopied(true);
        }}
      />
    </div>
  );
}

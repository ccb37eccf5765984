/** A button that shows an icon and has a name. */
import { Button, type LabIcon } from '@jupyterlab/ui-components';

export interface IconButtonProps {
  readonly icon: LabIcon;
  readonly label: string;
  readonly onClick: () => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

export function IconButton(props: IconButtonProps): React.JSX.Element {
  return (
    <Button
      minimal
      small
      className="jp-kf-icon-button"
      title={props.label}
      aria-label={props.label}
      aria-pressed={props.pressed}
      disabled={props.disabled}
      onClick={event => {
        event.stopPropagation();
        props.onClick();
      }}
    >
      <props.icon.react tag="span" />
    </Button>
  );
}

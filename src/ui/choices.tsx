/** A few choices side by side, one of them taken. */

export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  /** Said instead of the label, when that is only understood by those who see it. */
  readonly name?: string;
}

export interface ChoicesProps<Value> {
  readonly choices: readonly Choice<Value>[];
  readonly current: Value;
  /** What is chosen. */
  readonly label: string;
  readonly onChange: (value: Value) => void;
}

export function Choices<Value extends string | number>(
  props: ChoicesProps<Value>
): React.JSX.Element {
  const { choices, current, label, onChange } = props;
  return (
    <div className="jp-kf-toggles" role="group" aria-label={label}>
      {choices.map(choice => (
        <Toggle
          key={choice.value}
          label={choice.label}
          name={choice.name}
          pressed={choice.value === current}
          onClick={() => {
            onChange(choice.value);
          }}
        />
      ))}
    </div>
  );
}

export interface ToggleProps {
  readonly label: string;
  readonly name?: string | undefined;
  readonly pressed: boolean;
  readonly onClick: () => void;
}

export function Toggle(props: ToggleProps): React.JSX.Element {
  return (
    <button
      type="button"
      className="jp-kf-toggle"
      aria-pressed={props.pressed}
      aria-label={props.name}
      onClick={props.onClick}
    >
      {props.label}
    </button>
  );
}

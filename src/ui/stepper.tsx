/** A small whole number with − and +. */
import { useTrans } from './trans.js';

export interface StepperProps {
  readonly id: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** What is counted, for the buttons' names. */
  readonly label: string;
  readonly onChange: (value: number) => void;
}

export function Stepper(props: StepperProps): React.JSX.Element {
  const { value, least, most, onChange } = props;
  const trans = useTrans();
  const choose = (next: number): void => {
    if (Number.isInteger(next) && next >= least && next <= most) onChange(next);
  };
  const step = (by: number, sign: string, name: string): React.JSX.Element => (
    <button
      type="button"
      className="jp-kf-step"
      aria-label={name}
      disabled={value + by < least || value + by > most}
      onClick={() => {
        choose(value + by);
      }}
    >
      {sign}
    </button>
  );
  return (
    <span className="jp-kf-stepper">
      {step(-1, '−', trans.__('%1: one less', props.label))}
      <input
        id={props.id}
        className="jp-kf-step-value"
        inputMode="numeric"
        value={value}
        onChange={event => {
          choose(Number(event.target.value));
        }}
      />
      {step(1, '+', trans.__('%1: one more', props.label))}
    </span>
  );
}

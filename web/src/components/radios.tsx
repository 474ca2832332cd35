import { type ReactNode, useId } from 'react';
import type { Option } from './choice.tsx';

interface RadiosProps<T extends string> {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option<T>[];
  readonly onChoice: (value: T) => void;
  readonly isDisabled?: boolean;
  /** What else the choice asks for. */
  readonly children?: ReactNode;
}

/** One of a few, all in sight. */
export function Radios<T extends string>(props: RadiosProps<T>) {
  const { label, value, options, onChoice, isDisabled = false, children } = props;
  const name = useId();
  return (
    <fieldset className="rd-fieldset" disabled={isDisabled}>
      <legend className="rd-legend">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="rd-choice">
          <input
            className="rd-radio"
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChoice(option.value)}
          />
          <span className="rd-choice__label">{option.label}</span>
        </label>
      ))}
      {children}
    </fieldset>
  );
}

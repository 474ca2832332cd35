import { type InputHTMLAttributes, useId } from 'react';

interface FieldProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'className' | 'id' | 'value'> {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong with it. */
  readonly fault?: string | undefined;
}

/** A field with its label, a hint, and what is wrong with what was written. */
export function Field({ label, value, onText, hint, fault, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className={`rd-field${fault ? ' rd-field--invalid' : ''}`}>
      <label className="rd-label" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        className="rd-input"
        value={value}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => onText(target.value)}
      />
      <p id={`${id}-note`} className={fault ? 'rd-error' : 'rd-hint'}>
        {fault ?? hint}
      </p>
    </div>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly hint?: string | undefined;
  readonly longest: number;
  readonly isNeeded?: boolean;
}

export function TextField({ label, value, onText, hint, longest, isNeeded = false }: TextFieldProps) {
  const id = useId();
  return (
    <div className="rd-field">
      <label className="rd-label" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className="rd-textarea"
        rows={3}
        maxLength={longest}
        required={isNeeded}
        value={value}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => onText(target.value)}
      />
      <p id={`${id}-note`} className="rd-hint">
        {hint}
      </p>
    </div>
  );
}

interface RadiosProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChoice: (value: T) => void;
}

export function Radios<T extends string>({ label, value, options, onChoice }: RadiosProps<T>) {
  const name = useId();
  return (
    <fieldset className="rd-fieldset">
      <legend className="rd-legend">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="rd-choice">
          <input
            className="rd-radio"
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChoice(option.value)}
          />
          <span className="rd-choice__label">{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

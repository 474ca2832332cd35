import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

/** The classes of its frame and of its label. */
interface Look {
  readonly frame: string;
  readonly label: string;
}

interface FrameProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with it; null: nothing is, and room is kept to say what may be. */
  readonly fault?: string | null | undefined;
  readonly look?: Look | undefined;
}

interface TextProps extends Omit<FrameProps, 'look'> {
  readonly value: string;
  readonly onText: (text: string) => void;
}

interface TextFieldProps
  extends TextProps,
    Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'className' | 'id' | 'value'> {
  readonly look?: Look;
}

/** A line of text with its label, and a hint or what is wrong with what was written. */
export function TextField({ value, onText, label, hint, fault, look, ...input }: TextFieldProps) {
  return (
    <Frame label={label} hint={hint} fault={fault} look={look}>
      {(told) => (
        <input
          {...input}
          {...told}
          className="rd-input"
          value={value}
          onChange={({ target }) => onText(target.value)}
        />
      )}
    </Frame>
  );
}

interface LongTextFieldProps extends TextProps {
  /** Characters. */
  readonly longest: number;
  readonly isNeeded?: boolean;
}

/** Text of several lines. */
export function LongTextField({ value, onText, longest, isNeeded, ...frame }: LongTextFieldProps) {
  return (
    <Frame {...frame}>
      {(told) => (
        <textarea
          {...told}
          className="rd-textarea"
          rows={3}
          maxLength={longest}
          required={isNeeded}
          value={value}
          onChange={({ target }) => onText(target.value)}
        />
      )}
    </Frame>
  );
}

/** What the control says of itself. */
interface Told {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

const formLook: Look = { frame: 'rd-field', label: 'rd-label' };

function Frame(props: FrameProps & { readonly children: (told: Told) => ReactNode }) {
  const { label, hint, fault, look = formLook, children } = props;
  const id = useId();
  const hasNote = hint !== undefined || fault !== undefined;
  return (
    <div className={fault ? `${look.frame} rd-field--invalid` : look.frame}>
      <label className={look.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': hasNote ? `${id}-note` : undefined,
        'aria-invalid': fault === undefined ? undefined : fault !== null,
      })}
      {hasNote && (
        <p id={`${id}-note`} className={fault ? 'rd-error' : 'rd-hint'}>
          {fault ?? hint}
        </p>
      )}
    </div>
  );
}

/** Styles of buttons, choices and inputs. */
export const controlStyles = `.rd-actions { display: flex; flex-wrap: wrap; gap: var(--space-sm); margin: var(--space-md) 0 0; }
.rd-button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.5rem;
  padding: var(--space-xs) var(--space-md);
  border: var(--border-width) solid transparent; border-radius: var(--radius-medium);
  background-color: transparent; color: var(--colour-text);
  font-family: inherit; font-size: var(--text-base); font-weight: var(--weight-bold); line-height: var(--line-heading);
  text-decoration: none; cursor: pointer;
}
.rd-button--primary { background-color: var(--colour-primary); color: var(--colour-primary-text); }
.rd-button--primary:hover { background-color: var(--colour-primary-hover); }
.rd-button--secondary { background-color: var(--colour-secondary); color: var(--colour-secondary-text); }
.rd-button--secondary:hover { background-color: var(--colour-secondary-hover); }
.rd-button--outlined { border-color: var(--colour-control-border); color: var(--colour-text); }
.rd-button--outlined:hover { background-color: var(--colour-surface); }
.rd-button--danger { background-color: var(--colour-danger); color: var(--colour-danger-text); }
.rd-button:disabled { cursor: default; opacity: 0.5; }

.rd-form { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: var(--space-md); }
.rd-field--wide { grid-column: 1 / -1; }
.rd-label, .rd-legend {
  display: block; margin: 0 0 var(--space-xs); padding: 0; color: var(--colour-text); font-weight: var(--weight-bold);
}
.rd-input, .rd-textarea, .rd-select__control {
  display: block; width: 100%; min-height: 2.5rem; margin: 0; padding: var(--space-xs) var(--space-sm);
  border: var(--border-width) solid var(--colour-control-border); border-radius: var(--radius-small);
  background-color: var(--colour-background); color: var(--colour-text);
  font-family: inherit; font-size: var(--text-base); font-weight: var(--weight-normal); line-height: var(--line-body);
}
.rd-input::placeholder { color: var(--colour-muted-text); opacity: 1; }
.rd-input:disabled { opacity: 0.5; }
.rd-field--invalid .rd-input { border-color: var(--colour-danger); }
.rd-select { display: block; position: relative; }
.rd-select__control { appearance: none; padding-right: var(--space-xl); }
.rd-select::after {
  content: ""; position: absolute; top: 50%; right: var(--space-sm); width: 0.5rem; height: 0.5rem; margin-top: -0.375rem;
  border: solid var(--colour-text); border-width: 0 2px 2px 0; pointer-events: none; transform: rotate(45deg);
}
.rd-hint, .rd-error { margin: var(--space-xs) 0 0; font-size: var(--text-small); }
.rd-hint { color: var(--colour-muted-text); }
.rd-error { color: var(--colour-text); }
.rd-error::before {
  content: ""; display: inline-block; width: 0.625rem; height: 0.625rem; margin-right: var(--space-xs);
  border-radius: 50%; background-color: var(--colour-danger);
}
.rd-fieldset { margin: 0; padding: 0; border: 0; }
.rd-choice { display: flex; align-items: center; gap: var(--space-sm); min-height: 2rem; color: var(--colour-text); }
.rd-checkbox, .rd-radio {
  appearance: none; display: grid; flex: none; place-content: center; width: 1.375rem; height: 1.375rem; margin: 0;
  border: 2px solid var(--colour-control-border); background-color: var(--colour-background);
}
.rd-checkbox { border-radius: var(--radius-small); }
.rd-radio { border-radius: 50%; }
.rd-checkbox:checked, .rd-radio:checked { border-color: var(--colour-primary); background-color: var(--colour-primary); }
.rd-checkbox:checked::before {
  content: ""; width: 0.875rem; height: 0.875rem; background-color: var(--colour-primary-text);
  clip-path: polygon(14% 44%, 0 65%, 45% 100%, 100% 16%, 80% 0%, 40% 62%);
}
.rd-radio:checked::before {
  content: ""; width: 0.5rem; height: 0.5rem; border-radius: 50%; background-color: var(--colour-primary-text);
}
`;

/** Styles of status components and overlays. */
export const feedbackStyles = `.rd-alert {
  margin: 0 0 var(--space-sm); padding: var(--space-sm) var(--space-md);
  border: var(--border-width) solid transparent; border-radius: var(--radius-medium);
}
.rd-alert__title { font-weight: var(--weight-bold); }
.rd-alert__link { color: inherit; text-decoration: underline; }
.rd-alert--success { background-color: var(--colour-success); color: var(--colour-success-text); }
.rd-alert--warning { background-color: var(--colour-warning); color: var(--colour-warning-text); }
.rd-alert--danger { background-color: var(--colour-danger); color: var(--colour-danger-text); }
.rd-alert--danger :focus-visible { outline-color: currentColor; }
.rd-alert--info { background-color: var(--colour-info); color: var(--colour-info-text); }

.rd-tabs { margin: var(--space-lg) 0 0; }
.rd-tabs__list { display: flex; border-bottom: var(--border-width) solid var(--colour-border); }
.rd-tab {
  min-height: 2.5rem; margin: 0; padding: var(--space-xs) var(--space-md);
  border: 0; border-bottom: 3px solid transparent; background-color: transparent; color: var(--colour-muted-text);
  font-family: inherit; font-size: var(--text-base); font-weight: var(--weight-normal); line-height: var(--line-heading);
  cursor: pointer;
}
.rd-tab:hover { color: var(--colour-text); }
.rd-tab[aria-selected="true"] { border-bottom-color: var(--colour-primary); color: var(--colour-text); font-weight: var(--weight-bold); }
.rd-tabs__panel { padding: var(--space-md) 0; }
.rd-meter-label { margin: 0 0 var(--space-xs); color: var(--colour-text); }
.rd-meter, .rd-progress {
  overflow: hidden; height: 0.75rem; margin: 0 0 var(--space-md); border-radius: var(--radius-small);
  background-color: var(--colour-surface); box-shadow: inset 0 0 0 1px var(--colour-control-border);
}
.rd-meter__bar, .rd-progress__bar { width: 60%; height: 100%; background-color: var(--colour-primary); }
.rd-meter__bar { width: 80%; }

.rd-dialog {
  position: static; max-width: 28rem; margin: 0; padding: var(--space-lg);
  border: var(--border-width) solid var(--colour-border); border-radius: var(--radius-large);
  background-color: var(--colour-surface); box-shadow: var(--shadow-large); color: var(--colour-text);
}
.rd-dialog__text { margin: 0; }
.rd-tooltip {
  display: inline-block; margin: var(--space-sm) 0 0; padding: var(--space-xs) var(--space-sm);
  border-radius: var(--radius-small); background-color: var(--colour-text); color: var(--colour-background);
  font-size: var(--text-small);
}
`;

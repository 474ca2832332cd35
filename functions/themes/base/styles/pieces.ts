/** Styles of content components. */
export const pieceStyles = `.rd-grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: var(--space-md); }
.rd-card {
  padding: var(--space-md); border: var(--border-width) solid var(--colour-border); border-radius: var(--radius-large);
  background-color: var(--colour-surface); box-shadow: var(--shadow-small); color: var(--colour-text);
}
.rd-card__text { margin: 0 0 var(--space-sm); }
.rd-card__link { color: var(--colour-text); text-decoration: underline; }
.rd-card__meta { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-sm); margin: 0; }
.rd-price { font-weight: var(--weight-bold); }
.rd-badge {
  display: inline-block; padding: 0 var(--space-sm); border-radius: var(--radius-small);
  font-size: var(--text-small); font-weight: var(--weight-bold);
}
.rd-badge--success { background-color: var(--colour-success); color: var(--colour-success-text); }
.rd-badge--warning { background-color: var(--colour-warning); color: var(--colour-warning-text); }
.rd-badge--danger { background-color: var(--colour-danger); color: var(--colour-danger-text); }
.rd-badge--info { background-color: var(--colour-info); color: var(--colour-info-text); }

.rd-table-frame { overflow-x: auto; margin: 0 0 var(--space-md); }
.rd-table { width: 100%; border-collapse: collapse; color: var(--colour-text); text-align: left; }
.rd-table__heading, .rd-table__cell { padding: var(--space-sm); border-bottom: var(--border-width) solid var(--colour-border); }
.rd-table__heading { background-color: var(--colour-surface); font-weight: var(--weight-bold); }
.rd-table__body .rd-table__row:hover { background-color: var(--colour-surface); }
.rd-pagination { display: flex; gap: var(--space-xs); margin: 0 0 var(--space-md); }
.rd-pagination__link {
  display: grid; place-content: center; min-width: 2.25rem; min-height: 2.25rem; padding: 0 var(--space-xs);
  border: var(--border-width) solid var(--colour-control-border); border-radius: var(--radius-small);
  color: var(--colour-text); text-decoration: none;
}
.rd-pagination__link:hover { text-decoration: underline; }
.rd-pagination__link[aria-current] {
  border-color: var(--colour-primary); background-color: var(--colour-primary); color: var(--colour-primary-text);
}
.rd-list { margin: 0 0 var(--space-md); padding: 0 0 0 var(--space-lg); }
.rd-list__item { margin: 0 0 var(--space-xs); }
.rd-code-block {
  overflow-x: auto; margin: 0 0 var(--space-md); padding: var(--space-md);
  border: var(--border-width) solid var(--colour-border); border-radius: var(--radius-medium);
  background-color: var(--colour-surface); color: var(--colour-text);
}
.rd-code-block__code, .rd-code { font-family: var(--font-mono); font-size: var(--text-small); line-height: var(--line-body); }
`;

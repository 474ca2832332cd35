export const find = (id) => document.getElementById(id);

/** Sets what differs, so that nothing flickers and no selection is lost. */
export function fill(row, texts) {
  for (const [name, text] of Object.entries(texts)) {
    const field = row.querySelector(`[data-field=${name}]`);
    if (field.textContent !== text) field.textContent = text;
  }
}

/** A copy of what a template holds. */
export const make = (template) => find(template).content.firstElementChild.cloneNode(true);

/** Makes a list show these items. Rows that stay are kept, and with them the focus. */
export function show(list, template, items, key, paint) {
  const rows = new Map([...list.children].map((row) => [row.dataset.key, row]));
  for (const item of items) {
    const row = rows.get(item[key]) ?? make(template);
    rows.delete(item[key]);
    row.dataset.key = item[key];
    paint(row, item);
    if (!row.isConnected) list.append(row);
  }
  for (const row of rows.values()) row.remove();
}

/** Shows a text, or nothing. */
export function say(element, text) {
  element.textContent = text;
  element.hidden = text === '';
}

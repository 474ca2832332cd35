import { ofAccount } from './api.js';
import { amount, money } from './format.js';
import { fill, find, make, say } from './page.js';

/** Lets files be chosen or dropped. `onStored` is called after each that arrived. */
export function acceptFiles(onStored) {
  find('files').onchange = ({ target }) => {
    for (const file of target.files) upload(file, onStored);
    target.value = '';
  };
  const drop = find('drop');
  drop.ondragover = (event) => {
    event.preventDefault();
    drop.classList.add('over');
  };
  drop.ondragleave = () => drop.classList.remove('over');
  drop.ondrop = (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    for (const file of event.dataTransfer.files) upload(file, onStored);
  };
}

async function upload(file, onStored) {
  const row = make('upload-row');
  const progress = row.querySelector('progress');
  fill(row, { name: file.name, state: amount(file.size, 'byte') });
  find('uploads').prepend(row);
  try {
    const contentType = file.type || 'application/octet-stream';
    const form = await ofAccount('POST', 'uploads', { fileName: file.name, bytes: file.size, contentType });
    await send(form, file, (share) => {
      progress.value = share;
    });
    fill(row, { state: `${amount(file.size, 'byte')} stored` });
    await onStored();
  } catch (fault) {
    fill(row, { state: 'not uploaded' });
    say(row.querySelector('.message'), explain(fault, file));
  }
  progress.remove();
}

/** Sends the form with the file last. By XMLHttpRequest: fetch tells nothing of what is on its way. */
function send({ url, fields }, file, onProgress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new Error(`The storage refused it (${request.status}).`));
    request.onerror = () => reject(new Error('The connection broke.'));
    request.open('POST', url);
    request.send(form);
  });
}

/** A soft block in the reader's units, with the packs that would make room. */
function explain({ message, problem }, file) {
  if (!problem?.quota) return problem?.errors?.[0]?.detail ?? message;
  const { remaining, limit, unit } = problem.quota;
  const packs = problem.packs.map((pack) => `${pack.name} for ${money(pack.price)}`);
  const ways = packs.length > 0 ? ` These packs make room: ${packs.join('; ')}.` : '';
  return `${amount(file.size, unit)} do not fit: ${amount(remaining, unit)} of ${amount(limit, unit)} are left.${ways}`;
}

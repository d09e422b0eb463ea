// Pages of the workbench, asked for without leaving it: the parts that an answer has are put in the place of those
// that are here. What fails is said, or done the plain way; nothing typed is lost.
import { all, element, one } from '../page.js';
import { equip } from './entities.js';
import { picked, pickQuietly } from './picked.js';

export const PARTS = ['sheet', 'said', 'making', 'queue', 'stated'];
const SILENT = 'No answer from the archive. Nothing was saved; what you typed is still here.';
const UNSAVED = 'What you wrote in the form is not saved. Leave it?';
const CHOSEN = ['csrfmiddlewaretoken', 'words', 'place', 'entity_named', 'kind'];
let isBusy = false;
let asGiven = '';

// What she has written herself: words that were only selected are soon selected again.
const written = () => JSON.stringify([...new FormData(one('#making'))].filter(([name]) => !CHOSEN.includes(name)));
const mayLeave = () => written() === asGiven || confirm(UNSAVED);

// What only a script has: comboboxes, and one tab stop for the whole text.
export const dress = () => {
  equip(one('#making'));
  for (const link of all('#sheet a')) link.tabIndex = -1;
  for (const told of all('[data-script]')) told.hidden = false;
};

const show = (page, parts) => {
  if (!one('#making', page)) return false;
  const place = picked();
  for (const id of parts) {
    const mine = one(`#${id}`), theirs = one(`#${id}`, page);
    for (const name in theirs.dataset) mine.dataset[name] = theirs.dataset[name];
    mine.replaceChildren(...theirs.childNodes);
  }
  dress();
  if (parts.includes('making')) asGiven = written();
  if (place) pickQuietly(place);
  return true;
};

// What came of it: done, refused (a form says why), elsewhere (another page answered), silent, or busy.
export const ask = async (address, options = {}, parts = PARTS) => {
  if (isBusy) return 'busy';
  isBusy = true;
  try {
    const answer = await fetch(address, options);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!show(page, parts)) return 'elsewhere';
    if (answer.ok) history.replaceState(null, '', answer.url);
    return answer.ok ? 'done' : 'refused';
  } catch {
    one('#said').replaceChildren(element('p', { className: 'errors', textContent: SILENT }));
    return 'silent';
  } finally {
    isBusy = false;
  }
};

asGiven = written();

export const visit = async address => {
  if (!mayLeave()) return false;
  const answered = await ask(address);
  if (answered === 'elsewhere') location.assign(address);
  return answered === 'done';
};

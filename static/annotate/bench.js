// Forms and links of the workbench, answered without leaving the page: the parts that the answer has are put
// in the place of those that are here. What fails is said, or done the plain way; nothing typed is lost.
import { all, one } from '../page.js';
import { equip } from './entities.js';
import { pick, picked, pickQuietly, told } from './picked.js';
import { keyOf, numberOf, placeOfKey } from './places.js';

const PARTS = ['sheet', 'said', 'making', 'queue', 'stated'];
const FIRST = { mention: '[name=entity_named]', note: '[name=note]', time: '[name=value]', claim: '[name=speakers_named]', relation: '[name=actors_named]' };

export const making = one('#making');
export const sheet = one('#sheet');
export const isOpen = () => one('[name=mark]', making) !== null;
export const kind = () => one('[name=kind]:checked, [name=kind][type=hidden]', making)?.value;
const home = making.getAttribute('action').split('#')[0];
let isBusy = false;

const say = words => { one('#said').replaceChildren(Object.assign(document.createElement('p'), { className: 'errors', textContent: words })); };

const show = (page, parts = PARTS) => {
  if (!one('#making', page)) return false;
  const place = picked();
  for (const id of parts) {
    const mine = one(`#${id}`), theirs = one(`#${id}`, page);
    for (const name in theirs.dataset) mine.dataset[name] = theirs.dataset[name];
    mine.replaceChildren(...theirs.childNodes);
  }
  dress();
  if (place) pickQuietly(place);
  return true;
};

// What only a script has: comboboxes, and one tab stop for the whole text.
const dress = () => {
  equip(making);
  for (const link of all('a', sheet)) link.tabIndex = -1;
  for (const told of all('[data-script]')) told.hidden = false;
};

const ask = async (address, options, parts) => {
  if (isBusy) return null;
  isBusy = true;
  try {
    const answer = await fetch(address, options);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!show(page, parts)) return 'elsewhere';
    if (answer.ok) history.replaceState(null, '', answer.url);
    return answer.ok ? 'done' : 'refused';
  } catch {
    say('No answer from the archive. Nothing was saved; what you typed is still here.');
    return 'silent';
  } finally {
    isBusy = false;
  }
};

// A half-filled form stays while something else is answered.
const othersThan = form => (form === making ? PARTS : PARTS.filter(part => part !== 'making'));

const toFault = () => {
  const fault = one('[aria-invalid=true], .errorlist, .errors', making) ?? one('#said');
  if (!fault.matches('input, select, textarea')) fault.tabIndex = -1;
  fault.focus();
};

const toText = place => {
  sheet.focus({ preventScroll: true });
  if (place) pick(place);
};

export const send = async (form, button) => {
  const place = placeOfKey(one('[name=place]:checked, [name=place][type=hidden]', form)?.value);
  const answered = await ask(form.getAttribute('action'), { method: 'POST', body: new FormData(form, button) }, othersThan(form));
  if (answered === 'elsewhere') {
    form.dataset.plain = 'yes';
    form.requestSubmit(button);
  }
  if (answered === 'refused') toFault();
  if (answered !== 'done') return answered;
  const next = form === making && button?.value === 'next' && one('[name=place]', making)?.value;
  if (next) {
    pick(placeOfKey(next));
    one('[name=save][value=next]', making).focus({ preventScroll: true });
  } else if (form === making || button?.name === 'undo') toText(place);
  return answered;
};

export const visit = async address => {
  const answered = await ask(address, {}, undefined);
  if (answered === 'elsewhere') location.assign(address);
  return answered;
};

export const open = async address => {
  if (await visit(address) !== 'done') return;
  const field = one(FIRST[kind()] ?? '#id_words', making);
  field.focus();
};

// The words into the form, and on to what is asked of them first. A row that is open stays with its own words.
export const take = async (place = picked()) => {
  if (!place) return;
  if (isOpen() && await visit(home) !== 'done') return;
  fill(place);
  const field = one(FIRST[kind()], making);
  if (kind() === 'mention' && !one('[name=entity]:checked', making)) field.value = place.words;
  field.focus();
  if (field.select) field.select();
  field.dispatchEvent(new Event('input'));
};

const fill = (place = picked()) => {
  if (!place) return;
  one('#id_words').value = place.words;
  one('.asked', one('#id_words').parentElement)?.remove();
  const key = one('[name=place]', making) ?? making.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: 'place' }));
  key.value = keyOf(place);
  const number = numberOf(place);
  one('#where').textContent = number ? `Paragraph ${number}, characters ${place.start} to ${place.end}` : 'In the headline';
};

export const move = () => {
  if (!isOpen()) return;
  fill();
  one('[name=save]', making).focus();
};

export const fillCue = (place = picked()) => {
  const cue = one('#id_cue', making);
  if (!place || !cue) return;
  cue.value = place.words;
  one('[name=cue_place]', making).value = keyOf(place);
  cue.focus();
};

document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.closest('#bench') || form.dataset.plain) return;
  event.preventDefault();
  if (form === making || !form.closest('#queue')) send(form, event.submitter);
});
// A press that selects words, from within a mark, does not open it.
let pressedOn = '';
document.addEventListener('pointerdown', () => { pressedOn = told(); });
document.addEventListener('click', event => {
  const link = event.target.closest?.('#sheet a, #bench a');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.closest('#sheet') && picked() && told() !== pressedOn) event.preventDefault();
  else if (link.getAttribute('href').startsWith('?mark=') || link.matches('[data-cancel]') || link.pathname === home) {
    event.preventDefault();
    if (link.matches('[data-cancel]')) visit(home).then(() => toText());
    else open(link.getAttribute('href').split('#')[0] || home);
  }
});

sheet.tabIndex = 0;
sheet.setAttribute('role', 'group');
sheet.setAttribute('aria-label', 'Text of the article');
sheet.setAttribute('aria-describedby', 'how');
dress();

// The workbench: words go into the form, the form is sent, marks are opened.
import { element, one } from '../page.js';
import { pick, picked, told } from './picked.js';
import { keyOf, numberOf, placeOfKey } from './places.js';
import { PARTS, ask, dress, visit } from './visiting.js';

const FIRST = { mention: '[name=entity_named]', note: '[name=note]', time: '[name=value]', claim: '[name=speakers_named]', relation: '[name=actors_named]' };

export const making = one('#making');
export const sheet = one('#sheet');
export const isOpen = () => one('[name=mark]', making) !== null;
export const kind = () => one('[name=kind]:checked, [name=kind][type=hidden]', making)?.value;
const home = making.getAttribute('action').split('#')[0];

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

export const open = async address => {
  if (await visit(address)) one(FIRST[kind()] ?? '#id_words', making).focus();
};

// The words into the form, and on to what is asked of them first. A row that is open stays with its own words.
export const take = async (place = picked()) => {
  if (!place) return;
  if (isOpen() && !await visit(home)) return;
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
  const key = one('[name=place]', making) ?? making.appendChild(element('input', { type: 'hidden', name: 'place' }));
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
    if (link.matches('[data-cancel]')) visit(home).then(isLeft => isLeft && toText());
    else open(link.getAttribute('href').split('#')[0] || home);
  }
});

sheet.tabIndex = 0;
sheet.setAttribute('role', 'group');
sheet.setAttribute('aria-label', 'Text of the article');
sheet.setAttribute('aria-describedby', 'how');
dress();

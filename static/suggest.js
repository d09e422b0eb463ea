// Entities and headlines while one types, as an ARIA combobox (APG: editable, list autocomplete).
// Arrows choose, Enter goes there, Escape closes; without a choice Enter searches, as it does without script.
import { all, element } from './page.js';

const PAUSE = 120;
const LEAST = 2;
const known = new Map();
let fields = 0;

const load = async (typed, signal) => {
  if (!known.has(typed)) {
    const answer = await fetch(`/suggest.json?q=${encodeURIComponent(typed)}`, { signal });
    if (!answer.ok) return [];
    known.set(typed, (await answer.json()).suggestions);
  }
  return known.get(typed);
};

const equip = field => {
  const id = `picks${fields += 1}`;
  const list = element('ul', { id, className: 'picks', role: 'listbox', ariaLabel: 'Suggestions', hidden: true });
  let found = [], at = -1, timer, asked;

  const mark = number => {
    at = number;
    [...list.children].forEach((option, each) => option.setAttribute('aria-selected', String(each === at)));
    if (at < 0) field.removeAttribute('aria-activedescendant');
    else {
      field.setAttribute('aria-activedescendant', list.children[at].id);
      list.children[at].scrollIntoView({ block: 'nearest' });
    }
  };
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    mark(-1);
  };
  const choose = ({ url, parameter, code }) => {
    close();
    if (!parameter || !('narrow' in field.form.dataset)) return location.assign(url);
    field.value = '';
    field.form.append(element('input', { type: 'hidden', name: parameter, value: code }));
    return field.form.requestSubmit();
  };
  const option = (offer, number) => {
    const made = element('li', { id: `${id}-${number}`, role: 'option' },
      element('span', { className: offer.parameter ? `tag ${offer.kind}` : '', dir: 'auto', textContent: offer.label }),
      element('span', { className: 'n', textContent: offer.note }));
    made.addEventListener('click', () => choose(offer));
    return made;
  };
  const place = () => {
    list.style.left = `${field.offsetLeft}px`;
    list.style.top = `${field.offsetTop + field.offsetHeight + 4}px`;
    list.style.width = `${field.offsetWidth}px`;
  };
  const open = offers => {
    found = offers;
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    field.setAttribute('aria-expanded', String(found.length > 0));
    mark(-1);
    place();
  };
  const ask = async () => {
    const typed = field.value.trim();
    asked?.abort();
    asked = new AbortController();
    try {
      const offers = typed.length < LEAST && typed.codePointAt(0) < 0x2e80 ? [] : await load(typed, asked.signal);
      if (typed === field.value.trim() && document.activeElement === field) open(offers);
    } catch { /* asked again, or no network: a plain search field */ }
  };

  // A search field may not be a combobox, a text field may.
  field.type = 'text';
  field.enterKeyHint = 'search';
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-expanded': 'false' })) field.setAttribute(name, value);
  field.form.append(list);

  field.addEventListener('input', event => {
    clearTimeout(timer);
    if (!field.value.trim()) close();
    else if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener('compositionend', () => { timer = setTimeout(ask, PAUSE); });
  field.addEventListener('blur', close);
  addEventListener('resize', () => { if (!list.hidden) place(); });
  field.addEventListener('keydown', event => {
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && isOpen) { event.preventDefault(); close(); }
    else if (event.key === 'Enter' && isOpen && at >= 0) { event.preventDefault(); choose(found[at]); }
    else if (by && isOpen) {
      event.preventDefault();
      // One stop between the last and the first is the field itself.
      mark((at + 1 + by + found.length + 1) % (found.length + 1) - 1);
    } else if (by && field.value.trim()) { event.preventDefault(); ask(); }
  });
  // The field keeps the focus, so that the list stays until the click has come.
  list.addEventListener('pointerdown', event => event.preventDefault());
  // Who is quick has typed before this was loaded.
  if (document.activeElement === field && field.value !== field.defaultValue) ask();
};

for (const field of all('[data-search]')) equip(field);

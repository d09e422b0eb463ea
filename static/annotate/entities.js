// Choosing entities, as an ARIA combobox (APG: editable, list autocomplete). The first is marked at once: Enter
// takes it, and where one entity is asked for, saves.
import { all, element, one } from '../page.js';

const PAUSE = 120;
const known = new Map();
let fields = 0;

const load = async typed => {
  if (!known.has(typed)) {
    const answer = await fetch(`/entities.json?q=${encodeURIComponent(typed)}`);
    if (!answer.ok) return [];
    known.set(typed, (await answer.json()).entities);
  }
  return known.get(typed);
};

const tick = (name, { slug, name: label, kind }) => element('label', {},
  element('input', { type: 'checkbox', name, value: slug, checked: true }), ' ',
  element('span', { className: `tag ${kind}`, dir: 'auto', textContent: label }), ' ',
  element('span', { className: 'n', textContent: kind }));

const equipOne = choose => {
  const field = one('input[type=text]', choose);
  const isMany = 'many' in choose.dataset;
  const id = `offers${fields += 1}`;
  const list = element('ul', { id, className: 'picks', role: 'listbox', ariaLabel: 'Entities', hidden: true });
  let offers = [], at = -1, timer, answered = null;

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
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    mark(-1);
  };
  const make = words => {
    const fresh = one('details.new', field.form);
    fresh.open = true;
    one('[name=new_name]', fresh).value = words;
    one('[name=new_kind]', fresh).focus();
  };
  const settle = offer => {
    const words = field.value.trim();
    close();
    field.value = '';
    const chosen = one('.chosen', choose);
    if (!isMany) chosen.replaceChildren();
    if (!offer.slug) return make(words);
    const there = all('input', chosen).find(box => box.value === offer.slug);
    if (there) there.checked = true;
    else chosen.append(tick(choose.dataset.choose, offer));
    return null;
  };
  const option = (offer, number) => {
    const made = element('li', { id: `${id}-${number}`, role: 'option' },
      element('span', { className: offer.slug ? `tag ${offer.kind}` : '', dir: 'auto', textContent: offer.name }),
      element('span', { className: 'n', textContent: offer.also ? `${offer.kind}, also “${offer.also}”` : offer.kind }));
    made.addEventListener('click', () => { settle(offer); if (offer.slug) field.focus(); });
    return made;
  };
  const show = (typed, found) => {
    answered = typed;
    const fresh = choose.dataset.choose === 'entity' ? [{ name: `Make “${typed}” a new entity…`, kind: '' }] : [];
    offers = [...found, ...fresh];
    const none = element('li', { role: 'option', className: 'n', ariaDisabled: 'true', textContent: 'Nothing is called so' });
    list.replaceChildren(...(offers.length ? offers.map(option) : [none]));
    list.hidden = false;
    field.setAttribute('aria-expanded', 'true');
    mark(found.length ? 0 : -1);
  };
  const ask = async () => {
    const typed = field.value.trim();
    try {
      const found = typed ? await load(typed) : [];
      if (typed === field.value.trim() && document.activeElement === field) typed ? show(typed, found) : close();
    } catch { close(); }
  };
  const save = () => field.form.requestSubmit(one('[name=save]', field.form));
  const enter = async () => {
    const typed = field.value.trim();
    if (list.hidden && answered === typed) return save(); // she has closed the list: as it is typed
    if (answered !== typed) await ask();
    const offer = offers[at];
    if (offer) settle(offer);
    return offer?.slug && choose.dataset.choose === 'entity' ? save() : null;
  };

  field.removeAttribute('list');
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-expanded': 'false' })) field.setAttribute(name, value);
  choose.append(list);
  field.addEventListener('input', event => {
    clearTimeout(timer);
    if (!field.value.trim()) close();
    else if (!event.isComposing) timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener('compositionend', () => { timer = setTimeout(ask, PAUSE); });
  field.addEventListener('blur', close);
  field.addEventListener('keydown', event => {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); event.stopPropagation(); close(); }
    else if (event.key === 'Enter' && field.value.trim()) { event.preventDefault(); enter(); }
    else if (by && !list.hidden && offers.length) { event.preventDefault(); mark((at + by + offers.length) % offers.length); }
    else if (by && field.value.trim()) { event.preventDefault(); ask(); }
  });
  // The field keeps the focus, so that the list stays until the click has come.
  list.addEventListener('pointerdown', event => event.preventDefault());
};

export const equip = form => {
  for (const choose of all('.choose', form)) equipOne(choose);
  const fresh = one('details.new', form);
  fresh?.addEventListener('toggle', () => {
    const name = one('[name=new_name]', fresh);
    if (fresh.open && !name.value) name.value = one('#id_words').value;
  });
};

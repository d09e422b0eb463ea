// Single keys, which the reader can turn off (WCAG 2.1.4). Never with Ctrl, Alt or Meta, never in a field.
import { all, element, isField, one, remember, remembered } from './page.js';

const KEYS = [
  ['/', 'Go to the search field'],
  ['j k', 'Next, previous article in a list'],
  ['n p', 'Next, previous note in an article'],
  ['e', 'Show or hide entity marks'],
  ['m', 'Show or hide notes'],
  ['s', 'Show or hide statements'],
  ['c', 'Cite'],
  ['f', 'Filters'],
  ['?', 'This list'],
];
let areOn = remembered('keys') !== 'off';
let list;

const row = ([keys, does]) => {
  const term = element('dt');
  keys.split(' ').forEach(key => term.append(element('kbd', { textContent: key }), ' '));
  return [term, element('dd', { textContent: does })];
};

const offSwitch = (key, words, isOn, change) => {
  const box = element('input', { type: 'checkbox', checked: isOn });
  box.addEventListener('change', () => { remember(key, box.checked ? 'on' : 'off'); change?.(box.checked); });
  return element('label', { className: 'row' }, box, words);
};

const makeList = () => {
  const form = element('form', { method: 'dialog', className: 'row' },
    offSwitch('keys', 'Use single-key shortcuts', areOn, isOn => { areOn = isOn; }),
    offSwitch('previews', 'Show cards over marked words', remembered('previews') !== 'off'),
    element('button', { className: 'btn end', textContent: 'Close' }));
  const made = element('dialog', {},
    element('h2', { id: 'keys-heading', textContent: 'Keyboard shortcuts' }),
    element('dl', {}, ...KEYS.flatMap(row)), form);
  made.setAttribute('aria-labelledby', 'keys-heading');
  document.body.append(made);
  return made;
};
const showList = () => { list ??= makeList(); list.showModal(); };

const step = (selector, by) => {
  const stops = all(selector).filter(stop => stop.checkVisibility?.() ?? true);
  const here = stops.findIndex(stop => stop.contains(document.activeElement));
  const start = by > 0 ? 0 : stops.length - 1;
  const next = here < 0 ? start : Math.max(0, Math.min(stops.length - 1, here + by));
  stops[next]?.focus();
};

const openFilters = () => {
  const filters = one('#facets');
  if (!filters) return;
  if (getComputedStyle(filters).display === 'none') filters.showPopover?.();
  else one('summary, a, input', filters)?.focus();
};

const ACTS = {
  '/': () => one('[data-search]')?.focus(),
  '?': showList,
  j: () => step('[data-list] .item :is(h2, h3) a', 1),
  k: () => step('[data-list] .item :is(h2, h3) a', -1),
  n: () => step('.text .ref', 1),
  p: () => step('.text .ref', -1),
  e: () => one('#v-entities')?.click(),
  m: () => one('#v-notes')?.click(),
  s: () => one('#v-statements')?.click(),
  c: () => { if (one('#cite')) location.hash = 'cite'; },
  f: openFilters,
};

addEventListener('keydown', event => {
  if (!areOn || event.ctrlKey || event.metaKey || event.altKey || isField(event.target) || one('dialog[open]')) return;
  const act = Object.hasOwn(ACTS, event.key) && ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

for (const link of all('[data-keys]')) link.addEventListener('click', event => { event.preventDefault(); showList(); });

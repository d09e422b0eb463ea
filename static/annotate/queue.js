// Suggestions by keyboard, as in the admin's queue: a key counts only inside the list, and presses the button
// that is there for the mouse.
import { one } from '../page.js';
import { open, send } from './bench.js';

const queue = one('#queue');
const questions = () => [...queue.querySelectorAll('.question')];
const here = () => document.activeElement?.closest('.question');
const go = question => { question?.focus(); question?.scrollIntoView({ block: 'nearest' }); };
const step = by => {
  const list = questions();
  go(list[Math.max(0, Math.min(list.length - 1, list.indexOf(here()) + by))]);
};
const press = (name, number = 0) => here().querySelectorAll(`button[name=${name}]`)[number]?.click();

const ACTS = {
  a: () => press('accept'),
  r: () => press('reject'),
  c: () => open(one('[data-change]', here()).getAttribute('href').split('#')[0]),
  u: () => one('#said [name=undo]')?.click(),
  j: () => step(1),
  k: () => step(-1),
};

queue.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !here()) return;
  const act = ACTS[event.key] ?? (/^[1-9]$/.test(event.key) ? () => press('accept', event.key - 1) : null);
  if (!act) return;
  event.preventDefault();
  act();
});

queue.addEventListener('submit', async event => {
  const form = event.target;
  if (form.dataset.plain) return;
  event.preventDefault();
  const place = questions().indexOf(form.closest('.question'));
  if (!['done', 'refused'].includes(await send(form, event.submitter))) return;
  const list = questions();
  if (list.length) go(list[Math.min(Math.max(place, 0), list.length - 1)]);
  else one('[name=suggest]', queue).focus();
});

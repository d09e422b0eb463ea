// Small buttons beside the selected words: above them for a mouse, below them for a finger.
import { all, one } from '../page.js';
import { fillCue, isOpen, kind, move, take } from './bench.js';
import { isOwn, picked } from './picked.js';

const ACTS = { take, fillCue, move };
const IS_OFFERED = { take: () => true, fillCue: () => kind() === 'claim', move: isOpen };
const adder = one('#adder');

const place = () => {
  adder.hidden = !picked() || isOwn();
  if (adder.hidden) return;
  for (const button of all('button', adder)) button.hidden = !IS_OFFERED[button.dataset.act]();
  const words = getSelection().getRangeAt(0).getBoundingClientRect();
  const below = matchMedia('(pointer: coarse)').matches;
  adder.style.left = `${Math.max(8, Math.min(words.left, document.documentElement.clientWidth - adder.offsetWidth - 8)) + scrollX}px`;
  adder.style.top = `${(below ? words.bottom + 12 : words.top - adder.offsetHeight - 8) + scrollY}px`;
};

document.addEventListener('selectionchange', place);
addEventListener('resize', place);
// A press would take the selection away before the click has come.
adder.addEventListener('pointerdown', event => event.preventDefault());
adder.addEventListener('mousedown', event => event.preventDefault());
adder.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  ACTS[button.dataset.act]();
  adder.hidden = true;
});

// The text by keyboard: arrows go from word to word, with Shift they take more words. Keys count only while the
// text has the focus (WCAG 2.1.4).
import { one } from '../page.js';
import { fillCue, making, move, open, sheet, take } from './bench.js';
import { bringIntoView, select } from './picked.js';
import { pointOf } from './places.js';
import { edge, line, list, wordAt } from './words.js';

let set = null; // the selection as it was made here: {from, at, points}

const points = () => {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
  return [anchorNode, anchorOffset, focusNode, focusOffset];
};
const isMine = () => set && points().every((point, number) => point === set.points[number]);

const here = () => {
  const all = list();
  if (isMine()) return set;
  const [anchorNode, anchorOffset, focusNode, focusOffset] = points();
  if (!sheet.contains(focusNode) || getSelection().isCollapsed) return null;
  const from = wordAt(anchorNode, anchorOffset), at = wordAt(focusNode, focusOffset);
  return from < 0 || at < 0 ? null : { from, at: Math.min(at, all.length - 1) };
};

const go = (from, at) => {
  const anchor = list()[from], focus = list()[at];
  if (!anchor || !focus) return;
  const isBack = at < from;
  select(pointOf(anchor.block, isBack ? anchor.end : anchor.start), pointOf(focus.block, isBack ? focus.start : focus.end));
  set = { from, at, points: points() };
  bringIntoView();
  one('#heard').textContent = getSelection().toString();
};

const target = (key, at) => {
  const forward = getComputedStyle(list()[at].block).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  if (key === 'ArrowLeft' || key === 'ArrowRight') return at + (key === forward ? 1 : -1);
  if (key === 'ArrowUp' || key === 'ArrowDown') return line(at, key === 'ArrowUp' ? -1 : 1);
  return edge(at, key === 'Home' ? -1 : 1);
};

const openMark = () => {
  const mark = getSelection().focusNode?.parentElement?.closest('[data-mark]');
  if (!mark) return take();
  const address = mark.getAttribute('href') ?? `?mark=${mark.dataset.mark}`;
  if (!address.startsWith('#')) return open(address.split('#')[0]);
  return document.getElementById(address.slice(1))?.focus();
};

const ACTS = {
  a: () => take(),
  m: move,
  c: () => fillCue(),
  u: () => one('#said [name=undo]')?.click(),
  s: () => one('.question')?.focus(),
  Enter: openMark,
  Escape: () => { getSelection().removeAllRanges(); set = null; },
};
const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

sheet.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== sheet) return;
  if (MOVES.includes(event.key)) {
    if (!list().length) return;
    event.preventDefault();
    const now = here();
    const at = now ? Math.max(0, Math.min(list().length - 1, target(event.key, now.at))) : 0;
    go(event.shiftKey && now ? now.from : at, at);
  } else if (Object.hasOwn(ACTS, event.key) && !event.shiftKey) {
    event.preventDefault();
    ACTS[event.key]();
  }
});
// Out of the form, back to the words.
making.addEventListener('keydown', event => { if (event.key === 'Escape') sheet.focus(); });

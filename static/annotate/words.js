// The words of the text, in its order: {block, start, end}, in units of the block.
import { one } from '../page.js';
import { blockOf, blocks, pointOf } from './places.js';

let words = [];
let of = null;

// The language of an article may be one that the browser does not know.
const segmenter = lang => {
  try {
    return new Intl.Segmenter(lang, { granularity: 'word' });
  } catch {
    return new Intl.Segmenter('en', { granularity: 'word' });
  }
};

export const list = () => {
  if (of !== one('#sheet').firstElementChild) {
    const language = new Map();
    const cut = block => {
      const lang = block.lang || document.documentElement.lang;
      if (!language.has(lang)) language.set(lang, segmenter(lang));
      return [...language.get(lang).segment(block.textContent)].filter(part => part.isWordLike)
        .map(part => ({ block, start: part.index, end: part.index + part.segment.length }));
    };
    words = blocks().flatMap(cut);
    of = one('#sheet').firstElementChild;
  }
  return words;
};

export const wordAt = (node, offset) => {
  const block = blockOf(node);
  if (!block) return -1;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  const unit = before.toString().length;
  const found = list().findIndex(word => word.block === block && word.end >= unit);
  return found >= 0 ? found : list().findLastIndex(word => word.block === block);
};

// The word above or below, as the lines are drawn.
export const line = (at, by) => {
  const word = list()[at];
  const box = new Range();
  box.setStart(...pointOf(word.block, word.start));
  box.setEnd(...pointOf(word.block, word.end));
  const mine = box.getBoundingClientRect();
  const middle = (mine.left + mine.right) / 2;
  let best = at, least = Infinity, top = null;
  for (let number = at + by; number >= 0 && number < list().length; number += by) {
    const other = list()[number];
    box.setStart(...pointOf(other.block, other.start));
    box.setEnd(...pointOf(other.block, other.end));
    const their = box.getBoundingClientRect();
    if (by > 0 ? their.top < mine.bottom - 2 : their.bottom > mine.top + 2) continue;
    if (top !== null && Math.abs(their.top - top) > mine.height) break;
    top = their.top;
    const distance = Math.abs((their.left + their.right) / 2 - middle);
    if (distance < least) [best, least] = [number, distance];
  }
  return best;
};

export const edge = (at, by) => {
  const same = word => word.block === list()[at].block;
  return by < 0 ? list().findIndex(same) : list().findLastIndex(same);
};

// Places in the article. The archive counts code points, the browser UTF-16 units.
import { all, one } from '../page.js';

export const pointsIn = words => [...words].length;

// The unit at which a code point begins.
export const unitOf = (text, point) => [...text].slice(0, point).join('').length;

export const blocks = () => all('#sheet [data-field]');
export const blockOf = node => (node instanceof Element ? node : node?.parentElement)?.closest('#sheet [data-field]') ?? null;

const unitsBefore = (block, node, offset) => {
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  return before.toString().length;
};

// Where in the DOM a unit of a block stands.
export const pointOf = (block, unit) => {
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let left = unit;
  for (let node = texts.nextNode(), last = null; ; last = node, node = texts.nextNode()) {
    if (!node) return last ? [last, last.length] : [block, 0];
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
};

// A place is {field, start, end, words}; nothing for what is in no text, in two of them, or blank.
export const placeOf = range => {
  const first = blockOf(range.startContainer);
  let last = blockOf(range.endContainer);
  if (!first || !last || first.dataset.field !== last.dataset.field) return null;
  let end = unitsBefore(last, range.endContainer, range.endOffset);
  if (!end && last !== first) {
    // A whole paragraph, picked by three clicks, ends where the next begins.
    last = blocks()[blocks().indexOf(last) - 1];
    end = last.textContent.length;
  }
  const start = unitsBefore(first, range.startContainer, range.startOffset);
  return placeFrom(first, start, last, end);
};

export const placeFrom = (first, start, last, end) => {
  const list = blocks();
  const some = list.slice(list.indexOf(first), list.indexOf(last) + 1);
  const texts = some.map(block => block.textContent);
  const before = texts[0].slice(0, start);
  texts[texts.length - 1] = texts.at(-1).slice(0, end);
  texts[0] = texts[0].slice(start);
  const words = texts.join('\n\n');
  if (!words.trim()) return null;
  const from = Number(first.dataset.start) + pointsIn(before) + pointsIn(words) - pointsIn(words.trimStart());
  return { field: first.dataset.field, start: from, end: from + pointsIn(words.trim()), words: words.trim() };
};

// As it goes through a form: good for this text, and for no other.
export const keyOf = ({ field, start, end }) => `${field}-${start}-${end}-${one('#sheet').dataset[field]}`;

export const placeOfKey = key => {
  const found = /^(headline|text)-(\d+)-(\d+)-/.exec(key ?? '');
  return found && { field: found[1], start: Number(found[2]), end: Number(found[3]) };
};

// Block and units of a code point of a field.
export const unitsAt = (field, point) => {
  const block = blocks().findLast(one => one.dataset.field === field && Number(one.dataset.start) <= point);
  return block && [block, unitOf(block.textContent, point - Number(block.dataset.start))];
};

export const numberOf = ({ field, start }) => (field === 'headline' ? null : unitsAt(field, start)?.[0].dataset.n);

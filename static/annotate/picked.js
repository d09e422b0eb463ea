// The words that are selected, however: by mouse, finger, keyboard, or the arrows of this page.
import { one } from '../page.js';
import { placeOf, unitsAt, pointOf } from './places.js';

export const picked = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return one('#sheet').contains(range.commonAncestorContainer) ? placeOf(range) : null;
};

// Words that this page selected itself need no button beside them.
let own = '';
export const told = () => {
  const { anchorOffset, focusOffset } = getSelection();
  return `${anchorOffset} ${focusOffset} ${getSelection()}`;
};
export const isOwn = () => own === told();

export const select = (anchor, focus) => {
  getSelection().setBaseAndExtent(...anchor, ...focus);
  own = told();
};

export const pickQuietly = ({ field, start, end }) => {
  const first = unitsAt(field, start), last = unitsAt(field, end);
  if (first && last) select(pointOf(...first), pointOf(...last));
};

export const pick = place => { pickQuietly(place); bringIntoView(); };

export const bringIntoView = () => {
  const selection = getSelection();
  if (!selection.rangeCount) return;
  const { top, bottom } = selection.getRangeAt(0).getBoundingClientRect();
  if (top < 70) scrollBy({ top: top - 140 });
  else if (bottom > innerHeight - 70) scrollBy({ top: bottom - innerHeight + 140 });
};

// The words that are selected, however: by mouse, finger, keyboard, or the arrows of this page.
import { one } from '../page.js';
import { placeOf, unitsAt, pointOf } from './places.js';

export const picked = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return one('#sheet').contains(range.commonAncestorContainer) ? placeOf(range) : null;
};

export const pick = ({ field, start, end }) => {
  const first = unitsAt(field, start), last = unitsAt(field, end);
  if (!first || !last) return;
  getSelection().setBaseAndExtent(...pointOf(...first), ...pointOf(...last));
  bringIntoView();
};

export const bringIntoView = () => {
  const selection = getSelection();
  if (!selection.rangeCount) return;
  const { top, bottom } = selection.getRangeAt(0).getBoundingClientRect();
  if (top < 70) scrollBy({ top: top - 140 });
  else if (bottom > innerHeight - 70) scrollBy({ top: bottom - innerHeight + 140 });
};

// Everything here is an extra: with scripts off, every page still works.
// Only the theme is needed before the first paint; the rest comes when there is something for it to do.
import './theme.js';

const has = selector => document.querySelector(selector) !== null;

import('./keys.js');
if (has('[data-roving]')) import('./roving.js');
if (has('[data-filter]')) import('./filter.js');
if (has('[data-copy], [data-copy-text]')) import('./copy.js');
if (has('.text mark[data-n]')) import('./notes.js');
if (has('#previews')) import('./preview.js');

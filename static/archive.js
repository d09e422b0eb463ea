// Everything here is an extra: with scripts off, every page still works.
// The theme is needed before the first paint, the keys at once; the rest comes when it has something to do.
import './theme.js';
import './keys.js';

const has = selector => document.querySelector(selector) !== null;

if (has('[data-roving]')) import('./roving.js');
if (has('[data-search]')) import('./suggest.js');
if (has('[data-filter]')) import('./filter.js');
if (has('[data-copy], [data-copy-text]')) import('./copy.js');
if (has('.text mark[data-n]')) import('./notes.js');
if (has('#previews')) import('./preview.js');

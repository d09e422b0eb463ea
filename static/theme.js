// The theme: auto (the system's), light or dark. The button is hidden where there is no script.
// The admin keeps its theme under the same key, in the same words.
import { one, remember, remembered } from './page.js';

const THEMES = ['auto', 'light', 'dark'];
const button = one('[data-theme-button]');
let theme = THEMES.includes(remembered('theme')) ? remembered('theme') : 'auto';

const show = () => {
  document.documentElement.dataset.theme = theme;
  if (!button) return;
  button.hidden = false;
  button.title = `Color theme: ${theme === 'auto' ? 'automatic' : theme}`;
  button.setAttribute('aria-label', button.title);
};

button?.addEventListener('click', () => {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  remember('theme', theme);
  show();
});

show();

// The theme: automatic (the system's), light or dark. The button is hidden where there is no script.
import { one, remember, remembered } from './page.js';

const THEMES = ['automatic', 'light', 'dark'];
const button = one('[data-theme-button]');
let theme = THEMES.includes(remembered('theme')) ? remembered('theme') : 'automatic';

const show = () => {
  document.documentElement.dataset.theme = theme;
  if (!button) return;
  button.hidden = false;
  button.title = `Color theme: ${theme}`;
  button.setAttribute('aria-label', button.title);
};

button?.addEventListener('click', () => {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  remember('theme', theme);
  show();
});

show();

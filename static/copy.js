// data-copy="id" copies the words of that element, data-copy-text its own value; [data-said] tells the result.
import { all, one } from './page.js';

const said = one('[data-said]');
const say = words => { if (said) { said.textContent = ''; setTimeout(() => { said.textContent = words; }, 50); } };

for (const button of all('[data-copy], [data-copy-text]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    const words = button.dataset.copyText ?? one(`#${button.dataset.copy}`).textContent.replace(/\s+/g, ' ').trim();
    try {
      await navigator.clipboard.writeText(words);
      say('Copied');
    } catch { say('Could not copy'); }
  });
}

// A chart is one tab stop; the arrow keys move inside it.
import { all } from './page.js';

for (const chart of all('[data-roving]')) {
  const links = all('a[href]', chart);
  const start = Math.max(0, links.findIndex(link => link.parentElement.matches('.max')));
  links.forEach((link, place) => { link.setAttribute('tabindex', place === start ? '0' : '-1'); });
  chart.addEventListener('keydown', event => {
    const place = links.indexOf(event.target.closest('a'));
    const to = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1, Home: 0, End: links.length - 1 }[event.key];
    if (place < 0 || !links[to]) return;
    event.preventDefault();
    links[place].setAttribute('tabindex', '-1');
    links[to].setAttribute('tabindex', '0');
    links[to].focus();
  });
}

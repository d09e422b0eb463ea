// A card about an entity: 350 ms after the mouse comes, at once on focus; Escape closes it, and it can be hovered (WCAG 1.4.13).
// #previews is JSON: {"/people/vladimir-putin/": [name, what it is, articles or null, mentions here]}.
import { all, element, one, remembered } from './page.js';

const entities = JSON.parse(one('#previews').textContent);
const KINDS = ['country', 'person', 'organization', 'place', 'group', 'facility', 'event', 'topic'];
const count = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
let timer, card, from;

const close = () => {
  clearTimeout(timer);
  card?.remove();
  card = null;
  from?.removeAttribute('aria-describedby');
};
const closeSoon = () => { clearTimeout(timer); timer = setTimeout(close, 250); };

const place = box => {
  const { offsetWidth: width, offsetHeight: height } = card;
  const isAbove = box.bottom + height + 12 > innerHeight && box.top > height + 12;
  const right = document.documentElement.clientWidth - width - 12;
  card.style.left = `${Math.max(12, Math.min(box.left, right)) + scrollX}px`;
  card.style.top = `${(isAbove ? box.top - height - 6 : box.bottom + 6) + scrollY}px`;
};

const open = link => {
  close();
  from = link;
  const [name, what, articles, here] = entities[link.getAttribute('href')];
  const kind = KINDS.find(each => link.classList.contains(each)) ?? '';
  card = element('div', { className: `card ${kind}`, id: 'card', role: 'tooltip' },
    element('span', { className: `kind ${kind}`, textContent: kind[0]?.toUpperCase() + kind.slice(1) }),
    element('strong', { textContent: name }),
    element('div', { textContent: what }),
    element('div', { className: 'n', textContent: `${articles ? `${count(articles, 'article')}, ` : ''}${count(here, 'mention')} here` }));
  one('main').append(card);
  place(link.getClientRects()[0]);
  link.setAttribute('aria-describedby', 'card');
  card.addEventListener('pointerenter', () => clearTimeout(timer));
  card.addEventListener('pointerleave', closeSoon);
};

for (const link of all('a.e')) {
  if (!Object.hasOwn(entities, link.getAttribute('href'))) continue;
  link.addEventListener('pointerenter', event => {
    if (event.pointerType !== 'mouse' || remembered('previews') === 'off') return;
    clearTimeout(timer);
    timer = setTimeout(open, 350, link);
  });
  link.addEventListener('pointerleave', closeSoon);
  link.addEventListener('focus', () => { if (remembered('previews') !== 'off') open(link); });
  link.addEventListener('blur', close);
}
addEventListener('keydown', event => { if (event.key === 'Escape') close(); });

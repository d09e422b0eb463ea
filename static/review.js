// What waits, decided by keyboard. A key counts only inside the list (WCAG 2.1.4), and presses the button that
// is there for the mouse. What a button does is done without leaving the page; if that fails, the plain way.
const queue = document.querySelector('#queue');
const said = document.querySelector('#said');
const questions = () => [...queue.querySelectorAll('.question')];
const here = () => document.activeElement?.closest('.question');

const go = question => { question?.focus(); question?.scrollIntoView({ block: 'nearest' }); };
const step = by => {
  const all = questions();
  go(all[Math.max(0, Math.min(all.length - 1, all.indexOf(here()) + by))]);
};
const press = (key, number = 0) => here().querySelectorAll(`[data-key=${key}]`)[number]?.click();

const ACTS = { a: () => press('a'), r: () => press('r'), j: () => step(1), k: () => step(-1) };

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !here()) return;
  const act = ACTS[event.key] ?? (/^[1-9]$/.test(event.key) ? () => press('a', event.key - 1) : null);
  if (!act) return;
  event.preventDefault();
  act();
});

const showKeys = () => queue.querySelectorAll('.keys').forEach(keys => { keys.hidden = false; });

const show = page => {
  const shown = page.querySelector('#queue');
  if (!shown) return false;
  queue.replaceChildren(...shown.childNodes);
  const messages = page.querySelector('.messagelist');
  document.querySelector('.messagelist')?.remove();
  if (messages) document.querySelector('#content').before(messages);
  said.textContent = messages?.querySelector('li')?.firstChild?.textContent ?? '';
  showKeys();
  return true;
};

let isBusy = false;
const send = async (form, button) => {
  const place = questions().indexOf(form.closest('.question'));
  isBusy = true;
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form, button) });
    if (!answer.ok || !show(new DOMParser().parseFromString(await answer.text(), 'text/html'))) throw answer;
  } catch {
    form.dataset.plain = 'yes';
    form.requestSubmit(button);
    return;
  } finally {
    isBusy = false;
  }
  const all = questions();
  if (all.length) go(all[Math.min(Math.max(place, 0), all.length - 1)]);
  else queue.querySelector('[data-next], h2 a')?.focus();
};

queue.addEventListener('submit', event => {
  if (event.target.dataset.plain) return;
  event.preventDefault();
  if (!isBusy) send(event.target, event.submitter);
});

showKeys();
if (document.activeElement === document.body) go(document.querySelector('.question:target') ?? questions()[0]);

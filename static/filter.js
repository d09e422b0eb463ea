// Finds a value in one facet. The field is hidden where there is no script.
import { all } from './page.js';

const fold = words => words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

for (const field of all('[data-filter]')) {
  const values = all('li', field.closest('.facet') ?? field.parentElement);
  field.hidden = false;
  field.addEventListener('input', () => {
    for (const value of values) value.hidden = !fold(value.textContent).includes(fold(field.value));
  });
}

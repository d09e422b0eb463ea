// A note and the words it hangs on light up together.
import { all, one } from './page.js';

for (const mark of all('.text mark[data-n]')) {
  const note = one(`#n${mark.dataset.n}`);
  const light = isOn => { mark.classList.toggle('on', isOn); note?.classList.toggle('on', isOn); };
  for (const part of [mark, note]) {
    part?.addEventListener('pointerenter', () => light(true));
    part?.addEventListener('pointerleave', () => light(false));
  }
}

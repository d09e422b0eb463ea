// A chooser of select2 is named after what is chosen in it, so an empty one has no name: give it that
// of the field which it stands for, and what is chosen after it.
const PARTS = '.select2-container :is([role=combobox], [role=textbox], .select2-search--inline input)';
const named = new WeakSet();

const nameOf = field => {
  const label = field.labels[0];
  if (label) label.id ||= `${field.id}_label`;
  return label ?? field; // in a table the field has a label of its own
};

const name = part => {
  const field = part.closest('.select2-container').previousElementSibling;
  if (named.has(part) || field?.tagName !== 'SELECT') return;
  named.add(part);
  const chosen = part.getAttribute('aria-labelledby');
  part.setAttribute('aria-labelledby', [nameOf(field).id, chosen].filter(Boolean).join(' '));
};

const all = () => document.querySelectorAll(PARTS).forEach(name);

new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
all();

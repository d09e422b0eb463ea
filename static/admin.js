// A chooser of select2 is named after what is chosen in it, so an empty one has no name: give it that
// of the field which it stands for, and what is chosen after it.
const PARTS = '.select2-container :is([role=combobox], [role=textbox], .select2-search--inline input)';
const named = new WeakSet();

// In a table the field has no label, but words for one.
const labelled = field => {
  const label = document.createElement('span');
  label.textContent = field.getAttribute('aria-label');
  label.hidden = true;
  field.before(label);
  return label;
};

const nameOf = field => {
  const label = field.labels[0] ?? document.getElementById(`${field.id}_label`) ?? labelled(field);
  label.id ||= `${field.id}_label`;
  return label;
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

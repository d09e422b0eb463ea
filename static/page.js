// What the other modules share.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Storage may be switched off: then nothing is remembered.
export const remembered = key => { try { return localStorage.getItem(key); } catch { return null; } };
export const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* not kept */ } };

export const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

export const isField = target =>
  target instanceof Element && target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]') !== null;

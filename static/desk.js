// Many articles are worked through some at a time: the page that tells how far it is goes on by itself.
document.querySelector('form[data-goes-on]')?.requestSubmit();

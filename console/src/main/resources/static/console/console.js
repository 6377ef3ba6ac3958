// A conversation stays at its end while one reads the end.
const end = box => { box.scrollTop = box.scrollHeight; };
let reading = false;
// Only a page with TLS, or of this machine, may use the clipboard; elsewhere the field is marked and copied the old way.
async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand('copy')) return;
  }
  const word = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = word; }, 2000);
}
document.addEventListener('DOMContentLoaded', () => {
  document.querySelectorAll('.talk').forEach(end);
  document.querySelectorAll('[data-check-all]').forEach(all => all.addEventListener('change', () =>
    document.querySelectorAll(all.dataset.checkAll).forEach(one => { one.checked = all.checked; })));
  document.querySelectorAll('[data-print]').forEach(button => button.addEventListener('click', () => print()));
  document.querySelectorAll('[data-copy]').forEach(button => button.addEventListener('click', () => copy(button)));
  document.querySelectorAll('form[data-sure]').forEach(form => form.addEventListener('submit', event => {
    if (!confirm(form.dataset.sure)) event.preventDefault();
  }));
});
document.addEventListener('htmx:beforeSwap', event => {
  const box = event.target.closest('.talk');
  reading = box && box.scrollHeight - box.scrollTop - box.clientHeight < 60;
});
document.addEventListener('htmx:afterSwap', event => {
  const box = event.target.closest('.talk');
  if (box && reading) end(box);
});
// Enter sends, Shift+Enter begins a line.
document.addEventListener('keydown', event => {
  if (event.target.matches('textarea[data-enter-sends]') && event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});
// News of the server: whoever waits for it in hx-trigger ("sse:NAME"), now or after a swap, hears of it.
document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('[sse-connect]').forEach(box => {
  const news = new EventSource(box.getAttribute('sse-connect'));
  for (const name of ['heard', 'broadcast'])
    news.addEventListener(name, () =>
      box.querySelectorAll(`[hx-trigger*="sse:${name}"]`).forEach(one => htmx.trigger(one, 'sse:' + name)));
}));

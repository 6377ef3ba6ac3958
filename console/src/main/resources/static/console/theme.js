// As the system wishes: before the page is painted, so that nothing flashes.
const dark = matchMedia('(prefers-color-scheme: dark)');
const dress = () => document.documentElement.setAttribute('data-bs-theme', dark.matches ? 'dark' : 'light');
dark.addEventListener('change', dress);
dress();

// Colours for what is drawn on a canvas: those of the style sheet, and one for each category.

const LIGHT = ['#1f77b4', '#c2620e', '#2a8a2a', '#c22f2f', '#7d55b0', '#80503f', '#c04a9e', '#5f6368', '#87850a', '#0d8f9e'];
const DARK = ['#6cb2eb', '#f5a55a', '#7bd17b', '#ff8a85', '#bba0e8', '#c99b8a', '#f09ad8', '#b4b9c0', '#d6d45a', '#5fd3e0'];

const dark = matchMedia('(prefers-color-scheme: dark)');

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** The colour of the n-th category; there are ten. */
export function categoryColour(n) {
  const colours = dark.matches ? DARK : LIGHT;
  return colours[n % colours.length];
}

/** Calls back when the reader changes between light and dark. */
export function onThemeChange(redraw) {
  dark.addEventListener('change', () => requestAnimationFrame(redraw)); // when the style sheet has changed, too
}

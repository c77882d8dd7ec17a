// Numbers and texts as people read them. What is not known is a dash.

const NONE = '–';

export function count(n) {
  return typeof n === 'number' ? Math.round(n).toLocaleString('en') : NONE;
}

export function decimal(n, digits = 3) {
  return typeof n === 'number' ? n.toFixed(digits) : NONE;
}

export function percent(share) {
  return typeof share === 'number' ? `${(100 * share).toFixed(0)} %` : NONE;
}

export function duration(ms) {
  const seconds = Math.max(0, ms / 1000);
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${(seconds / 3600).toFixed(1)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

/** An element with text in it: never HTML, as ids and dead letters are whatever their senders wrote. */
export function element(tag, text = '', className = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Says what to do where there is nothing to see yet; an example goes on a line of its own. */
export function empty(place, text = '', example = '') {
  place.replaceChildren(...(text ? [text] : []), ...(example ? [element('code', example)] : []));
}

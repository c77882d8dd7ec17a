// Events that could not be used: how many of each kind, and the newest of them whole.

import { byId, count, duration, element } from './format.js';

let shown = '';

export function update({ deadLetters, flow, topics, now }) {
  const reasons = Object.entries(flow.deadLetters).filter(([, n]) => n > 0);
  byId('letters-note').textContent = `on ${topics['dead-letters']}`;
  const since = reasons.length ? [element('span', 'since this process started:', 'quiet')] : [];
  byId('letters-reasons').replaceChildren(...since, ...reasons.map(([reason, n]) => element('span', `${reason} ${count(n)}`)));
  const key = JSON.stringify(deadLetters);
  if (key !== shown) {
    shown = key;
    byId('letters-list').replaceChildren(...(deadLetters.length ? deadLetters.map(letter) : [none()]));
  }
  deadLetters.forEach((letter, i) => {
    byId('letters-list').children[i].querySelector('time').textContent = `${duration(now - letter.at)} ago`;
  });
}

function none() {
  return element('li', 'None. An event that cannot be used would be shown here with the reason and what to fix.', 'quiet');
}

function letter({ reason, message, source, key, value, bytes }) {
  const made = element('li');
  const head = element('p');
  head.append(element('span', reason, 'reason'), ' ', element('time', '', 'quiet'));
  made.append(head, element('p', message));
  if (key) made.append(element('p', `key ${key}`, 'quiet'));
  made.append(element('pre', value || '(no value)'));
  if (value.length < bytes && bytes > 8192) made.append(element('p', `the beginning of ${count(bytes)} bytes`, 'quiet'));
  return made;
}

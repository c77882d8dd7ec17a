// Two items: how far apart, and are they the same. One item: where it is.

import { byId, decimal, element } from './format.js';
import { ask, picture } from './items.js';

let next = 'left';
let margin = 1;

export function update({ springs }) {
  if (springs) margin = springs.margin;
}

/** An item of the map was picked: it becomes A, the next one B, and the two are compared. */
export function pick(id) {
  byId(next).value = id;
  next = next === 'left' ? 'right' : 'left';
  if (byId('left').value && byId('right').value) byId('compare').requestSubmit();
}

byId('compare').addEventListener('submit', event => {
  event.preventDefault();
  answer(async () => {
    const [left, right] = await Promise.all(['left', 'right'].map(side));
    return distance(await post('same', { left, right }));
  });
});

byId('embed').addEventListener('click', () => answer(async () => vector(await post('embed', await features('left')))));

async function answer(work) {
  const place = byId('answer');
  try {
    place.replaceChildren(...(await work()));
  } catch (problem) {
    place.replaceChildren(element('p', problem.message, 'problem'));
  }
}

/** What a field says, as {"features": …}: an item's id, or JSON with or without the object around it. */
async function features(field) {
  const name = field === 'left' ? 'Item A' : 'Item B';
  const text = byId(field).value.trim();
  if (!text) throw new Error(`${name} must be an id on the map or features, but was empty`);
  if (!/^[[{]/.test(text)) return { features: (await ask(text)).features };
  try {
    const given = JSON.parse(text);
    return Array.isArray(given) || given.indices ? { features: given } : given;
  } catch (problem) {
    throw new Error(`${name} must be JSON, but was not: ${problem.message}`);
  }
}

/** The same, or the id itself where the map does not have it: the program may know it. */
async function side(field) {
  const text = byId(field).value.trim();
  return text && !/^[[{]/.test(text) ? features(field).catch(() => text) : features(field);
}

async function post(path, body) {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(body) });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.message);
  return json;
}

function distance({ distance, threshold, verdict, confidence, model_version: version }) {
  const pair = element('div', '', 'pair');
  pair.append(...['left', 'right'].map(field => byId(field).value.trim()).filter(text => !/^[[{]/.test(text)).map(picture));
  const words = verdict === null
    ? 'no verdict yet: pairs of both kinds must have been learned'
    : `${verdict}: ${decimal(distance)} is ${verdict === 'similar' ? 'below' : 'not below'} the threshold${sure(confidence)}`;
  const line = element('p', words, `verdict ${verdict ?? ''}`);
  line.dataset.distance = distance;
  return [pair, line, scale(distance, threshold), element('p', `version ${version}`, 'quiet')];
}

function sure(confidence) {
  return typeof confidence === 'number' ? `, confidence ${decimal(confidence)}` : '';
}

/** The two sides of the threshold, and the distance as a ring. */
function scale(distance, threshold) {
  const end = Math.max(1.5 * margin, distance * 1.1);
  const place = at => `${(100 * at) / end}%`;
  const made = element('div', '', threshold === null ? 'scale' : 'scale known');
  if (threshold !== null) {
    made.style.setProperty('--threshold', place(threshold));
    const name = element('span', `threshold ${decimal(threshold)}`);
    name.style.left = place(threshold);
    made.append(name);
  }
  const ring = element('i');
  ring.style.left = place(distance);
  made.append(ring);
  return made;
}

function vector({ vector, model_version: version }) {
  return [
    element('p', `${vector.length} numbers, version ${version}`, 'quiet'),
    element('pre', JSON.stringify(vector), 'vector'),
  ];
}

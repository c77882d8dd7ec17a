// Recent items where the model puts them. They glide to where the next version puts them.

import { byId, count, decimal, element, empty, percent } from './format.js';
import { picture } from './items.js';
import { categoryColour, colour, onThemeChange } from './theme.js';
import { pick } from './tryit.js';

const GLIDE_MS = 900;
const REACH = 24;
const MARGIN = 18;

const canvas = byId('map-canvas');
const still = matchMedia('(prefers-reduced-motion: reduce)');

let items = [];
let places = new Map(); // id -> where it is drawn now, in the model's units
let from = new Map();
let frame = { x: 0, y: 0, width: 1, height: 1 };
let frameFrom = frame;
let frameTo = frame;
let startedAt = 0;
let gliding = false;
let categories = [];
let chosen;

export function update({ map, roles, topics, model }) {
  items = map?.items ?? [];
  canvas.drawn = items;
  nothing(roles, topics, model);
  if (!map) return;
  byId('map-note').textContent = items.length ? note(map) : '';
  categories = [...new Set(items.map(item => item.category).filter(name => name !== null))].sort();
  legend();
  from = places;
  frameFrom = frame;
  frameTo = items.length ? around(items) : frame;
  startedAt = still.matches || from.size === 0 ? 0 : performance.now();
  if (startedAt === 0) frameFrom = frameTo;
  describe(items.find(item => item.id === chosen));
  if (!gliding) {
    gliding = true;
    requestAnimationFrame(glide);
  }
}

function note({ items, dimensions, explained, modelVersion }) {
  const plane = dimensions > 2 ? ` · ${percent(explained)} of the variance of ${dimensions} dimensions` : '';
  return `${count(items.length)} items${plane} · version ${count(modelVersion)}`;
}

function nothing(roles, topics, model) {
  const place = byId('map-empty');
  if (items.length) {
    empty(place);
  } else if (!roles.includes('embed')) {
    empty(place, 'Items are embedded in another process: open the page of one with the role embed.');
  } else if (model.id === null) {
    empty(place, 'No model yet: the training application publishes its untrained start within seconds.');
  } else {
    const example = `item-1  {"features":[${model.layers[0]} numbers]}`;
    empty(place, `No items yet: send features to ${topics.features}, the key is the id`, example);
  }
}

function legend() {
  byId('map-legend').replaceChildren(...categories.slice(0, 10).map((name, i) => {
    const made = element('b', name);
    made.style.color = categoryColour(i);
    return made;
  }));
}

function around(points) {
  const [left, right] = extent(points.map(p => p.x));
  const [low, high] = extent(points.map(p => p.y));
  return {
    x: (left + right) / 2, y: (low + high) / 2, width: Math.max(right - left, 1e-6), height: Math.max(high - low, 1e-6),
  };
}

function extent(numbers) {
  return [Math.min(...numbers), Math.max(...numbers)];
}

function glide(now) {
  const t = startedAt === 0 ? 1 : Math.min(1, (now - startedAt) / GLIDE_MS);
  const eased = t * t * (3 - 2 * t);
  const between = (a, b) => a + (b - a) * eased;
  frame = Object.fromEntries(Object.keys(frameTo).map(key => [key, between(frameFrom[key], frameTo[key])]));
  places = new Map(items.map(item => {
    const start = from.get(item.id) ?? item;
    return [item.id, { x: between(start.x, item.x), y: between(start.y, item.y) }];
  }));
  draw();
  gliding = t < 1;
  if (gliding) requestAnimationFrame(glide);
}

function toScreen({ x, y }) {
  const { clientWidth, clientHeight } = canvas;
  const scale = Math.min((clientWidth - 2 * MARGIN) / frame.width, (clientHeight - 2 * MARGIN) / frame.height);
  return { x: clientWidth / 2 + (x - frame.x) * scale, y: clientHeight / 2 - (y - frame.y) * scale };
}

function draw() {
  const ratio = devicePixelRatio;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const selected = items.find(item => item.id === chosen);
  if (selected) links(context, selected);
  for (const item of items) {
    dot(context, item, toScreen(places.get(item.id) ?? item), item === selected);
  }
}

function links(context, item) {
  const start = toScreen(places.get(item.id));
  context.strokeStyle = colour('quiet');
  for (const other of item.near.map(i => items[i])) {
    const end = toScreen(places.get(other.id) ?? other);
    context.beginPath();
    context.moveTo(start.x, start.y);
    context.lineTo(end.x, end.y);
    context.stroke();
  }
}

/** A short category is its own mark, so that colours are not all that tells them apart. */
function dot(context, { category }, { x, y }, selected) {
  context.fillStyle = category === null ? colour('similar') : categoryColour(categories.indexOf(category));
  if (selected) {
    context.strokeStyle = colour('text');
    context.beginPath();
    context.arc(x, y, 9, 0, 7);
    context.stroke();
  }
  if (category !== null && category.length <= 2) {
    context.font = `600 ${selected ? 15 : 12}px system-ui, "DejaVu Sans", sans-serif`;
    context.fillText(category, x, y);
  } else {
    context.beginPath();
    context.arc(x, y, 3.5, 0, 7);
    context.fill();
  }
}

function under(event) {
  const box = canvas.getBoundingClientRect();
  const at = { x: event.clientX - box.left, y: event.clientY - box.top };
  let best;
  let least = REACH;
  for (const item of items) {
    const place = toScreen(places.get(item.id) ?? item);
    const far = Math.hypot(place.x - at.x, place.y - at.y);
    if (far < least) [best, least] = [item, far];
  }
  return best;
}

function choose(item) {
  if (item?.id === chosen) return;
  chosen = item?.id;
  draw();
  describe(item);
}

function describe(item) {
  const hint = items.length ? 'Point at an item to see it and its nearest neighbours; click it to try it below.' : '';
  byId('map-item').replaceChildren(
    ...(item ? [figure(item, 'its nearest:'), ...item.near.map(near(item))] : [element('p', hint, 'quiet')]));
}

function near(item) {
  return (other, i) => figure(items[other], decimal(item.distances[i], 2));
}

function figure(item, caption) {
  const made = element('figure');
  const name = item.category === null ? item.id : `${item.id} (${item.category})`;
  const text = element('figcaption', name);
  text.title = name;
  text.append(element('span', caption, 'quiet'));
  made.append(picture(item.id), text);
  return made;
}

canvas.addEventListener('pointermove', event => choose(under(event)));
canvas.addEventListener('click', event => {
  const item = under(event);
  choose(item);
  if (item) pick(item.id);
});
new ResizeObserver(draw).observe(canvas);
onThemeChange(() => {
  legend();
  draw();
});

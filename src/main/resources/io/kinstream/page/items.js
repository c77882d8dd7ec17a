// What is known of single items, asked for when it is first needed.

import { colour } from './theme.js';

const MOST = 400;
const known = new Map();

/** Details of an item of the map: { id, features, category, picture }. */
export function details(id) {
  if (!known.has(id)) {
    const asked = ask(id);
    asked.catch(() => known.delete(id));
    known.set(id, asked);
    if (known.size > MOST) known.delete(known.keys().next().value);
  }
  return known.get(id);
}

/** The details as they are now. */
export async function ask(id) {
  const answer = await fetch(`page/item?id=${encodeURIComponent(id)}`);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message);
  return body;
}

/** A canvas with the item's picture, ink on paper; nothing is drawn for one without. */
export function picture(id) {
  const canvas = document.createElement('canvas');
  canvas.className = 'picture';
  canvas.hidden = true;
  details(id).then(item => {
    if (item.picture) paint(canvas, item.picture);
  }, () => {});
  return canvas;
}

function paint(canvas, { width, height, ink }) {
  const bytes = Uint8Array.from(atob(ink), c => c.charCodeAt(0));
  const [red, green, blue] = rgb(colour('text'));
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  bytes.forEach((alpha, i) => image.data.set([red, green, blue, alpha], 4 * i));
  canvas.getContext('2d').putImageData(image, 0, 0);
  canvas.hidden = false;
}

function rgb(hex) {
  return [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
}


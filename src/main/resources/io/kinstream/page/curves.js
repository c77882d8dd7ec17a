// How quality came about, over pairs learned.

import { byId, count, empty } from './format.js';
import { Chart, line } from './charts.js';
import { colour } from './theme.js';

const HEIGHT = 220;
const MOST_MARKS = 60;

let published = [];

const pairs = {
  label: 'pairs', format: count, scale: { range: (u, low, high) => [0, high || 1] },
  values: (u, splits) => splits.map(short),
};

const loss = new Chart(byId('loss-curve'), () => ({
  height: HEIGHT, x: pairs, y: { scale: { range: (u, low, high) => [0, (high || 1) * 1.05] } }, marks,
  series: [line('similar', 'similar', 4), line('dissimilar', 'dissimilar', 4)],
}));

const quality = new Chart(byId('quality-curve'), () => ({
  height: HEIGHT, x: pairs, y: { scale: { range: [0, 1] } }, marks,
  series: [line('AUC', 'auc', 3), line('accuracy', 'accuracy', 3), line('equal error rate', 'error', 3)],
}));

export function update({ curves, roles, topics, model }) {
  const some = curves.pairs.length > 0;
  byId('curves-charts').hidden = !some;
  empty(byId('curves-empty'), some ? '' : nothing(roles, topics));
  if (!some) return;
  published = curves.pairs.filter((pairs, i) => curves.published[i]);
  loss.show([curves.pairs, curves.similarLoss, curves.dissimilarLoss]);
  quality.show([curves.pairs, curves.auc, curves.accuracy, curves.equalErrorRate]);
}

function nothing(roles, topics) {
  return roles.includes('train')
    ? `Nothing learned yet: the curves begin with the first pairs on ${topics.pairs}.`
    : 'Nothing learned yet: the curves begin with the first version that the training process publishes.';
}

function short(n) {
  if (n >= 1e6) return `${n / 1e6}M`;
  return n >= 1e3 ? `${n / 1e3}k` : `${n}`;
}

/** Versions stand on the axis as small triangles; of very many only some. */
function marks(u, context) {
  const every = Math.ceil(published.length / MOST_MARKS);
  const size = 4 * devicePixelRatio;
  const bottom = u.bbox.top + u.bbox.height;
  context.fillStyle = colour('quiet');
  for (let i = published.length - 1; i >= 0; i -= every) {
    const x = u.valToPos(published[i], 'x', true);
    context.beginPath();
    context.moveTo(x, bottom - size * 1.5);
    context.lineTo(x - size * 0.8, bottom);
    context.lineTo(x + size * 0.8, bottom);
    context.fill();
  }
}

// Where the pairs are, and where the loss draws or drives them.

import { byId, count, decimal, empty, percent } from './format.js';
import { Chart, line, stepped, upright } from './charts.js';
import { colour } from './theme.js';

let springs; // the last there were: charts may be drawn again when there are none

const distance = {
  label: 'distance', format: v => v.toFixed(2),
  scale: { range: () => [0, springs.end] },
};

function bars(label, name) {
  return line(label, name, 1, { paths: stepped, fill: `${colour(name)}40` });
}

function lines(u, context) {
  upright(u, context, springs.threshold, `threshold ${decimal(springs.threshold)}`, 0);
  upright(u, context, springs.margin, `margin ${springs.margin}`, 1, 'quiet');
}

const histogram = new Chart(byId('histogram'), () => ({
  height: 205, x: distance, y: { scale: { range: (u, low, high) => [0, (high || 1) * 1.1] } }, marks: lines,
  series: [bars('similar', 'similar'), bars('dissimilar', 'dissimilar')],
}));

const shape = new Chart(byId('loss-shape'), () => ({
  height: 175, x: distance, y: { scale: { range: () => [0, springs.dissimilarLoss[0] * 1.2] } }, marks: lines,
  series: [line('similar', 'similar', 3), line('dissimilar', 'dissimilar', 3)],
}));

export function update(state) {
  springs = state.springs ?? springs;
  const pairs = state.springs ? sum(springs.similar) + sum(springs.dissimilar) : 0;
  byId('springs-charts').hidden = pairs === 0;
  nothing(pairs, state);
  const beyond = pairs && springs.beyond ? ` · ${count(springs.beyond)} farther than ${springs.end}` : '';
  byId('springs-note').textContent = pairs ? `${count(pairs)} pairs${beyond}` : '';
  if (pairs === 0) return;
  const edges = springs.similar.map((n, i) => (i * springs.end) / springs.similar.length);
  histogram.show([[...edges, springs.end], shares(springs.similar), shares(springs.dissimilar)]);
  shape.show([[...edges, springs.end], springs.similarLoss, springs.dissimilarLoss]);
  balance();
}

function nothing(pairs, { roles, topics, model, health }) {
  const place = byId('springs-empty');
  if (pairs > 0) {
    empty(place);
  } else if (!roles.includes('train')) {
    empty(place, 'Pairs are learned in another process: open the page of one with the role train.');
  } else if (model.learning === null) {
    empty(place, health.ok ? 'Another process learns: this one stands by.' : 'The learner is not there yet.');
  } else {
    empty(place, `No pairs yet: send one to ${topics.pairs}`, '{"left":"item-1","right":"item-2","label":"similar"}');
  }
}

/** Percent of the kind in each bin; the last edge has none. */
function shares(pairs) {
  const all = sum(pairs) || 1;
  return [...pairs.map(n => (100 * n) / all), null];
}

function balance() {
  const all = springs.pull + springs.push || 1;
  side('pull', springs.pull / all, 'pull together');
  side('push', springs.push / all, 'push apart');
}

function side(id, share, name) {
  byId(id).style.flexGrow = share;
  byId(id).textContent = `${name} ${percent(share)}`;
}

function sum(numbers) {
  return numbers.reduce((total, n) => total + n, 0);
}

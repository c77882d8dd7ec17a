// What goes through the program now: the line at the top, and the tiles.

import { byId, count, decimal, duration, element } from './format.js';

const RATE_OVER_MS = 4000;

const EXPLAINED = {
  'running': 'running',
  'starting-or-restoring': 'starting: reads its state from the topics',
  'waiting-for-model': 'waiting for the first model',
  'broker-does-not-answer': 'Kafka does not answer; waiting for it',
  'stopping': 'stopping',
  'failed': 'failed',
};

const CONCERNS = {
  drifting: 'the loss has grown',
  diverging: 'the model comes apart',
  collapsed: 'the embeddings have collapsed',
};

let seen = [];

export function update(state) {
  health(state.health);
  model(state);
  tiles(state);
}

/** The program is away. */
export function lost() {
  seen = [];
  pill('no answer', 'bad');
}

function health(health) {
  const cause = health.detail.cause ? `: ${health.detail.cause}` : '';
  const concerns = (health.detail.concerns ?? []).map(word => CONCERNS[word] ?? word);
  const but = concerns.length ? `, but ${concerns.join(', ')}` : '';
  const tone = health.status === 'failed' ? 'bad' : health.ok && !but ? 'good' : 'wait';
  pill((EXPLAINED[health.status] ?? health.status) + cause + but, tone);
}

function pill(text, tone) {
  const place = byId('health');
  place.textContent = text;
  place.className = `pill ${tone}`;
}

function model({ model, now, roles }) {
  const parts = [];
  if (model.id !== null) {
    parts.push(`model ${model.id}`, `version ${count(model.version)}`, `published ${duration(now - model.publishedAt)} ago`);
  } else if (roles.includes('embed')) {
    parts.push('no model yet');
  } else {
    parts.push(`version ${count(model.published)}`, 'embedding runs in another process');
  }
  byId('model').textContent = parts.join('  ·  ');
}

function tiles({ now, flow, model, roles, curves }) {
  const rates = rate(now, flow);
  const newest = column => curves[column].at(-1);
  const dead = Object.values(flow.deadLetters).reduce((sum, n) => sum + n, 0);
  const trains = roles.includes('train');
  const waiting = Object.entries(flow.lag).filter(([topic]) => topic !== 'models').reduce((sum, [, n]) => sum + n, 0);
  byId('tiles').replaceChildren(
    tile(count(trains ? model.learning : model.version), 'pairs learned'),
    tile(trains ? count(rates.pairs) : '–', 'pairs/s'),
    tile(roles.includes('embed') ? count(rates.embeddings) : '–', 'embeddings/s'),
    tile(decimal(newest('auc')), 'AUC'),
    tile(decimal(newest('accuracy')), 'accuracy'),
    tile(count(waiting), 'events behind'),
    tile(trains ? count(flow.pairsWaiting) : '–', 'pairs parked'),
    tile(trains ? count(dead) : '–', 'dead letters', dead > 0),
    ...(flow.driftPairs > 0 ? [tile(`× ${decimal(flow.drift, 2)}`, `loss, ${count(flow.driftPairs)} pairs on`)] : []),
    tile(duration(flow.uptime), flow.restarts === 0 ? 'running' : `running, start ${count(flow.restarts + 1)}`),
  );
}

function tile(value, name, bad = false) {
  const made = element('div', '', bad ? 'tile bad' : 'tile');
  made.append(element('b', value), element('span', name));
  return made;
}

/** Per second, over the last few; counts that fall are those of a program that was started again. */
function rate(now, flow) {
  if (seen.length && flow.uptime < seen.at(-1).uptime) seen = [];
  seen.push({ now, uptime: flow.uptime, pairs: flow.pairsLearned, embeddings: flow.embeddings });
  while (seen.length > 2 && now - seen[0].now > RATE_OVER_MS) seen.shift();
  const first = seen[0];
  const seconds = (flow.uptime - first.uptime) / 1000;
  const per = (n, before) => (seconds > 0 ? (n - before) / seconds : undefined);
  return { pairs: per(flow.pairsLearned, first.pairs), embeddings: per(flow.embeddings, first.embeddings) };
}

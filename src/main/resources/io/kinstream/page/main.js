// Listens to the program, and hands each message to all parts of the page.

import { byId } from './format.js';
import * as curves from './curves.js';
import * as flow from './flow.js';
import * as letters from './letters.js';
import * as map from './map.js';
import * as springs from './springs.js';
import * as tryit from './tryit.js';

const RETRY_MS = 1500;
const SILENCE_MS = 6000;

let source;
let heardAt = Date.now();

function listen() {
  source?.close();
  source = new EventSource('page/events');
  source.addEventListener('state', event => {
    heardAt = Date.now();
    notice('');
    show(JSON.parse(event.data));
  });
  source.addEventListener('full', event => notice(`${event.data} browsers are looking already; this one has to wait.`));
}

function show(state) {
  for (const part of [flow, map, springs, curves, letters, tryit]) {
    part.update(state);
  }
}

function notice(text) {
  byId('notice').hidden = text === '';
  byId('notice').textContent = text;
}

// The browser tries again by itself in some cases only, and does not notice a connection that is merely silent.
setInterval(() => {
  if (document.hidden) return;
  if (Date.now() - heardAt > SILENCE_MS) {
    notice('The program does not answer. This page goes on by itself when it is back.');
    flow.lost();
  }
  if (source.readyState === EventSource.CLOSED || Date.now() - heardAt > SILENCE_MS) {
    listen();
  }
}, RETRY_MS);

// A tab that nobody sees asks for nothing.
document.addEventListener('visibilitychange', () => {
  heardAt = Date.now();
  if (document.hidden) source.close();
  else listen();
});

listen();

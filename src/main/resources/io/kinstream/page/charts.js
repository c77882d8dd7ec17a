// uPlot, set up as all charts of the page are: quiet axes, as wide as their place, in the colours of the theme.

import uPlot from './uPlot.esm.js';
import { colour, onThemeChange } from './theme.js';

export const stepped = uPlot.paths.stepped({ align: 1 });

const X_SIZE = 28;
const Y_SIZE = 46;
const FONT = '11px system-ui, "DejaVu Sans", sans-serif';

/**
 * A chart that is made when it first has data, and made anew when the theme changes.
 *
 * options(): { height, x: {…}, y: {…}, series: […], marks(u, context) }
 */
export class Chart {
  constructor(place, options) {
    this.place = place;
    this.options = options;
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(place);
    onThemeChange(() => {
      this.plot?.destroy();
      this.plot = undefined;
      if (this.data) this.show(this.data);
    });
  }

  show(data) {
    this.data = this.place.drawn = data;
    if (this.plot) {
      this.plot.setData(data);
    } else if (this.place.clientWidth > 0) {
      this.plot = new uPlot(this.setup(), data, this.place);
    }
  }

  size() {
    return { width: Math.max(100, this.place.clientWidth), height: this.options().height };
  }

  setup() {
    const { x, y, series, marks } = this.options();
    return {
      ...this.size(),
      padding: [8, 10, 0, 0],
      scales: { x: { time: false, ...x.scale }, y: { ...y.scale } },
      axes: [axis(x, X_SIZE), axis(y, Y_SIZE)],
      series: [{ label: x.label, value: (u, v) => show(v, x) }, ...series],
      hooks: marks ? { draw: [u => within(u, marks)] } : {},
      cursor: { y: false, points: { size: 6 } },
    };
  }
}

function axis({ values }, size) {
  const line = { stroke: colour('line'), width: 1 };
  return {
    stroke: colour('quiet'), font: FONT, grid: line, ticks: { ...line, size: 4 },
    size, values, space: size === X_SIZE ? 60 : 34,
  };
}

function show(value, { format }) {
  return value === null || value === undefined ? '' : format(value);
}

function within(u, marks) {
  const context = u.ctx;
  context.save();
  context.font = FONT.replace('11px', `${11 * devicePixelRatio}px`);
  marks(u, context);
  context.restore();
}

/** A line for a figure over the x axis. */
export function line(label, name, digits, more = {}) {
  return {
    label, stroke: colour(name), width: 1.75, points: { show: false },
    value: (u, v) => (v === null || v === undefined ? '' : v.toFixed(digits)), ...more,
  };
}

/** A named upright line at a place of the x axis; the name goes to the side where there is room. */
export function upright(u, context, at, name, row, tone = 'text') {
  if (at === null || at > u.scales.x.max || at < u.scales.x.min) return;
  const x = Math.round(u.valToPos(at, 'x', true));
  const { left, top, width, height } = u.bbox;
  context.strokeStyle = context.fillStyle = colour(tone);
  context.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  context.lineWidth = devicePixelRatio;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(x, top + height);
  context.stroke();
  const right = x + context.measureText(name).width + 8 * devicePixelRatio < left + width;
  context.textAlign = right ? 'left' : 'right';
  context.fillText(name, x + (right ? 4 : -4) * devicePixelRatio, top + (12 + 14 * row) * devicePixelRatio);
}

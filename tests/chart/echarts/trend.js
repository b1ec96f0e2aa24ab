/* trend.js: where ECharts puts the points of stacked areas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * trend.js ECHARTS > trend.json, with the folder of the npm package. Draws 60 random trends on the server and reads
 * the coordinates from the paths of the picture. Each trend has the months and values of our format; “low” and
 * “high” are the ends of ECharts' axis, “top” and “foot” are where it draws line and foot of the area of each value,
 * in pixels below the end of an axis of 1000 pixels, null in a gap.
 */
'use strict';

const [folder] = process.argv.slice(2);
const echarts = require(require('path').resolve(folder));

const SIZE = 1000;
const TRENDS = 60;

// A generator of our own, so that the file can be made again.
let state = 12345;
function random(below) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor(state / 2 ** 32 * below);
}

// By turns: positive, mixed signs, small numbers with zeros, gaps, gaps and mixed signs, series of one sign each.
function makeValue(kind, series) {
  const some = 1 + random(100);
  if ((kind === 3 || kind === 4) && random(5) === 0)
    return null;
  if (kind === 0 || kind === 3)
    return some;
  if (kind === 2)
    return random(7) - 3;
  if (kind === 5)
    return series % 2 === 0 ? some : -some;
  return random(2) === 0 ? some : -some;
}

// The points of a path, in order: the last pair of each command.
function readPath(path) {
  return [...path.matchAll(/[ML]([-\d.]+) ([-\d.]+)|L?([-\d.]+) ([-\d.]+)(?=[LMZ]|$)/g)]
    .map(found => [Number(found[1] ?? found[3]), Number(found[2] ?? found[4])]);
}

function draw(series, nMonths) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: SIZE, height: SIZE });
  const months = Array.from({ length: nMonths }, (_, i) => `${i}`);
  chart.setOption({
    animation: false, grid: { left: 0, top: 0, right: 0, bottom: 0 },
    xAxis: { type: 'category', boundaryGap: false, data: months, show: false },
    yAxis: { type: 'value', show: false },
    series: series.map((data, i) => ({
      type: 'line', data, stack: 'all', symbolSize: 4, showAllSymbol: true,
      lineStyle: { color: `#0000${10 + i}` }, areaStyle: { color: `#1111${10 + i}`, opacity: 1 },
    })),
  });
  const svg = chart.renderToSVGString();
  const [low, high] = chart.getModel().getComponent('yAxis', 0).axis.scale.getExtent();
  const places = series.map((_, i) => readArea(svg, `#1111${10 + i}`, nMonths));
  chart.dispose();
  return { low, high, places };
}

// A part of an area goes along its line and back along its foot.
function readArea(svg, color, nMonths) {
  const top = Array(nMonths).fill(null);
  const foot = Array(nMonths).fill(null);
  const found = new RegExp(`<path d="([^"]*)" fill="${color}"`).exec(svg);
  const parts = found ? found[1].split('Z').filter(part => part !== '') : [];
  for (const part of parts) {
    const points = readPath(part);
    for (let i = 0; i < points.length / 2; i++) {
      const month = Math.round(points[i][0] / SIZE * (nMonths - 1));
      const below = points[points.length - 1 - i];
      top[month] = points[i][1];
      foot[month] = below[1];
    }
  }
  return { top, foot };
}

const trends = [];
for (let i = 0; i < TRENDS; i++) {
  const nMonths = 4 + random(9);
  const nSeries = 2 + random(4);
  const data = Array.from({ length: nSeries }, (_, series) =>
    Array.from({ length: nMonths }, () => makeValue(i % 6, series)));
  const { low, high, places } = draw(data, nMonths);
  trends.push({ months: nMonths, low, high, series: data.map((values, j) => ({ values, ...places[j] })) });
}
console.log(`[${trends.map(trend => JSON.stringify(trend)).join(',\n')}]`);

/* echarts.js: serves the page that draws the samples with ECharts, and prints its measurements
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * echarts.js ECHARTS SAMPLES MAP. Prints “ready URL”, and then a line for each measurement that the page
 * sends: its name and a JSON value. A line on stdin takes the page from the board at rest to single charts.
 */
'use strict';

const fs = require('fs');
const http = require('http');
const path = require('path');

const [echarts, samples, map] = process.argv.slice(2);
const files = {
  '/': [path.join(__dirname, 'echarts.html'), 'text/html'],
  '/echarts.min.js': [path.join(echarts, 'dist/echarts.min.js'), 'text/javascript'],
  '/china.json': [map, 'application/json'],
};
for (const name of ['trend', 'seller', 'map', 'rank', 'hot', 'stock'])
  files[`/${name}.json`] = [path.join(samples, `${name}.json`), 'application/json'];

let answerMeasure = null;
process.stdin.once('data', () => answerMeasure && answerMeasure());
process.stdin.on('end', () => process.exit());

const server = http.createServer((request, response) => {
  if (request.method === 'POST') {
    let body = '';
    request.on('data', chunk => { body += chunk; });
    request.on('end', () => {
      console.log(`${request.url.slice(1)} ${body}`);
      response.end();
    });
  } else if (request.url === '/measure') {
    answerMeasure = () => response.end('{}');
  } else if (files[request.url]) {
    const [file, type] = files[request.url];
    response.setHeader('Content-Type', type);
    response.end(fs.readFileSync(file));
  } else {
    response.statusCode = 404;
    response.end();
  }
});

server.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${server.address().port}/`));

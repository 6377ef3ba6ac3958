// Draws the figures. Every value has its number or a pattern of its own beside the colour, so that the
// page can be read in grey.
{
const dark = document.documentElement.dataset.bsTheme === 'dark';
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
const ink = dark ? '#dde3e8' : '#2b3138';
const line = dark ? '#3a464c' : '#d9d6cc';
const colours = dark ? ['#7cc7a6', '#e5b567', '#f28b7d', '#8fb7e0'] : ['#2f7058', '#d59b3a', '#b5382c', '#44688f'];
const narrow = () => innerWidth < 600;
const percent = share => (100 * share).toFixed(Math.abs(share) < 0.0995 ? 1 : 0) + '%';
const span = s => s < 120 ? (s < 10 ? s.toFixed(1) : Math.round(s)) + ' s' : s < 7200 ? Math.round(s / 60) + ' min' : Math.round(s / 3600) + ' h';

const base = extra => Object.assign({
  animation: !calm,
  color: colours,
  textStyle: { color: ink, fontFamily: 'inherit' },
  aria: { enabled: true, decal: { show: true, decals: [
    { symbol: 'none' },
    { dashArrayX: [1, 0], dashArrayY: [3, 5], rotation: -Math.PI / 4, color: 'rgba(255,255,255,.55)' },
    { dashArrayX: [1, 0], dashArrayY: [2, 3], color: 'rgba(255,255,255,.55)' },
    { symbol: 'circle', dashArrayX: [[5, 5], [0, 5, 5, 0]], dashArrayY: [4, 0], symbolSize: .8, color: 'rgba(255,255,255,.6)' }] } },
  // As text on the canvas: nothing that customers named ever becomes markup.
  tooltip: { renderMode: 'richText', confine: true },
  legend: { bottom: 0, textStyle: { color: ink } },
  grid: { left: 8, right: 16, top: 16, bottom: 40, containLabel: true }
}, extra);
const days = data => ({ type: 'category', data, axisLabel: { color: ink, hideOverlap: true }, axisLine: { lineStyle: { color: line } } });
const amounts = extra => Object.assign({ type: 'value', axisLabel: { color: ink }, splitLine: { lineStyle: { color: line } } }, extra);

const draw = {
  repurchase({ heads, rows }) {
    const cells = [];
    rows.forEach((row, y) => row.forEach((value, x) => { if (x > 1 && value !== '') cells.push([x - 2, y, value]); }));
    const most = Math.max(.01, ...cells.map(cell => cell[2]));
    return { height: 90 + 34 * rows.length, option: base({
      legend: undefined,
      aria: { enabled: true },
      grid: { left: 8, right: 8, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: 'category', data: heads.slice(2), position: 'top', splitArea: { show: false }, axisLabel: { color: ink, hideOverlap: true, interval: narrow() ? 2 : 0 }, axisLine: { show: false }, axisTick: { show: false } },
      yAxis: { type: 'category', inverse: true, data: rows.map(row => row[0] + '\n' + row[1]), axisLabel: { color: ink, lineHeight: 14 }, axisLine: { show: false }, axisTick: { show: false } },
      visualMap: { show: false, min: 0, max: most, inRange: { color: dark ? ['#22302c', '#7cc7a6'] : ['#eef3ee', '#1f5443'] } },
      series: [{ type: 'heatmap', data: cells.map(cell => ({ value: cell, label: { color: (cell[2] / most > .5) !== dark ? '#fff' : (dark && cell[2] / most > .5 ? '#0c1512' : ink) } })),
        label: { show: !narrow() || rows[0].length < 6, formatter: ({ value }) => percent(value[2]) },
        itemStyle: { borderColor: dark ? '#182124' : '#fff', borderWidth: 2 } }],
      tooltip: { renderMode: 'richText', confine: true, formatter: ({ value }) => rows[value[1]][0] + ' · ' + heads[value[0] + 2] + ': ' + percent(value[2]) }
    }) };
  },
  uplift({ heads, rows }) {
    const sure = row => Math.min(row[1], row[4]) >= 30 && (row[8] > 0 || row[9] < 0);
    return { height: 90 + 34 * rows.length, option: base({
      legend: undefined,
      aria: { enabled: true },
      xAxis: amounts({ axisLabel: { color: ink, formatter: percent } }),
      yAxis: { type: 'category', inverse: true, data: rows.map(row => row[0]), axisLabel: { color: ink }, axisLine: { lineStyle: { color: line } } },
      series: [
        { type: 'custom', data: rows.map((row, i) => [row[8], row[9], i]), encode: { x: [0, 1], y: 2 },
          renderItem(_, api) {
            const from = api.coord([api.value(0), api.value(2)]), to = api.coord([api.value(1), api.value(2)]);
            const style = { stroke: ink, lineWidth: 2 };
            return { type: 'group', children: [
              { type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style },
              { type: 'line', shape: { x1: from[0], y1: from[1] - 5, x2: from[0], y2: from[1] + 5 }, style },
              { type: 'line', shape: { x1: to[0], y1: to[1] - 5, x2: to[0], y2: to[1] + 5 }, style }] };
          } },
        { type: 'scatter', symbolSize: 12, z: 3,
          data: rows.map((row, i) => ({ value: [row[7], i], itemStyle: { color: sure(row) ? colours[0] : (dark ? '#182124' : '#fff'), borderColor: ink, borderWidth: 2 } })),
          label: { show: !narrow(), position: 'top', color: ink, formatter: ({ dataIndex }) => rows[dataIndex][10] },
          markLine: { silent: true, symbol: 'none', data: [{ xAxis: 0 }], label: { show: false }, lineStyle: { type: 'dashed', color: ink } } }],
      tooltip: { renderMode: 'richText', confine: true, formatter: ({ dataIndex: i }) => rows[i][0] + '\n' + rows[i][10] + '\n' + heads[3] + ': ' + percent(rows[i][3]) + ' (' + rows[i][1] + ')\n' + heads[6] + ': ' + percent(rows[i][6]) + ' (' + rows[i][4] + ')\n' + percent(rows[i][8]) + ' … ' + percent(rows[i][9]) }
    }) };
  },
  digest({ heads, rows }) {
    return { height: 300, option: base({
      xAxis: days(rows.map(row => row[0].slice(5))), yAxis: amounts({ minInterval: 1 }),
      tooltip: { renderMode: 'richText', confine: true, trigger: 'axis' },
      series: [2, 3, 4].map(column => ({ type: 'bar', stack: 'all', barMaxWidth: 28, name: heads[column], data: rows.map(row => row[column]) }))
    }) };
  },
  replies({ heads, rows }) {
    const weeks = [...new Set(rows.map(row => row[0]))];
    const shapes = ['circle', 'rect', 'triangle', 'diamond'];
    const dashes = ['solid', 'dashed', 'solid', 'dotted'];
    const series = [...new Set(rows.map(row => row[1]))].flatMap(who => [3, 4].map(column => ({
      type: 'line', name: who + ' · ' + heads[column], connectNulls: true, symbolSize: 8,
      data: weeks.map(week => { const row = rows.find(one => one[0] === week && one[1] === who); return row ? Math.max(.1, row[column]) : null; }) })));
    series.forEach((one, i) => { one.symbol = shapes[i % 4]; one.lineStyle = { type: dashes[i % 4] }; });
    return { height: 320, option: base({
      grid: { left: 8, right: 16, top: 16, bottom: narrow() ? 64 : 40, containLabel: true },
      xAxis: days(weeks.map(week => week.slice(5))), yAxis: amounts({ type: 'log', min: .1, max: seen => Math.max(10, seen.max * 2), axisLabel: { color: ink, formatter: span } }),
      tooltip: { renderMode: 'richText', confine: true, trigger: 'axis', valueFormatter: value => value == null ? '' : span(value),
        formatter: points => points[0].axisValue + points.map(p => p.value == null ? '' : '\n' + p.seriesName + ': ' + span(p.value)).join('') },
      series
    }) };
  },
  wires({ heads, rows }) {
    const names = [...new Set(rows.map(row => row[1]))];
    const sum = (name, column) => rows.filter(row => row[1] === name).reduce((all, row) => all + row[column], 0);
    return { height: 90 + 44 * names.length, option: base({
      xAxis: amounts({ minInterval: 1 }), yAxis: { type: 'category', inverse: true, data: names, axisLabel: { color: ink } },
      tooltip: { renderMode: 'richText', confine: true, trigger: 'axis' },
      series: [2, 3, 4].map(column => ({ type: 'bar', stack: 'all', barMaxWidth: 24, name: heads[column], data: names.map(name => sum(name, column)) }))
    }) };
  },
  broadcasts({ columns, heads, rows }) {
    const at = name => columns.indexOf(name);
    const wires = columns.map((name, i) => name === 'wire' ? i : -1).filter(i => i >= 0);
    const share = value => value === '' ? '–' : percent(value);
    return { height: 90 + 44 * rows.length, option: base({
      grid: { left: 8, right: narrow() ? 16 : 120, top: 16, bottom: 40, containLabel: true },
      xAxis: amounts({ minInterval: 1 }),
      yAxis: { type: 'category', inverse: true, data: rows.map(row => row[0] + '\n' + row[1]), axisLabel: { color: ink, lineHeight: 14, width: narrow() ? 90 : 180, overflow: 'truncate' } },
      tooltip: { renderMode: 'richText', confine: true, trigger: 'axis', formatter: points => {
        const row = rows[points[0].dataIndex];
        const line = name => heads[at(name)] + ': ' + row[at(name)];
        return [row[0], line('people'), ...points.map(p => p.seriesName + ': ' + p.value), line('replied'),
          heads[at('boughtShare')] + ': ' + share(row[at('boughtShare')]),
          heads[at('heldOutShare')] + ': ' + share(row[at('heldOutShare')]),
          row[at('verdict')], line('unsubscribed'), line('left')].join('\n');
      } },
      series: wires.map((column, i) => ({ type: 'bar', stack: 'all', barMaxWidth: 24, name: heads[column], data: rows.map(row => row[column]),
        label: { show: !narrow() && i === wires.length - 1, position: 'right', color: ink, formatter: ({ dataIndex }) => share(rows[dataIndex][at('boughtShare')]) + ' / ' + share(rows[dataIndex][at('heldOutShare')]) } }))
    }) };
  },
  leaving({ heads, rows }) {
    return { height: 280, option: base({
      xAxis: days(rows.map(row => row[0].slice(5))), yAxis: amounts({ minInterval: 1 }),
      tooltip: { renderMode: 'richText', confine: true, trigger: 'axis' },
      series: [1, 2, 3].map(column => ({ type: 'bar', barMaxWidth: 18, name: heads[column], label: { show: true, position: 'top', color: ink, formatter: ({ value }) => value || '' }, data: rows.map(row => row[column]) }))
    }) };
  }
};

document.querySelectorAll('[data-figure]').forEach(async box => {
  const answer = await fetch(box.dataset.figure, { headers: { Accept: 'application/json' } });
  if (!answer.ok) return;
  const show = () => {
    const { height, option } = draw[figure.name](figure);
    box.style.height = height + 'px';
    const chart = echarts.getInstanceByDom(box) || echarts.init(box);
    chart.resize();
    chart.setOption(option, true);
    box.dataset.drawn = 'yes';
  };
  const figure = await answer.json();
  show();
  addEventListener('resize', show);
});
}

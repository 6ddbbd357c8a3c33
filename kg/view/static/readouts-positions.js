/* Positions over time: what chosen sides do with one issue, by date. */
READ.ORDER = ['agree', 'praise', 'support', 'pledge', 'inform', 'urge', 'concern', 'criticise', 'warn', 'reject'];
READ.COLORS = ['person', 'country', 'organization', 'issue', 'meeting'];
READ.statements = READ.data.statements.map(([speaker, side, issue, act, meeting, article, date, passages, sure]) => ({
  speaker, side, issue, act, meeting, article, date, passages, sure,
}));

READ.count = (rows, key) => {
  const counts = new Map();
  for (const row of rows) counts.set(row[key], (counts.get(row[key]) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
};

/** The issue chosen, else that on which most sides speak most. */
READ.issueShown = () => READ.byId.get(READ.state.issue) ?? READ.count(READ.statements.filter((row) => row.issue >= 0), 'issue')[0]?.[0] ?? -1;

READ.drawPositions = () => {
  const issue = READ.issueShown();
  const rows = READ.statements.filter((row) => row.issue === issue);
  const sides = READ.count(rows, 'side').filter(([side]) => side >= 0);
  const option = (value, label, chosen) => KG.h('option', { value, selected: chosen }, label);
  const issues = READ.count(READ.statements.filter((row) => row.issue >= 0), 'issue');
  KG.fill(document.getElementById('position-choices'),
    KG.h('label', {}, KG.t('issue'), KG.h('select', { id: 'issue', onchange: (event) => { READ.state.issue = event.target.value; READ.drawPositions(); READ.write(); } },
      issues.map(([at, count]) => option(READ.things[at].id, `${READ.name(at)} (${count})`, at === issue)))),
    KG.h('label', {}, KG.t('side'), KG.h('select', { id: 'side', onchange: (event) => { READ.state.side = event.target.value; READ.drawPositions(); READ.write(); } },
      option('', KG.t('most-sides'), !READ.state.side), sides.map(([at, count]) => option(READ.things[at].id, `${READ.name(at)} (${count})`, READ.things[at].id === READ.state.side)))));
  const own = sides.filter(([at]) => READ.things[at].id === READ.state.side);
  READ.plot(rows, (own.length ? own : sides.slice(0, READ.COLORS.length)).map(([at]) => at));
};

READ.plot = (rows, sides) => {
  const color = new Map(sides.map((side, at) => [side, `var(--${READ.COLORS[at % READ.COLORS.length]})`]));
  const dated = rows.filter((row) => row.date && color.has(row.side));
  KG.fill(document.getElementById('sides'), sides.map((side) => KG.h('span', {}, KG.h('svg', { width: 12, height: 12, 'aria-hidden': 'true' },
    KG.h('circle', { cx: 6, cy: 6, r: 5, fill: color.get(side) })), READ.name(side))),
    KG.h('span', {}, KG.h('svg', { width: 12, height: 12, 'aria-hidden': 'true' }, KG.h('circle', { class: 'mark unsure', cx: 6, cy: 6, r: 5 })), KG.t('acts-unsure')));
  KG.fill(document.getElementById('plot-words'));
  const holder = document.getElementById('plot');
  if (!dated.length) { KG.fill(holder, KG.h('p', { class: 'quiet' }, KG.t('no-positions'))); return; }
  const acts = READ.ORDER.filter((act) => dated.some((row) => row.act === act));
  const [width, left, line] = [1100, 120, 46];
  const height = acts.length * line + 40;
  const days = dated.map((row) => Date.parse(row.date.length === 4 ? row.date + '-07-01' : row.date));
  const [first, last] = [Math.min(...days) - 864e5 * 3, Math.max(...days) + 864e5 * 3];
  const x = (time) => left + 20 + ((time - first) / (last - first)) * (width - left - 50);
  const y = (act) => 20 + acts.indexOf(act) * line + line / 2;
  const marks = new Map();
  dated.forEach((row, at) => {
    const key = `${row.date}|${row.act}|${row.side}`;
    if (!marks.has(key)) marks.set(key, { time: days[at], act: row.act, side: row.side, date: row.date, rows: [] });
    marks.get(key).rows.push(row);
  });
  KG.fill(holder, KG.h('svg', { viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': KG.t('positions') },
    acts.map((act) => [KG.h('line', { class: 'grid', x1: left, x2: width, y1: y(act), y2: y(act) }), KG.h('text', { class: 'axis', x: left - 10, y: y(act) + 4, 'text-anchor': 'end' }, KG.term('act/' + act))]),
    READ.dates(first, last).map(([time, name]) => KG.h('text', { class: 'axis', x: x(time), y: height - 6, 'text-anchor': 'middle' }, name)),
    [...marks.values()].map((mark) => READ.mark(mark, x(mark.time), y(mark.act) + (sides.indexOf(mark.side) - (sides.length - 1) / 2) * 7, color))));
};

READ.dates = (first, last) => [0.08, 0.36, 0.64, 0.92].map((share) => {
  const time = first + (last - first) * share;
  return [time, new Date(time).toISOString().slice(0, last - first > 864e5 * 200 ? 7 : 10)];
});

READ.mark = (mark, x, y, color) => {
  const told = KG.unsure(Math.max(...mark.rows.map((row) => row.sure)));
  const label = [READ.name(mark.side), KG.term('act/' + mark.act), mark.date, KG.t('n-statements', { n: mark.rows.length })].join(' · ');
  const whole = told ? `${label} · ${told}` : label;
  const show = (event) => {
    document.querySelectorAll('#plot .chosen').forEach((chosen) => chosen.classList.remove('chosen'));
    event.currentTarget.classList.add('chosen');
    const own = new Set([mark.side, mark.rows[0].issue]);
    const words = document.getElementById('plot-words');
    KG.fill(words, KG.h('h3', { tabindex: '-1' }, label), mark.rows.map((row) => [row.speaker !== mark.side ? KG.h('p', { class: 'small quiet' }, READ.name(row.speaker)) : null, KG.actNote(row.sure), KG.passages(row.passages, own)]));
    words.querySelector('h3').focus({ preventScroll: true });
  };
  return KG.h('circle', { class: told ? 'mark unsure' : 'mark', cx: x, cy: y, r: 5 + 2 * Math.sqrt(mark.rows.length - 1), fill: color.get(mark.side), color: color.get(mark.side), tabindex: '0', role: 'button', 'aria-label': whole,
    onclick: show, onkeydown: (event) => { if (event.key === 'Enter' || event.key === ' ') { show(event); event.preventDefault(); } } }, KG.h('title', {}, whole));
};

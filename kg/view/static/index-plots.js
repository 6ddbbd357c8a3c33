/* Small plots as inline SVG and tables. */
const HOME = { data: KG.read('overview') };
HOME.name = (at) => KG.label(HOME.data.things[at][1]);
HOME.node = (at) => KG.h('a', { href: KG.address('network', 'node', HOME.data.things[at][0]), class: 'external' }, HOME.name(at));

/** The months of the articles, a year before them and half a year after, of those given; empty ones show as gaps. */
HOME.run = (months) => {
  if (!months.length) return [];
  const [from, to] = HOME.data.span.map((day) => day.slice(0, 7));
  const [early, late] = from ? [KG.addMonths(from, -12), KG.addMonths(to, 6)] : [months[0], months.at(-1)];
  return KG.monthsBetween(months[0] > early ? months[0] : early, months.at(-1) < late ? months.at(-1) : late).slice(-48);
};

/** Bars of meetings a month: held, and the others on top. */
HOME.months = (rows) => {
  const counts = new Map();
  for (const [when, , status, count] of rows) {
    if (!/^\d{4}-\d\d$/.test(when)) continue;
    const pair = counts.get(when) || [0, 0];
    pair[status === 'held' ? 0 : 1] += count;
    counts.set(when, pair);
  }
  const months = HOME.run([...counts.keys()].sort());
  if (!months.length) return KG.h('p', { class: 'quiet' }, KG.t('nothing'));
  const most = Math.max(1, ...months.map((month) => (counts.get(month) || [0, 0]).reduce((sum, count) => sum + count)));
  const [width, height, left] = [560, 230, 30];
  const step = (width - left) / months.length;
  const tall = (count) => ((height - 44) * count) / most;
  const bars = months.flatMap((month, at) => {
    const [held, other] = counts.get(month) || [0, 0];
    const bar = (name, count, from) => KG.h('rect', { class: name, x: left + at * step + step * 0.12, width: step * 0.76, y: height - 24 - tall(from + count), height: tall(count) },
      KG.h('title', {}, `${month}: ${count}`));
    return [bar('held', held, 0), bar('other', other, held)];
  });
  const every = Math.ceil(months.length / 8);
  const ticks = months.map((month, at) => (at % every ? null : KG.h('text', { class: 'axis', x: left + at * step, y: height - 6 }, month)));
  const lines = [0, most].map((count) => [KG.h('line', { class: 'grid', x1: left, x2: width, y1: height - 24 - tall(count), y2: height - 24 - tall(count) }),
    KG.h('text', { class: 'axis', x: left - 6, y: height - 20 - tall(count), 'text-anchor': 'end' }, String(count))]);
  const label = `${KG.t('meetings-by-month')}: ${months.filter((month) => counts.has(month)).map((month) => `${month} ${counts.get(month)[0] + counts.get(month)[1]}`).join(', ')}`;
  return [KG.h('svg', { class: 'plot', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label }, lines, bars, ticks),
    KG.h('p', { class: 'quiet small' }, KG.t('bars-note'))];
};

/** A table; all columns but the first, and those of `words`, hold numbers. */
HOME.table = (heads, rows, caption, words = []) => KG.h('table', {}, KG.h('caption', { class: 'unseen' }, caption),
  KG.h('thead', {}, KG.h('tr', {}, heads.map((head, at) => KG.h('th', { scope: 'col', class: at && !words.includes(at) ? 'number' : null }, head)))), KG.h('tbody', {}, rows));

HOME.agenda = ({ months, rows }) => {
  const run = HOME.run(months);
  const spark = (counts, most = Math.max(1, ...counts)) => KG.h('svg', { class: 'spark', viewBox: `0 0 ${run.length || 1} 22`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    run.map((month, at) => {
      const count = counts[months.indexOf(month)] || 0;
      const high = count ? Math.max(1.5, (21 * count) / most) : 0;
      return KG.h('rect', { x: at + 0.1, width: 0.8, y: 22 - high, height: high }, KG.h('title', {}, `${month}: ${count}`));
    }));
  return HOME.table([KG.t('issue'), KG.t('accounts-count'), run.length ? `${run[0]} – ${run.at(-1)}` : ''], rows.map(([at, total, counts]) => KG.h('tr', {},
    KG.h('th', { scope: 'row' }, HOME.node(at)), KG.h('td', { class: 'number' }, String(total)), KG.h('td', {}, spark(counts)))), KG.t('agenda'));
};

HOME.publishers = ({ issues, rows }) => {
  const most = Math.max(1, ...rows.flatMap(([, , counts]) => counts));
  const heat = (count) => {
    const cell = KG.h('td', { class: 'heat' }, count ? String(count) : '');
    if (count) cell.style.background = `color-mix(in srgb, var(--issue) ${Math.round(8 + (27 * count) / most)}%, transparent)`;
    return cell;
  };
  return KG.h('table', {}, KG.h('caption', { class: 'unseen' }, KG.t('publishers-issues')),
    KG.h('thead', {}, KG.h('tr', {}, KG.h('th', { scope: 'col' }, KG.t('filter-publisher')), KG.h('th', { scope: 'col', class: 'number' }, KG.t('articles')),
      issues.map((at) => KG.h('th', { scope: 'col', class: 'tilt external' }, HOME.name(at))))),
    KG.h('tbody', {}, rows.map(([names, articles, counts]) => KG.h('tr', {}, KG.h('th', { scope: 'row', class: 'external' }, KG.label(names)),
      KG.h('td', { class: 'number' }, String(articles)), counts.map(heat)))));
};

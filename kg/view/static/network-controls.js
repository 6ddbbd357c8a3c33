/* The filters at the left: legend, dates, reports, confidence, lists. */
NET.commit = (push = false) => {
  NET.redraw();
  NET.highlight();
  NET.write(push);
  NET.drawCounts();
  NET.drawTrail();
  NET.drawItems();
};

NET.swatch = (type) => {
  const paths = {
    dot: KG.h('circle', { cx: 9, cy: 9, r: 7 }), square: KG.h('rect', { x: 2.5, y: 2.5, width: 13, height: 13 }),
    diamond: KG.h('polygon', { points: '9,1 17,9 9,17 1,9' }), triangle: KG.h('polygon', { points: '9,2 17,16 1,16' }),
    hexagon: KG.h('polygon', { points: '5,2 13,2 17,9 13,16 5,16 1,9' }),
  };
  const shape = paths[NET.SHAPES[type]];
  shape.setAttribute('fill', `var(--${type})`);
  return KG.h('svg', { class: 'swatch', viewBox: '0 0 18 18', 'aria-hidden': 'true' }, shape);
};

/** A line of a list that can be ticked. */
NET.option = (set, value, label, count, { inverted = false, swatch = null } = {}) => {
  const box = KG.h('input', { type: 'checkbox', 'data-value': value, onchange: () => {
    if (box.checked !== inverted) NET.state[set].add(value);
    else NET.state[set].delete(value);
    NET.commit();
  } });
  box.checked = NET.state[set].has(value) !== inverted;
  return KG.h('label', { class: 'option', 'data-key': label }, box, swatch || KG.h('span'), KG.h('span', { class: 'external' }, label),
    KG.h('span', { class: 'number' }, String(count)));
};

NET.tally = (values) => {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};

NET.group = (name, options, open = false) => {
  const list = KG.h('div', { class: 'scroll' }, options);
  const find = options.length > 12 ? KG.h('input', { type: 'search', 'aria-label': KG.t('find-in-list', { name: KG.t('filter-' + name) }),
    placeholder: KG.t('find'), oninput: (event) => {
      const wanted = KG.fold(event.target.value);
      for (const row of list.children) row.hidden = !KG.fold(row.dataset.key).includes(wanted);
    } }) : null;
  const chosen = NET.state[{ kind: 'kinds', status: 'statuses', publisher: 'publishers', country: 'countries', issue: 'issues' }[name]];
  return KG.h('details', { id: 'filter-' + name, open: open || chosen.size > 0 }, KG.h('summary', {}, KG.t('filter-' + name)),
    KG.h('fieldset', {}, KG.h('legend', { class: 'unseen' }, KG.t('filter-' + name)), find, list));
};

NET.drawFilters = () => {
  const meetings = NET.nodes.filter((node) => node.type === 'meeting');
  const types = NET.TYPES.map((type) => NET.option('off', type, KG.t('type-' + type),
    NET.nodes.filter((node) => node.type === type).length, { inverted: true, swatch: NET.swatch(type) }));
  const byTerm = (set, scheme, key) => NET.tally(meetings.map((node) => node[key]).filter(Boolean))
    .map(([value, count]) => NET.option(set, value, KG.term(`${scheme}/${value}`), count, { inverted: true }));
  const publishers = NET.tally(NET.graph.articles.map((row) => row[0]).filter((at) => at >= 0))
    .map(([at, count]) => NET.option('publishers', at, KG.label(NET.graph.publishers[at].names), count));
  const byNode = (set, type) => NET.nodes.filter((node) => node.type === type)
    .map((node) => NET.option(set, node.at, KG.label(node.names), node.total));
  KG.fill(document.getElementById('controls'),
    KG.h('fieldset', { id: 'filter-type' }, KG.h('legend', {}, KG.t('filter-type')), types,
      NET.aloneOption(), KG.h('p', { class: 'quiet small' }, KG.t('hollow'))),
    NET.dates(meetings), NET.least(), NET.trust(),
    NET.group('kind', byTerm('kinds', 'kind', 'kind')), NET.group('status', byTerm('statuses', 'status', 'status')),
    NET.group('publisher', publishers), NET.group('country', byNode('countries', 'country')), NET.group('issue', byNode('issues', 'issue')),
    KG.h('button', { type: 'button', id: 'reset', onclick: NET.reset }, KG.t('reset')));
};

/** Names that nothing is tied to are only shown if asked for: they say little and take room. */
NET.aloneOption = () => {
  const count = NET.nodes.filter((node) => node.links.length === 0).length;
  if (!count) return null;
  const box = KG.h('input', { type: 'checkbox', id: 'alone', onchange: () => { NET.state.alone = box.checked; NET.commit(); } });
  box.checked = NET.state.alone;
  return KG.h('label', { class: 'option' }, box, KG.h('span'), KG.h('span', {}, KG.t('alone')), KG.h('span', { class: 'number' }, String(count)));
};

NET.reset = () => {
  const { node, edge } = NET.state;
  NET.state = { ...NET.start(), node, edge };
  NET.drawFilters();
  NET.commit();
  NET.fit();
  document.getElementById('reset').focus();
};

/**
 * The months of the slider: from the first to the last that the graph knows, but no further from the articles than
 * three years before and two after, for a meeting of a hundred years ago would leave the slider no room. Its ends mean
 * "and all before" and "and all after".
 */
NET.axis = (meetings) => {
  const isMonth = (month) => /^\d{4}-\d\d$/.test(month);
  const news = NET.graph.articles.map((row) => (row[1] || '').slice(0, 7)).filter(isMonth).sort();
  const known = meetings.map((node) => NET.months(node.start, node.end)[0]).filter(isMonth).concat(news).sort();
  if (!known.length) return [];
  const [early, late] = news.length ? [KG.addMonths(news[0], -36), KG.addMonths(news.at(-1), 24)] : [known[0], known.at(-1)];
  return KG.monthsBetween(known[0] > early ? known[0] : early, known.at(-1) < late ? known.at(-1) : late);
};

NET.hasBefore = (meetings, month) => meetings.some((node) => node.start && NET.months(node.start, node.end)[0] < month);

NET.dates = (meetings) => {
  const months = NET.axis(meetings);
  if (months.length < 2) return null;
  const last = months.length - 1;
  const position = (month, otherwise) => {
    const at = months.findIndex((name) => name >= month);
    return month && at >= 0 ? at : otherwise;
  };
  const slider = (id, value) => KG.h('input', { type: 'range', id, min: 0, max: last, step: 1, value,
    'aria-label': KG.t(id), 'aria-valuetext': months[value], oninput: () => move() });
  const [from, to] = [slider('date-from', position(NET.state.from, 0)), slider('date-to', position(NET.state.to, last))];
  const output = KG.h('output', { id: 'date-range' });
  const counts = months.map((name) => meetings.filter((node) => node.start && NET.months(node.start, node.end)[0] === name).length);
  const bars = NET.bars(counts);
  const show = () => {
    const [low, high] = [Number(from.value), Number(to.value)];
    output.textContent = `${low === 0 && NET.hasBefore(meetings, months[0]) ? '≤ ' : ''}${months[low]} – ${months[high]}`;
    [from, to].forEach((input) => input.setAttribute('aria-valuetext', months[Number(input.value)]));
    [...bars.children].forEach((bar, at) => bar.classList.toggle('in', at >= low && at <= high));
  };
  const move = () => {
    if (Number(from.value) > Number(to.value)) (document.activeElement === to ? from : to).value = (document.activeElement === to ? to : from).value;
    NET.state.from = Number(from.value) > 0 ? months[Number(from.value)] : '';
    NET.state.to = Number(to.value) < last ? months[Number(to.value)] : '';
    show();
    NET.soon();
  };
  show();
  return KG.h('fieldset', { id: 'filter-date' }, KG.h('legend', {}, KG.t('filter-date')), KG.h('div', { class: 'row' }, output), bars, from, to);
};

NET.bars = (counts) => {
  const most = Math.max(1, ...counts);
  return KG.h('svg', { class: 'histogram', viewBox: `0 0 ${counts.length} 36`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    counts.map((count, at) => KG.h('rect', { x: at + 0.08, width: 0.84, y: 36 - Math.max(1, (34 * count) / most), height: Math.max(1, (34 * count) / most) })));
};

/** Sliders fire at every pixel: filter once the hand rests. */
NET.soon = () => {
  clearTimeout(NET.waiting);
  NET.waiting = setTimeout(() => NET.commit(), 60);
};

NET.slider = (name, { id, min, max, step, value, show, set }) => {
  const output = KG.h('output', {}, show(value));
  const input = KG.h('input', { type: 'range', id, min, max, step, value, 'aria-label': KG.t(name), 'aria-valuetext': show(value), oninput: () => {
    output.textContent = show(Number(input.value));
    input.setAttribute('aria-valuetext', output.textContent);
    set(Number(input.value));
    NET.soon();
  } });
  return KG.h('fieldset', {}, KG.h('div', { class: 'row' }, KG.h('legend', {}, KG.t(name)), output), input);
};
NET.least = () => NET.slider('filter-least', {
  id: 'least', min: 1, max: Math.max(2, Math.min(50, ...[Math.max(...NET.nodes.map((node) => node.total), 2)])), step: 1, value: NET.state.least,
  show: (value) => KG.t('at-least', { n: value }), set: (value) => { NET.state.least = value; },
});
NET.trust = () => NET.slider('filter-confidence', {
  id: 'confidence', min: 0, max: 1, step: 0.05, value: NET.state.confidence,
  show: (value) => `≥ ${value.toFixed(2)}`, set: (value) => { NET.state.confidence = value; },
});

NET.drawCounts = () => {
  const text = KG.t('showing', { nodes: NET.shown.nodes.size, allNodes: NET.nodes.length, edges: NET.shown.edges.size });
  document.getElementById('count').textContent = text;
  KG.say(text);
  const { left } = NET.graph;
  const note = document.getElementById('left-out');
  note.hidden = !left;
  if (left) note.textContent = KG.t('left-out', left);
};

/** What is shown, as a list: for readers who do not see the canvas, and for keyboards. */
NET.drawItems = (limit = 60) => {
  const shown = [...NET.shown.nodes].map((at) => NET.nodes[at]).sort((a, b) => b.total - a.total || a.at - b.at);
  const rows = shown.slice(0, limit).map((node) => KG.h('li', {}, KG.h('button', { type: 'button', 'data-node': node.id, onclick: () => NET.pick(node.at, -1, true) },
    NET.swatch(node.type), KG.h('span', { class: 'unseen' }, KG.t('type-' + node.type)), KG.h('span', { class: 'external' }, KG.label(node.names)),
    KG.h('span', { class: 'number' }, String(node.total)))));
  const more = shown.length > limit ? KG.h('li', {}, KG.h('button', { type: 'button', class: 'plain', onclick: () => NET.drawItems(limit + 200) },
    KG.t('show-more', { n: shown.length - limit }))) : null;
  KG.fill(document.getElementById('items'), rows, more);
};

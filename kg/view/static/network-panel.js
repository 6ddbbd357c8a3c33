/* The panel at the right: what a node or an edge is, its facts, and the words behind it. */

/** Select a node or an edge (numbers, -1 for none) and show it. */
NET.pick = (node, edge, move = false) => {
  Object.assign(NET.state, { node, edge });
  NET.highlight();
  NET.write();
  if (move) NET.closeFilters();
  NET.drawPanel(move);
  if (move && node >= 0 && NET.shown.nodes.has(node)) {
    NET.network.focus(node, { scale: Math.max(0.8, NET.network.getScale()), animation: false });
  }
};

/** On a phone the filters lie over the rest. */
NET.closeFilters = () => {
  document.getElementById('filters').classList.remove('open');
  document.getElementById('open-filters').setAttribute('aria-expanded', 'false');
};

NET.drawPanel = (focus = false) => {
  const panel = document.getElementById('panel');
  const { node, edge } = NET.state;
  panel.hidden = node < 0 && edge < 0;
  if (panel.hidden) return;
  KG.fill(panel, node >= 0 ? NET.nodePanel(NET.nodes[node]) : NET.edgePanel(NET.edges[edge]));
  panel.scrollTop = 0;
  if (focus) panel.querySelector('h2').focus();
  KG.say(panel.querySelector('h2').textContent);
};

NET.heading = (text, type) => KG.h('header', {}, type ? NET.swatch(type) : null, KG.h('h2', { class: 'external', tabindex: '-1' }, text),
  KG.h('button', { type: 'button', id: 'close', 'aria-label': KG.t('close'), onclick: () => { NET.pick(-1, -1); document.getElementById('canvas').focus(); } }, '×'));

NET.nodeButton = (at, extra = '') => KG.h('span', {}, KG.h('button', { type: 'button', class: 'plain external', onclick: () => NET.pick(at, -1, true) },
  KG.label(NET.nodes[at].names)), extra ? KG.h('span', { class: 'quiet small' }, ' ' + extra) : null);

NET.nodePanel = (node) => {
  const numbers = NET.nodePassages(node);
  return [
    NET.heading(KG.label(node.names), node.type),
    KG.h('p', { class: 'quiet small' }, [KG.t('type-' + node.type), node.kind && node.type === 'organization' ? KG.t('category-' + node.kind) : '',
      KG.t('n-articles', { n: node.total }), KG.t('n-publishers', { n: node.publishers || 0 })].filter(Boolean).join(' · ')),
    NET.doing(node), NET.facts(node), NET.neighbours(node), NET.statementsOf(node),
    KG.h('h3', {}, KG.t('passages')), numbers.length ? KG.passages(numbers, new Set([node.at]), Math.max(numbers.length, node.passages || 0)) : KG.h('p', { class: 'quiet' }, KG.t('no-passages')),
  ];
};

NET.doing = (node) => KG.h('div', { class: 'doing' },
  KG.h('button', { type: 'button', class: 'main', id: 'focus', onclick: () => NET.focus(node.at) }, KG.t('focus')),
  [1, 2, 3].map((hops) => KG.h('button', { type: 'button', 'data-hops': hops, 'aria-pressed': String(NET.state.focus === node.at && NET.state.hops === hops),
    onclick: () => NET.focus(node.at, hops) }, KG.t('n-steps', { n: hops }))));

/** Names in every script, spellings, dates, place, what the reports differ on. */
NET.facts = (node) => {
  const [hans, hant, latin] = node.names;
  const rows = [];
  const row = (key, value) => { if (value && value.length !== 0) rows.push(KG.h('dt', {}, KG.t(key)), KG.h('dd', { class: 'external' }, value)); };
  if (node.type !== 'meeting') {
    row('names', [...new Set([hans, hant || hans, latin].filter(Boolean))].join(' / '));
    const known = new Set([hans, hant, latin]);
    row('spellings', KG.list(node.spellings.filter((name) => !known.has(name))));
  }
  const held = ([role, body, count]) => KG.h('div', {}, role,
    KG.h('span', { class: 'quiet small' }, ' ' + [body >= 0 ? KG.label(NET.nodes[body].names) : '', KG.t('n-articles', { n: count })].filter(Boolean).join(' · ')));
  const roles = KG.evidence().roles[node.at] || [];
  row('roles', roles.length ? KG.firstOf(roles, 6, held, KG.h('div')) : null);
  row('broader', node.broader !== undefined ? NET.nodeButton(node.broader) : '');
  if (node.type === 'meeting') {
    row('filter-kind', node.kind && KG.term('kind/' + node.kind));
    row('filter-status', node.status && KG.term('status/' + node.status));
    row('when', [...new Set([node.start, node.end].filter(Boolean))].join(' – '));
    row('where', KG.list([node.place ? KG.label(node.place) : '', node.country !== undefined ? KG.label(NET.nodes[node.country].names) : '', node.venue].filter(Boolean)));
    row('filter-confidence', node.confidence.toFixed(2));
    row('differ', (node.differ || []).map((difference) => KG.h('div', {}, KG.difference(difference))));
  }
  return rows.length ? KG.h('dl', { class: 'facts' }, rows) : null;
};

/** What a node is tied to, by relation and direction, the best reported first. */
NET.neighbours = (node) => {
  const groups = new Map();
  for (const at of node.links) {
    const edge = NET.edges[at];
    if (edge.relation === 'said') continue;
    const out = edge.source === node.at;
    const key = `${edge.relation}-${out ? 'out' : 'in'}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push([out ? edge.target : edge.source, at]);
  }
  return [...groups].map(([key, rows]) => {
    rows.sort((a, b) => NET.order(NET.nodes[a[0]], NET.nodes[b[0]]) || a[0] - b[0]);
    const line = ([other, at]) => KG.h('li', {}, NET.nodeButton(other, NET.edges[at].articles.length > 1 ? KG.t('n-articles', { n: NET.edges[at].articles.length }) : ''));
    return [KG.h('h3', {}, KG.t('relation-' + key) + ` (${rows.length})`), KG.firstOf(rows, 8, line)];
  });
};
NET.order = (a, b) => (a.type === 'meeting' && b.type === 'meeting' ? (a.start < b.start ? 1 : a.start > b.start ? -1 : 0) : b.total - a.total);

/** Statements that a node made or that are about it: issue, act, who. */
NET.statementsOf = (node) => {
  const rows = KG.evidence().statements.filter(([speaker, side, issue, , meeting]) => [speaker, side, issue, meeting].includes(node.at));
  if (!rows.length) return null;
  const line = ([speaker, side, issue, act, , , date, passages, sure]) => {
    const who = node.at === speaker ? [] : [NET.nodeButton(speaker, side >= 0 && side !== speaker ? KG.label(NET.nodes[side].names) : '')];
    const what = node.at === issue ? [] : [NET.nodeButton(issue)];
    const item = KG.h('li', {}, who, ' ', KG.act(act, sure), ' ', what, ' ', KG.h('span', { class: 'quiet small' }, date || ''));
    if (passages.length) item.append(' ', NET.words(passages, new Set([speaker, issue, node.at]), sure));
    return item;
  };
  rows.sort((a, b) => ((a[6] || '') < (b[6] || '') ? 1 : -1));
  const total = KG.evidence().statementCounts[node.at] || rows.length;
  const left = total > rows.length ? KG.h('p', { class: 'quiet small' }, KG.t('statements-left-out', { n: total - rows.length })) : null;
  const legend = rows.some((row) => KG.unsure(row[8])) ? KG.h('p', { class: 'quiet small' }, KG.actLegend()) : null;
  return [KG.h('h3', {}, `${KG.t('statements')} (${total})`), legend, KG.firstOf(rows, 12, line), left];
};

/** A button that opens the words under its line. */
NET.words = (passages, own, sure) => {
  const button = KG.h('button', { type: 'button', class: 'plain small', 'aria-expanded': 'false', onclick: () => {
    const open = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!open));
    if (open) button.nextElementSibling.remove();
    else button.after(KG.h('div', {}, KG.actNote(sure), KG.passages(passages, own)));
  } }, KG.t('words'));
  return button;
};

/** A node's own passages, then those of its edges. */
NET.nodePassages = (node) => {
  const { nodePassages, edgePassages } = KG.evidence();
  return [...new Set([...nodePassages[node.at], ...node.links.flatMap((at) => edgePassages[at])])].slice(0, 60);
};

NET.edgePanel = (edge) => {
  const numbers = KG.evidence().edgePassages[edge.at];
  const [source, target] = [NET.nodes[edge.source], NET.nodes[edge.target]];
  return [
    NET.heading(`${KG.label(source.names)} — ${KG.label(target.names)}`),
    KG.h('p', {}, NET.nodeButton(edge.source), ' → ', KG.t('relation-' + edge.relation), ' → ', NET.nodeButton(edge.target)),
    KG.h('p', { class: 'quiet small' }, [KG.t('n-articles', { n: edge.articles.length }), KG.t('n-accounts', { n: edge.count }), `${KG.t('filter-confidence')} ${edge.confidence.toFixed(2)}`].join(' · ')),
    KG.h('h3', {}, KG.t('passages')), numbers.length ? KG.passages(numbers, new Set([edge.source, edge.target])) : KG.h('p', { class: 'quiet' }, KG.t('no-passages')),
  ];
};

/** Show only what is near a node; the way there is kept as a trail. */
NET.focus = (at, hops = NET.state.hops) => {
  const { state } = NET;
  if (state.focus !== at) {
    const seen = state.trail.indexOf(at);
    state.trail = seen >= 0 ? state.trail.slice(0, seen + 1) : [...state.trail, at];
  }
  Object.assign(state, { focus: at, hops, node: at, edge: -1 });
  NET.commit(true);
  NET.drawPanel();
  NET.fit();
};
NET.unfocus = () => {
  Object.assign(NET.state, { focus: -1, trail: [] });
  NET.commit(true);
  NET.drawPanel();
  NET.fit();
};
NET.drawTrail = () => {
  const { focus, trail, hops } = NET.state;
  const steps = trail.map((at) => KG.h('li', {}, KG.h('button', { type: 'button', class: 'plain external', 'aria-current': at === focus ? 'step' : null,
    onclick: () => NET.focus(at) }, KG.label(NET.nodes[at].names))));
  const list = document.getElementById('trail');
  list.hidden = focus < 0;
  KG.fill(list, KG.h('li', {}, KG.h('button', { type: 'button', class: 'plain', id: 'unfocus', onclick: NET.unfocus }, KG.t('whole'))), steps,
    KG.h('li', { class: 'quiet small' }, KG.t('n-steps', { n: hops })));
};

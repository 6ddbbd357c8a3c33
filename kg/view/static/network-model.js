/* What is shown: the state of the filters and which nodes and edges pass it. */
const NET = { graph: KG.read('graph'), TYPES: ['person', 'meeting', 'country', 'organization', 'issue'] };
NET.RELATIONS = NET.graph.relations;
NET.nodes = NET.graph.nodes.map(([id, type, names, spellings, articles, total, more, x, y, community], at) => ({
  at, id, type: NET.graph.types[type], names, spellings, articles, total, x, y, community,
  kind: '', status: '', start: '', end: '', countries: [], confidence: 1, links: [], ...more,
}));
NET.edges = NET.graph.edges.map(([source, target, relation, count, confidence, articles], at) => ({
  at, source, target, relation: NET.RELATIONS[relation], count, confidence, articles,
}));
NET.byId = new Map(NET.nodes.map((node) => [node.id, node.at]));
for (const edge of NET.edges) {
  NET.nodes[edge.source].links.push(edge.at);
  NET.nodes[edge.target].links.push(edge.at);
}
NET.MEETING_EDGES = new Set(['participant', 'party', 'discussed', 'sidelines']);

NET.start = () => ({
  off: new Set(), kinds: new Set(), statuses: new Set(), publishers: new Set(), countries: new Set(), issues: new Set(),
  from: '', to: '', least: 1, alone: false, confidence: 0, focus: -1, hops: 1, trail: [], node: -1, edge: -1, at: '',
});
NET.state = NET.start();

/** First and last month that a date may mean. */
NET.months = (start, end) => {
  const first = (start || '').slice(0, 7);
  const last = (end || start || '').slice(0, 7);
  return [first.length === 4 ? first + '-01' : first, last.length === 4 ? last + '-12' : last];
};
NET.inRange = (state, start, end) => {
  const [first, last] = NET.months(start, end);
  if (!first) return false;
  return (!state.from || last >= state.from) && (!state.to || first <= state.to);
};
NET.articleDate = (at) => NET.graph.articles[at][1];

/** Whether one of the articles is of a chosen publisher and of the range (a meeting's own date says more). */
NET.sourcesPass = (state, articles, dated) => {
  const ranged = !dated && (state.from || state.to);
  if (!ranged && !state.publishers.size) return true;
  return articles.some((at) => {
    const [publisher, date] = NET.graph.articles[at];
    if (state.publishers.size && !state.publishers.has(publisher)) return false;
    return !ranged || NET.inRange(state, date, date);
  });
};
NET.any = (chosen, values) => !chosen.size || values.some((value) => chosen.has(value));

NET.meetingPasses = (state, node) => {
  if (state.kinds.has(node.kind) || state.statuses.has(node.status)) return false;
  if (node.confidence < state.confidence || node.total < state.least) return false;
  if ((state.from || state.to) && node.start && !NET.inRange(state, node.start, node.end)) return false;
  if (!NET.any(state.countries, node.countries)) return false;
  if (!NET.any(state.issues, NET.issuesOf(node))) return false;
  return NET.sourcesPass(state, node.articles, Boolean(node.start));
};
NET.issuesOf = (node) => (node.issues ??= node.links.map((at) => NET.edges[at])
  .filter((edge) => edge.relation === 'discussed').map((edge) => edge.target));

NET.nodePasses = (state, node) => (node.type === 'meeting' ? NET.meetingPasses(state, node) : node.total >= state.least);

NET.edgePasses = (state, edge) => {
  const [source, target] = [NET.nodes[edge.source], NET.nodes[edge.target]];
  if (edge.confidence < state.confidence) return false;
  if (NET.MEETING_EDGES.has(edge.relation)) {
    if (edge.relation === 'discussed' && state.issues.size && !state.issues.has(edge.target)) return false;
    return NET.sourcesPass(state, edge.articles, Boolean((source.type === 'meeting' ? source : target).start));
  }
  if (state.kinds.size || state.statuses.size) return false;
  if (state.issues.size && !(edge.relation === 'said' && state.issues.has(edge.target))) return false;
  if (!NET.any(state.countries, [...source.countries, edge.target])) return false;
  return NET.sourcesPass(state, edge.articles, false);
};

/** Whether a filter is set that asks of the others to be linked to something that passes it. */
NET.isNarrow = (state) => Boolean(state.kinds.size || state.statuses.size || state.publishers.size || state.countries.size
  || state.issues.size || state.from || state.to || state.confidence > 0);

/**
 * The nodes and edges that pass: numbers in the order of the page. Whatever is no meeting stays while something that
 * passes links to it, or, where `alone` is set and nothing narrows the view, in any case.
 */
NET.visible = (state) => {
  const open = NET.nodes.map((node) => NET.nodePasses(state, node));
  const near = state.focus >= 0 ? NET.near(state.focus, state.hops, open) : null;
  const here = (at) => open[at] && (!near || near.has(at));
  const on = (at) => !state.off.has(NET.nodes[at].type);
  const links = NET.edges.filter((edge) => here(edge.source) && here(edge.target) && NET.edgePasses(state, edge));
  const linked = new Set(links.flatMap((edge) => [edge.source, edge.target]));
  const free = state.alone && !NET.isNarrow(state);
  const keep = (node) => here(node.at) && on(node.at) && (free || node.type === 'meeting' || linked.has(node.at) || state.focus === node.at);
  return {
    nodes: NET.nodes.filter(keep).map((node) => node.at),
    edges: links.filter((edge) => on(edge.source) && on(edge.target)).map((edge) => edge.at),
  };
};

/** Nodes within so many steps of one. */
NET.near = (start, hops, open) => {
  const seen = new Set([start]);
  let edge = [start];
  for (let step = 0; step < hops; step += 1) {
    const next = [];
    for (const at of edge) {
      for (const link of NET.nodes[at].links) {
        const { source, target } = NET.edges[link];
        const other = source === at ? target : source;
        if (open[other] && !seen.has(other)) { seen.add(other); next.push(other); }
      }
    }
    edge = next;
  }
  return seen;
};

/** What a node is called on the canvas: a meeting by its kind and date, a visit also by the country, the others by name. */
NET.short = (node) => {
  if (node.type !== 'meeting') return KG.label(node.names);
  const where = node.kind === 'visit' && node.country !== undefined ? KG.label(NET.nodes[node.country].names) : '';
  return [KG.term('kind/' + node.kind), where, node.start].filter(Boolean).join(' ');
};
NET.search = (text) => {
  const wanted = text.split(/\s+/).map(KG.fold).filter(Boolean);
  if (!wanted.length) return [];
  NET.keys ??= NET.nodes.map((node) => [...new Set([...node.names, ...node.spellings].filter(Boolean).map(KG.fold))]);
  const rank = (keys) => {
    const whole = wanted.join('');
    if (keys.some((key) => key === whole)) return 0;
    if (keys.some((key) => key.startsWith(whole))) return 1;
    return keys.some((key) => wanted.every((part) => key.includes(part))) ? 2 : 9;
  };
  return NET.nodes.map((node) => [rank(NET.keys[node.at]), node])
    .filter(([score]) => score < 9)
    .sort((a, b) => a[0] - b[0] || b[1].total - a[1].total || a[1].at - b[1].at)
    .map(([, node]) => node);
};

/* The view in the address: every filter, the focus and what is selected. */
NET.LISTS = { off: 'hide', kinds: 'nokind', statuses: 'nostatus', publishers: 'pub', countries: 'country', issues: 'issue' };

NET.names = {
  off: [(value) => value, (text) => text],
  kinds: [(value) => value, (text) => text],
  statuses: [(value) => value, (text) => text],
  publishers: [(value) => NET.graph.publishers[value].id, (text) => NET.graph.publishers.findIndex((row) => row.id === text)],
  countries: [(at) => NET.nodes[at].id, (id) => NET.byId.get(id) ?? -1],
  issues: [(at) => NET.nodes[at].id, (id) => NET.byId.get(id) ?? -1],
};

NET.edgeName = (edge) => [NET.nodes[edge.source].id, edge.relation, NET.nodes[edge.target].id].join('|');

NET.write = (push = false) => {
  const { state } = NET;
  const values = { lang: KG.language, theme: KG.themeName };
  for (const [name, key] of Object.entries(NET.LISTS)) {
    if (state[name].size) values[key] = [...state[name]].map(NET.names[name][0]).map(encodeURIComponent).join(',');
  }
  if (state.from) values.from = state.from;
  if (state.to) values.to = state.to;
  if (state.least > 1) values.least = state.least;
  if (state.alone) values.alone = 1;
  if (state.confidence > 0) values.conf = state.confidence;
  if (state.focus >= 0) Object.assign(values, { focus: NET.nodes[state.focus].id, hops: state.hops });
  if (state.trail.length) values.trail = state.trail.map((at) => encodeURIComponent(NET.nodes[at].id)).join(',');
  if (state.at) values.at = state.at;
  if (state.node >= 0) values.node = NET.nodes[state.node].id;
  if (state.edge >= 0) values.edge = NET.edgeName(NET.edges[state.edge]);
  KG.setHash(values, push);
};

NET.readState = () => {
  const hash = KG.hash();
  const state = NET.start();
  const list = (key) => (hash.get(key) || '').split(',').filter(Boolean).map(NET.decode);
  for (const [name, key] of Object.entries(NET.LISTS)) {
    state[name] = new Set(list(key).map(NET.names[name][1]).filter((value) => value !== -1));
  }
  const month = (key) => (/^\d{4}-\d\d$/.test(hash.get(key) || '') ? hash.get(key) : '');
  const number = (key, low, high, otherwise) => {
    const value = Number.parseFloat(hash.get(key));
    return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : otherwise;
  };
  Object.assign(state, { from: month('from'), to: month('to'), least: Math.round(number('least', 1, 1e6, 1)) });
  state.alone = hash.get('alone') === '1';
  Object.assign(state, { confidence: number('conf', 0, 1, 0), hops: Math.round(number('hops', 1, 3, 1)) });
  const find = (id) => NET.byId.get(id) ?? -1;
  state.focus = find(hash.get('focus'));
  state.node = find(hash.get('node'));
  state.at = /^-?\d+,-?\d+,\d+(\.\d+)?$/.test(hash.get('at') || '') ? hash.get('at') : '';
  state.trail = list('trail').map(find).filter((at) => at >= 0);
  if (state.focus >= 0 && state.trail.at(-1) !== state.focus) state.trail.push(state.focus);
  const edge = hash.get('edge');
  state.edge = edge ? NET.edges.findIndex((row) => NET.edgeName(row) === edge) : -1;
  NET.state = state;
};
NET.decode = (text) => {
  try { return decodeURIComponent(text); } catch { return ''; }
};

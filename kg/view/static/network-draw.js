/* The canvas: vis-network draws what passes, where the builder placed it. */
NET.SHAPES = { person: 'dot', meeting: 'diamond', country: 'square', organization: 'hexagon', issue: 'triangle' };
NET.PHYSICS_LIMIT = 400;
NET.MANY = 4000; // edges; above it they are drawn in one stroke, and only those of the selection can be clicked
NET.isMany = NET.edges.length > NET.MANY;
NET.READABLE = 6; // pixels of a label's height; below it vis-network draws none, and the best known names are drawn larger
NET.shown = { nodes: new Set(), edges: new Set() };

NET.size = (node) => Math.min(34, 6 + 4 * Math.sqrt(node.total));
NET.fontSize = (node) => Math.min(26, 11 + 2 * Math.sqrt(node.total));

/** How wide a text is drawn, in Han characters. */
NET.measure = (text) => [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 1 : 0.55), 0);
NET.LINE = 10.5;

/** A label in at most two lines, cut between words, or anywhere in Han text. */
NET.wrap = (text) => {
  const lines = [''];
  for (const piece of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/gu) || []) {
    if (lines.at(-1) && NET.measure(lines.at(-1) + piece.trimEnd()) > NET.LINE) lines.push('');
    if (lines.at(-1) || piece.trim()) lines[lines.length - 1] += piece;
  }
  return lines.length > 2 ? `${lines[0].trimEnd()}\n${lines[1].trimEnd()}…` : lines.map((line) => line.trimEnd()).join('\n');
};

NET.visNode = (at) => {
  const node = NET.nodes[at];
  const open = node.type === 'meeting' && node.status && node.status !== 'held';
  const [x, y] = NET.spot(at);
  return {
    id: at, label: NET.wrap(NET.short(node)), x, y, size: NET.size(node),
    group: open ? 'open' : node.type, font: { size: NET.fontSize(node) },
  };
};
NET.visEdge = (at) => {
  const edge = NET.edges[at];
  return { id: at, from: edge.source, to: edge.target, width: 0.6 + Math.min(4, Math.log2(edge.count + 1) * 0.8), hidden: NET.isMany };
};

NET.options = () => {
  const [ink, ground, surface] = ['ink', 'ground', 'surface'].map(KG.color);
  const group = (type, hollow) => {
    const color = KG.color(type);
    const fill = hollow ? surface : color;
    return {
      shape: NET.SHAPES[type], borderWidth: hollow ? 2 : 1,
      color: { background: fill, border: color, highlight: { background: fill, border: ink }, hover: { background: fill, border: ink } },
    };
  };
  return {
    autoResize: true,
    physics: { enabled: false, solver: 'forceAtlas2Based', forceAtlas2Based: { springLength: 60, avoidOverlap: 0.6 }, stabilization: false },
    layout: { improvedLayout: false, randomSeed: 1 },
    groups: { ...Object.fromEntries(NET.TYPES.map((type) => [type, group(type, false)])), open: group('meeting', true) },
    nodes: {
      font: { color: ink, face: getComputedStyle(document.body).fontFamily, strokeWidth: 4, strokeColor: ground, vadjust: -2 },
      scaling: { label: { drawThreshold: NET.READABLE, maxVisible: 40 } }, chosen: true, shapeProperties: { interpolation: false },
    },
    edges: {
      smooth: false, selectionWidth: 2, hoverWidth: 1,
      color: { color: KG.color('edge'), opacity: 0.32, highlight: KG.color('accent'), hover: KG.color('accent'), inherit: false },
    },
    interaction: { hover: true, tooltipDelay: 120, keyboard: false, multiselect: false },
  };
};

NET.create = () => {
  const shown = NET.visible(NET.state);
  NET.shown = { nodes: new Set(shown.nodes), edges: new Set(shown.edges) };
  NET.spots = NET.arrange(NET.state.focus, NET.shown);
  NET.data = { nodes: new vis.DataSet(shown.nodes.map(NET.visNode)), edges: new vis.DataSet(shown.edges.map(NET.visEdge)) };
  NET.network = new vis.Network(document.getElementById('canvas'), NET.data, NET.options());
  NET.network.on('click', (event) => NET.pick(event.nodes[0] ?? -1, event.nodes.length ? -1 : event.edges[0] ?? -1));
  NET.network.on('doubleClick', (event) => { if (event.nodes.length) NET.focus(event.nodes[0]); });
  NET.network.on('hoverNode', (event) => NET.tip(event.node, event.pointer.DOM));
  NET.network.on('blurNode', () => { document.getElementById('tip').hidden = true; });
  NET.network.on('afterDrawing', NET.veil);
  NET.createOverview();
};

/** Bring the canvas to what passes now, moving only what changed. */
NET.redraw = () => {
  const shown = NET.visible(NET.state);
  const next = { nodes: new Set(shown.nodes), edges: new Set(shown.edges) };
  const gone = (kind) => [...NET.shown[kind]].filter((at) => !next[kind].has(at));
  const come = (kind) => shown[kind].filter((at) => !NET.shown[kind].has(at));
  const before = NET.spots;
  NET.spots = NET.arrange(NET.state.focus, next);
  const [lostEdges, lostNodes, newNodes, newEdges] = [gone('edges'), gone('nodes'), come('nodes'), come('edges')];
  if (lostEdges.length) NET.data.edges.remove(lostEdges);
  if (lostNodes.length) NET.data.nodes.remove(lostNodes);
  if (newNodes.length) NET.data.nodes.add(newNodes.map(NET.visNode));
  if (newEdges.length) NET.data.edges.add(newEdges.map(NET.visEdge));
  if (before || NET.spots) NET.data.nodes.update(shown.nodes.map((id) => ({ id, x: NET.spot(id)[0], y: NET.spot(id)[1] })));
  NET.shown = next;
  NET.path = null;
};

/** Draw all again: another language or theme. */
NET.restyle = () => {
  const view = { position: NET.network.getViewPosition(), scale: NET.network.getScale(), animation: false };
  NET.network.setOptions(NET.options());
  NET.data = { nodes: new vis.DataSet([...NET.shown.nodes].map(NET.visNode)), edges: new vis.DataSet([...NET.shown.edges].map(NET.visEdge)) };
  NET.network.setData(NET.data);
  NET.network.moveTo(view);
  NET.highlight();
};

/** The selection with what it touches, null where nothing is selected. */
NET.chosen = () => {
  const { node, edge } = NET.state;
  if (node < 0 && edge < 0) return null;
  const links = edge >= 0 ? [edge] : NET.nodes[node].links;
  const edges = links.filter((at) => NET.shown.edges.has(at));
  return { edges, nodes: new Set(edges.flatMap((at) => [NET.edges[at].source, NET.edges[at].target]).concat(node >= 0 ? [node] : [])) };
};

/** Everything but the selection and what it touches fades; drawn over the picture, so that it costs little. */
NET.veil = (context) => {
  const chosen = NET.chosen();
  if (!chosen) return;
  const { nodes, edges } = NET.network.body;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 0.72;
  context.fillStyle = KG.color('ground');
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.restore();
  for (const at of chosen.edges) edges[at]?.draw(context);
  const labels = [...chosen.nodes].filter((at) => nodes[at]).map((at) => nodes[at].draw(context));
  for (const label of labels) label.drawExternalLabel?.();
};

NET.highlight = () => {
  const { node, edge } = NET.state;
  NET.network.unselectAll();
  if (NET.isMany) NET.openEdges(edge >= 0 ? [edge] : node >= 0 ? NET.nodes[node].links : []);
  if (node >= 0 && NET.shown.nodes.has(node)) NET.network.selectNodes([node]);
  else if (edge >= 0 && NET.shown.edges.has(edge)) NET.network.selectEdges([edge]);
  NET.network.redraw();
};

NET.fit = () => {
  NET.state.at = '';
  NET.write();
  if (NET.shown.nodes.size) NET.network.fit({ nodes: [...NET.shown.nodes], animation: false, maxZoomLevel: 1.6 });
};

NET.tip = (at, { x, y }) => {
  const node = NET.nodes[at];
  const tip = document.getElementById('tip');
  KG.fill(tip, KG.h('strong', { class: 'external' }, KG.label(node.names)), KG.h('div', { class: 'quiet small' },
    [KG.t('type-' + node.type), node.start, KG.t('n-articles', { n: node.total })].filter(Boolean).join(' · ')));
  tip.hidden = false;
  const stage = document.getElementById('stage').getBoundingClientRect();
  tip.style.left = Math.min(x + 14, stage.width - tip.offsetWidth - 8) + 'px';
  tip.style.top = Math.min(y + 14, stage.height - tip.offsetHeight - 8) + 'px';
};

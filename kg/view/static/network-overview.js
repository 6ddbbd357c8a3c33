/* Seen from afar: the best known names at a size that can be read; of large graphs, all edges in one stroke. */
NET.NAMES = 60;

NET.createOverview = () => {
  NET.network.on('afterDrawing', NET.drawNames);
  if (!NET.isMany) return;
  NET.network.on('beforeDrawing', NET.drawLines);
  const still = () => { NET.isMoving = false; NET.network.redraw(); };
  const moves = () => {
    NET.isMoving = true;
    clearTimeout(NET.rest);
    NET.rest = setTimeout(still, 200);
  };
  NET.network.on('dragStart', () => { NET.isMoving = true; clearTimeout(NET.rest); });
  NET.network.on('dragEnd', still);
  NET.network.on('zoom', moves);
};

/** All shown edges as two paths, made once for what is shown: within communities, and between them. */
NET.linesPath = () => {
  const paths = [new Path2D(), new Path2D()];
  for (const at of NET.shown.edges) {
    const { source, target } = NET.edges[at];
    const path = paths[NET.nodes[source].community === NET.nodes[target].community ? 0 : 1];
    path.moveTo(...NET.spot(source));
    path.lineTo(...NET.spot(target));
  }
  return paths;
};

NET.drawLines = (context) => {
  if (NET.isMoving) return;
  NET.path ??= NET.linesPath();
  const alpha = Math.min(0.35, 1500 / NET.shown.edges.size + 0.03);
  context.save();
  context.strokeStyle = KG.color('edge');
  context.lineWidth = 1 / NET.network.getScale();
  NET.path.forEach((path, between) => {
    context.globalAlpha = between ? alpha / 4 : alpha;
    context.stroke(path);
  });
  context.restore();
};

/** Edges that can be hovered and clicked: those of the selection. */
NET.openEdges = (links) => {
  const shown = links.filter((at) => NET.shown.edges.has(at));
  const before = (NET.opened || []).filter((at) => NET.shown.edges.has(at));
  NET.data.edges.update([...before.map((id) => ({ id, hidden: true })), ...shown.map((id) => ({ id, hidden: false }))]);
  NET.opened = shown;
};

/** Names of the best reported nodes in view at a size that can be read, none over another. */
NET.drawNames = (context) => {
  const scale = NET.network.getScale();
  if (NET.isMoving || scale * 13 > NET.READABLE) return;
  const chosen = NET.chosen();
  NET.ranked ??= [...NET.nodes].filter((node) => node.type !== 'meeting').sort((a, b) => b.total - a.total || a.at - b.at);
  const ratio = context.canvas.width / context.canvas.clientWidth;
  const taken = [];
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  Object.assign(context, { font: `600 13px ${getComputedStyle(document.body).fontFamily}`, textAlign: 'center', lineWidth: 4, strokeStyle: KG.color('ground'), fillStyle: KG.color('ink'), lineJoin: 'round' });
  for (const node of NET.ranked) {
    if (taken.length >= NET.NAMES) break;
    if (!NET.shown.nodes.has(node.at) || (chosen && !chosen.nodes.has(node.at))) continue;
    const { x, y } = NET.network.canvasToDOM({ x: NET.spot(node.at)[0], y: NET.spot(node.at)[1] });
    const text = KG.label(node.names);
    const half = context.measureText(text).width / 2 + 4;
    const free = x > half && x < context.canvas.clientWidth - half && y > 10 && y < context.canvas.clientHeight - 22
      && !taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < 20);
    if (!free) continue;
    taken.push({ x, y, half });
    if (NET.fontSize(node) * scale >= NET.READABLE) continue;
    context.strokeText(text, x, y + 18);
    context.fillText(text, x, y + 18);
  }
  context.restore();
};

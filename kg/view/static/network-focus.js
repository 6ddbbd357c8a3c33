/* A neighbourhood around its middle: rings by distance, types side by side, what belongs together near each other. */
NET.RINGS_UP_TO = 400; // nodes; more stay where they are
NET.RING = 150; // pixels between what is so many steps away and what is one more
NET.STAGGER = 72; // pixels between the rings of the same distance, taken in turn
NET.ROOM = 125; // pixels that a node and its label take on a ring

/** Where a node stands now: on a ring of the focus, else where the builder placed it. */
NET.spot = (at) => NET.spots?.get(at) ?? [NET.nodes[at].x, NET.nodes[at].y];

/** The nodes by distance from the focus, the nearest first. */
NET.layers = (start, shown) => {
  const layers = [[start]];
  const seen = new Set(layers[0]);
  for (let ring = layers[0]; ring.length; ring = layers.at(-1)) {
    const next = new Set();
    for (const at of ring) {
      for (const link of NET.nodes[at].links) {
        if (!shown.edges.has(link)) continue;
        const { source, target } = NET.edges[link];
        const other = source === at ? target : source;
        if (!seen.has(other)) next.add(other);
      }
    }
    next.forEach((at) => seen.add(at));
    layers.push([...next]);
  }
  const rest = [...shown.nodes].filter((at) => !seen.has(at));
  return [...layers.slice(1), rest].filter((layer) => layer.length);
};

/** The direction of a node's neighbours that stand already, as a share of the circle; its own place where none does. */
NET.direction = (at, angles, otherwise) => {
  let [x, y] = [0, 0];
  for (const link of NET.nodes[at].links) {
    const { source, target } = NET.edges[link];
    const angle = angles.get(source === at ? target : source);
    if (angle !== undefined) { x += Math.cos(angle); y += Math.sin(angle); }
  }
  return x || y ? Math.atan2(y, x) : otherwise;
};

NET.arrange = (focus, shown) => {
  if (focus < 0 || !shown.nodes.has(focus) || shown.nodes.size > NET.RINGS_UP_TO) return null;
  const spots = new Map([[focus, [0, 0]]]);
  const angles = new Map();
  let radius = 0;
  NET.layers(focus, shown).forEach((layer, depth) => {
    const order = (at) => (depth ? NET.direction(at, angles, 0) : NET.TYPES.indexOf(NET.nodes[at].type));
    const ranked = layer.map((at) => [order(at), at]).sort((a, b) => a[0] - b[0] || NET.order(NET.nodes[a[1]], NET.nodes[b[1]]) || a[1] - b[1]);
    const rings = ranked.length > 60 ? 3 : ranked.length > 12 ? 2 : 1;
    radius = Math.max(radius + NET.RING, (ranked.length * NET.ROOM) / (2 * Math.PI * rings));
    ranked.forEach(([, at], number) => {
      const angle = (2 * Math.PI * (number + 0.5)) / ranked.length - Math.PI;
      const ring = radius + NET.STAGGER * (number % rings);
      angles.set(at, angle);
      spots.set(at, [Math.round(1.25 * ring * Math.cos(angle)), Math.round(ring * Math.sin(angle))]);
    });
    radius += NET.STAGGER * (rings - 1);
  });
  return spots;
};

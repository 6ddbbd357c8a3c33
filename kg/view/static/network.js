/* Puts the network page together. */
NET.drawBar = () => {
  const button = (id, key, action, pressed = null) => KG.h('button', { type: 'button', id, onclick: action, 'aria-pressed': pressed }, KG.t(key));
  const loose = NET.nodes.length <= NET.PHYSICS_LIMIT;
  const physics = button('physics', 'physics', NET.togglePhysics, String(Boolean(NET.moving)));
  if (!loose) Object.assign(physics, { disabled: true, title: KG.t('physics-off', { n: NET.PHYSICS_LIMIT }) });
  KG.fill(document.getElementById('bar'),
    KG.h('button', { type: 'button', id: 'zoom-in', 'aria-label': KG.t('zoom-in'), onclick: () => NET.zoom(1.3) }, '+'),
    KG.h('button', { type: 'button', id: 'zoom-out', 'aria-label': KG.t('zoom-out'), onclick: () => NET.zoom(1 / 1.3) }, '−'),
    button('fit', 'fit', NET.fit), physics, button('png', 'save-png', NET.savePng),
    button('csv-nodes', 'save-nodes', () => NET.saveTable('nodes.csv', NET.nodeRows())),
    button('csv-edges', 'save-edges', () => NET.saveTable('edges.csv', NET.edgeRows())));
};

NET.togglePhysics = () => {
  NET.moving = !NET.moving;
  NET.network.setOptions({ physics: { enabled: NET.moving } });
  NET.drawBar();
  document.getElementById('physics').focus();
};

NET.zoom = (factor) => {
  NET.network.moveTo({ scale: NET.network.getScale() * factor, animation: false });
  NET.noteView();
};
NET.pan = (x, y) => {
  const { x: left, y: top } = NET.network.getViewPosition();
  const scale = NET.network.getScale();
  NET.network.moveTo({ position: { x: left + x / scale, y: top + y / scale }, animation: false });
  NET.noteView();
};

/** Arrows move, plus and minus zoom, 0 shows all, Enter opens the node nearest to the middle, f focuses on what is selected, Escape goes back. */
NET.onKey = (event) => {
  const step = 80;
  const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (moves[event.key]) NET.pan(...moves[event.key]);
  else if (event.key === '+' || event.key === '=') NET.zoom(1.3);
  else if (event.key === '-') NET.zoom(1 / 1.3);
  else if (event.key === '0') NET.fit();
  else if (event.key === 'Enter') NET.pickMiddle();
  else if (event.key === 'f' && NET.state.node >= 0) NET.focus(NET.state.node);
  else if (event.key === 'Escape') { if (NET.state.node >= 0 || NET.state.edge >= 0) NET.pick(-1, -1); else NET.unfocus(); } else return;
  event.preventDefault();
};
NET.pickMiddle = () => {
  const { x, y } = NET.network.getViewPosition();
  const far = (node) => { const at = NET.network.getPosition(node); return (at.x - x) ** 2 + (at.y - y) ** 2; };
  const nearest = [...NET.shown.nodes].reduce((best, at) => (best < 0 || far(at) < far(best) ? at : best), -1);
  if (nearest >= 0) NET.pick(nearest, -1, true);
};

/** The search box: a combobox whose list is walked with the arrow keys. */
NET.searching = () => {
  const [input, list] = ['search', 'found'].map((id) => document.getElementById(id));
  let rows = [];
  let chosen = -1;
  const close = () => { list.hidden = true; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  const take = (node) => { close(); input.value = KG.label(node.names); NET.reveal(node); };
  const mark = (at) => {
    chosen = at;
    [...list.children].forEach((row, number) => row.setAttribute('aria-selected', String(number === at)));
    if (at >= 0) { input.setAttribute('aria-activedescendant', `found-${at}`); list.children[at].scrollIntoView({ block: 'nearest' }); }
  };
  input.addEventListener('input', () => {
    rows = NET.search(input.value).slice(0, 12);
    const isVain = !rows.length && input.value.trim();
    KG.fill(list, isVain ? KG.h('li', { role: 'option', class: 'quiet', 'aria-disabled': 'true', 'aria-selected': 'false' }, KG.t('none-found')) : rows.map((node, at) => KG.h('li', { role: 'option', id: `found-${at}`, 'aria-selected': 'false', 'data-node': node.id, onmousedown: (event) => { event.preventDefault(); take(node); } },
      NET.swatch(node.type), KG.h('span', { class: 'external' }, KG.label(node.names)), KG.h('span', { class: 'quiet' }, KG.t('type-' + node.type)))));
    list.hidden = !rows.length && !isVain;
    input.setAttribute('aria-expanded', String(!list.hidden));
    KG.say(KG.t('n-found', { n: rows.length }));
    mark(rows.length ? 0 : -1);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { if (rows.length) mark((chosen + (event.key === 'ArrowDown' ? 1 : rows.length - 1)) % rows.length); } else if (event.key === 'Enter') { if (rows[chosen] && !list.hidden) take(rows[chosen]); } else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', close);
};

/** Select a node that a filter may hide: then the filters are lifted, so that it can be seen. */
NET.reveal = (node) => {
  if (!NET.shown.nodes.has(node.at)) {
    NET.state = NET.start();
    NET.drawFilters();
    NET.commit();
  }
  NET.pick(node.at, -1, true);
};

NET.all = () => {
  NET.drawFilters();
  NET.drawBar();
  NET.drawCounts();
  NET.drawTrail();
  NET.drawItems();
  NET.drawPanel();
};

NET.fromAddress = () => {
  NET.readState();
  NET.redraw();
  NET.highlight();
  NET.all();
};

KG.header('network', () => { NET.restyle(); NET.all(); NET.write(); });
NET.readState();
NET.create();
NET.searching();
NET.all();
NET.highlight();
NET.write();
addEventListener('hashchange', NET.fromAddress);
document.getElementById('canvas').addEventListener('keydown', NET.onKey);
document.getElementById('open-filters').addEventListener('click', (event) => {
  const open = document.getElementById('filters').classList.toggle('open');
  event.currentTarget.setAttribute('aria-expanded', String(open));
});
/** Where the reader looks, noted once the picture rests. */
NET.noteView = () => {
  clearTimeout(NET.noting);
  NET.noting = setTimeout(() => {
    const { x, y } = NET.network.getViewPosition();
    NET.state.at = `${Math.round(x)},${Math.round(y)},${NET.network.getScale().toFixed(3)}`;
    NET.write();
  }, 250);
};
NET.showView = (text) => {
  const [x, y, scale] = text.split(',').map(Number);
  NET.network.moveTo({ position: { x, y }, scale: Math.min(5, Math.max(0.01, scale)), animation: false });
};
NET.network.on('dragEnd', NET.noteView);
NET.network.on('zoom', NET.noteView);
NET.network.once('afterDrawing', () => {
  if (NET.state.at) NET.showView(NET.state.at);
  else if (NET.state.focus >= 0) NET.fit();
  else if (NET.state.node >= 0) NET.network.focus(NET.state.node, { scale: 1, animation: false });
  else NET.fit();
  performance.mark('first-view');
});

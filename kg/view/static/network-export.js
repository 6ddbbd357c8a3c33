/* What can be taken away: the picture and the visible part as tables. */
NET.savePng = () => {
  const source = NET.network.canvas.frame.canvas;
  const picture = document.createElement('canvas');
  Object.assign(picture, { width: source.width, height: source.height });
  const context = picture.getContext('2d');
  context.fillStyle = KG.color('ground');
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(source, 0, 0);
  picture.toBlob((blob) => { KG.save('network.png', blob); KG.say(KG.t('saved')); }, 'image/png');
};

NET.saveTable = (name, rows) => {
  KG.save(name, new Blob([KG.csv(rows)], { type: 'text/csv;charset=utf-8' }));
  KG.say(KG.t('saved'));
};

NET.nodeRows = () => [
  ['id', 'type', 'zh_hans', 'zh_hant', 'latin', 'kind', 'status', 'start', 'end', 'articles', 'confidence'],
  ...[...NET.shown.nodes].sort((a, b) => a - b).map((at) => {
    const node = NET.nodes[at];
    return [node.id, node.type, node.names[0], node.names[1] || node.names[0], node.names[2], node.kind, node.status, node.start, node.end, node.total, node.confidence];
  }),
];

NET.edgeRows = () => [
  ['source', 'source_name', 'relation', 'target', 'target_name', 'articles', 'accounts', 'confidence', 'publishers', 'first_published', 'last_published'],
  ...[...NET.shown.edges].sort((a, b) => a - b).map((at) => {
    const edge = NET.edges[at];
    const [source, target] = [NET.nodes[edge.source], NET.nodes[edge.target]];
    const days = edge.articles.map(NET.articleDate).filter(Boolean).sort();
    const names = [...new Set(edge.articles.map((number) => NET.graph.articles[number][0]))].filter((number) => number >= 0)
      .map((number) => KG.label(NET.graph.publishers[number].names)).sort();
    return [source.id, KG.label(source.names), edge.relation, target.id, KG.label(target.names), edge.articles.length, edge.count, edge.confidence,
      names.join('|'), days[0] ?? '', days.at(-1) ?? ''];
  }),
];

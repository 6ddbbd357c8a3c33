/* Puts the readouts page together. */
READ.readState = () => {
  const hash = KG.hash();
  const first = READ.matrices[0] ? READ.things[READ.matrices[0].meeting].id : '';
  const known = new Set(READ.matrices.map((matrix) => READ.things[matrix.meeting].id));
  READ.state = { meeting: known.has(hash.get('meeting')) ? hash.get('meeting') : first, issue: hash.get('issue') || '', side: hash.get('side') || '' };
};
READ.write = () => KG.setHash({ lang: KG.language, theme: KG.themeName, ...Object.fromEntries(Object.entries(READ.state).filter(([, value]) => value)) });

READ.drawChoices = () => {
  const dated = [...READ.matrices].sort((a, b) => ((READ.things[a.meeting].start || '') < (READ.things[b.meeting].start || '') ? 1 : -1));
  const label = (matrix) => `${READ.things[matrix.meeting].start || KG.t('undated')} ${READ.name(matrix.meeting)} (${KG.t('n-issues', { n: matrix.rows.length })})`;
  const options = dated.map((matrix) => KG.h('option', { value: READ.things[matrix.meeting].id, selected: READ.things[matrix.meeting].id === READ.state.meeting }, label(matrix)));
  KG.fill(document.getElementById('choices'), KG.h('label', {}, KG.t('meeting'), KG.h('select', { id: 'meeting', onchange: (event) => {
    READ.state.meeting = event.target.value;
    READ.drawMatrix();
    READ.write();
    KG.say(document.getElementById('matrix-title').textContent);
  } }, options)));
};

READ.all = () => {
  READ.drawChoices();
  READ.drawLegend();
  READ.drawMatrix();
  READ.drawPositions();
  const note = document.getElementById('left-out');
  const { left, leftSaid } = READ.data;
  note.hidden = !left && !leftSaid;
  note.textContent = KG.t(left ? 'left-out-readouts' : 'left-out-statements', { meetings: left, statements: leftSaid });
  READ.write();
};

KG.header('readouts', READ.all);
READ.readState();
READ.all();
addEventListener('hashchange', () => { READ.readState(); READ.all(); });

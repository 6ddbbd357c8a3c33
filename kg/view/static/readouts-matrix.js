/* The matrix of one meeting: issue by side, with the words behind each cell. */
const READ = { data: KG.read('readouts') };
READ.things = READ.data.things.map(([id, type, names, start, kind, status, articles, publishers]) => ({ id, type, names, start, kind, status, articles, publishers }));
READ.byId = new Map(READ.things.map((thing, at) => [thing.id, at]));
READ.STATES = READ.data.states;
READ.FEW = 4; // sides that all have a column; of more, those of whom nothing is told are only named

READ.matrices = READ.data.matrices.map(([meeting, sides, rows]) => {
  const told = (at) => rows.some(([, cells]) => { const [state, , , omitted] = cells[at]; return READ.STATES[state] === 'said' || omitted; });
  const shown = [...sides.keys()].filter((at) => sides.length <= READ.FEW || told(at));
  return {
    meeting, sides: shown.map((at) => sides[at]), silent: sides.filter((_, at) => !shown.includes(at)),
    rows: rows.map(([issue, cells, relation, unattributed]) => ({
      issue, relation, unattributed,
      cells: shown.map((at) => cells[at]).map(([state, acts, passages, omitted]) => ({ state: READ.STATES[state], acts, passages, omitted })),
    })),
  };
});
READ.name = (at) => (at >= 0 ? KG.label(READ.things[at].names) : '');

READ.SIGNS = { said: '●', 'other-only': '○', omitted: '∅', unknown: '–' };
READ.RELATIONS = { agree: '＝', oppose: '≠' };

READ.drawLegend = () => KG.fill(document.getElementById('legend'),
  READ.STATES.map((state) => KG.h('span', {}, KG.h('b', { 'aria-hidden': 'true' }, READ.SIGNS[state]), KG.t('state-' + state))),
  Object.entries(READ.RELATIONS).map(([name, sign]) => KG.h('span', { class: 'relation ' + name }, sign, ' ', KG.t('relation-' + name))), KG.actLegend());

/** Rows with a clash first, then what both speak of, then what one leaves out, then the rest. */
READ.weight = (row) => {
  const said = row.cells.filter((cell) => cell.state === 'said').length;
  if (row.relation === 'oppose') return 0;
  if (row.relation === 'agree') return 1;
  if (said > 1) return 2;
  return row.cells.some((cell) => cell.omitted) ? 3 : said ? 4 : 5;
};

READ.drawMatrix = () => {
  const table = document.getElementById('matrix');
  const matrix = READ.matrices.find((item) => READ.things[item.meeting].id === READ.state.meeting);
  const title = document.getElementById('matrix-title');
  const facts = document.getElementById('meeting-facts');
  if (!matrix) { KG.fill(table); KG.fill(facts); title.textContent = KG.t('no-matrix'); return; }
  const meeting = READ.things[matrix.meeting];
  title.textContent = KG.label(meeting.names);
  KG.fill(facts, [meeting.start || KG.t('undated'), KG.term('kind/' + meeting.kind), KG.term('status/' + meeting.status), KG.t('n-articles', { n: meeting.articles }),
    KG.t('n-publishers', { n: meeting.publishers })].join(' · '), ' · ', KG.h('a', { href: KG.address('network', 'node', meeting.id) }, KG.t('in-network')));
  const silent = document.getElementById('silent-sides');
  silent.hidden = !matrix.silent.length;
  silent.textContent = KG.t('silent-sides', { sides: matrix.silent.map(READ.name).join(' · ') });
  const head = KG.h('tr', {}, KG.h('th', { scope: 'col' }, KG.t('issue')), matrix.sides.map((side) => KG.h('th', { scope: 'col', class: 'external' }, READ.name(side))));
  const rows = [...matrix.rows].sort((a, b) => READ.weight(a) - READ.weight(b) || a.issue - b.issue);
  KG.fill(table, KG.h('caption', { class: 'unseen' }, KG.t('matrix')), KG.h('thead', {}, head), KG.h('tbody', {}, rows.map((row) => READ.row(matrix, row))));
};

READ.row = (matrix, row) => {
  const relation = row.relation ? KG.h('div', { class: 'relation ' + row.relation }, READ.RELATIONS[row.relation], ' ', KG.t('relation-' + row.relation)) : null;
  const line = KG.h('tr', { 'data-issue': row.issue >= 0 ? READ.things[row.issue].id : '' });
  const silent = row.cells.every((cell) => cell.state === 'unknown');
  const discussed = silent && row.unattributed.length ? KG.h('div', {}, READ.opener(line, matrix, row, -1, KG.t('discussed-only'))) : null;
  line.append(KG.h('th', { scope: 'row', class: 'external' }, READ.name(row.issue), relation, discussed),
    ...row.cells.map((cell, at) => READ.cell(line, matrix, row, cell, at)));
  return line;
};

READ.cell = (line, matrix, row, cell, at) => {
  const acts = cell.acts.length ? KG.h('ul', { class: 'chips' }, cell.acts.map(([act, , sure]) => KG.act(act, sure, 'li'))) : null;
  const state = (name) => KG.h('span', { class: 'state' }, `${READ.SIGNS[name]} ${KG.t('state-' + name)}`);
  const label = [cell.state === 'said' ? (acts ? null : state('said')) : cell.omitted ? null : state(cell.state), cell.omitted ? state('omitted') : null].filter(Boolean);
  const count = cell.passages.length + (cell.omitted || []).length;
  const words = count ? READ.opener(line, matrix, row, at, KG.t('n-passages', { n: count })) : null;
  return KG.h('td', { class: `cell ${cell.state}${cell.omitted ? ' omitted' : ''}`, 'data-state': cell.state }, acts, label, label.length && words ? ' ' : null, words);
};

/** A button that opens the words of a cell under its row; once open, those of the other sides stand beside them. */
READ.opener = (line, matrix, row, at, text) => {
  const button = KG.h('button', { type: 'button', class: 'plain small', 'aria-expanded': 'false', onclick: () => {
    const open = line.nextElementSibling?.classList.contains('words-row');
    const same = open && line.nextElementSibling.dataset.at === String(at);
    if (open) READ.shut(line);
    if (!same) READ.open(line, matrix, row, at, button);
  } }, text);
  return button;
};
READ.shut = (line) => {
  line.nextElementSibling.remove();
  line.classList.remove('open');
  line.querySelectorAll('[aria-expanded="true"]').forEach((button) => button.setAttribute('aria-expanded', 'false'));
  line.querySelectorAll('.opened').forEach((cell) => cell.classList.remove('opened'));
};
READ.open = (line, matrix, row, at, button) => {
  const order = at < 0 ? [] : [at, ...row.cells.keys()].filter((value, place, all) => all.indexOf(value) === place);
  const columns = order.filter((number) => row.cells[number].passages.length || row.cells[number].omitted?.length).map((number) => KG.h('section', {}, KG.h('h3', {}, READ.name(matrix.sides[number])),
    READ.words(row.cells[number], new Set([row.issue, matrix.sides[number]]))));
  if (at < 0) columns.push(KG.h('section', {}, KG.passages(row.unattributed, new Set([row.issue]))));
  line.after(KG.h('tr', { class: 'words-row', 'data-at': at }, KG.h('td', { class: 'words', colspan: matrix.sides.length + 1 }, KG.h('div', { class: 'sides-words' }, columns))));
  line.classList.add('open');
  button.closest('td')?.classList.add('opened');
  button.setAttribute('aria-expanded', 'true');
};
READ.words = (cell, own) => {
  const left = cell.omitted ? [KG.h('p', { class: 'state' }, `${READ.SIGNS.omitted} ${KG.t('state-omitted')}`), KG.passages(cell.omitted, own)] : null;
  if (!cell.acts.length) return [KG.passages(cell.passages, own), left];
  const told = new Set(cell.acts.flatMap(([, passages]) => passages));
  const rest = cell.passages.filter((number) => !told.has(number));
  return [cell.acts.map(([act, passages, sure]) => [KG.h('p', {}, KG.act(act, sure)), KG.actNote(sure), KG.passages(passages, own)]), rest.length ? KG.passages(rest, own) : null, left];
};

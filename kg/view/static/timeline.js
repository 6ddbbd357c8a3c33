/* The timeline: what is chosen, the lanes, the list, the details. */
LINE.things = LINE.data.things.map(([id, type, names]) => ({ id, type, names }));
LINE.meetings = LINE.data.meetings.map((meeting) => ({ ...meeting, ...LINE.things[meeting.at] }))
  .sort((a, b) => ((a.start || '9') < (b.start || '9') ? -1 : (a.start || '9') > (b.start || '9') ? 1 : a.at - b.at));
LINE.byId = new Map(LINE.meetings.map((meeting) => [meeting.id, meeting]));
LINE.CHOICES = ['party', 'kind', 'status', 'issue', 'scale'];
LINE.LANES = 12;
LINE.name = (at) => KG.label(LINE.things[at].names);
LINE.start = () => ({ party: '', kind: '', status: '', issue: '', scale: 'fit', meeting: '' });

LINE.tally = (key) => {
  const counts = new Map();
  for (const meeting of LINE.meetings) for (const value of [meeting[key]].flat()) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};

LINE.readState = () => {
  const hash = KG.hash();
  LINE.state = LINE.start();
  for (const key of [...LINE.CHOICES, 'meeting']) if (hash.get(key)) LINE.state[key] = hash.get(key);
  if (!LINE.byId.has(LINE.state.meeting)) LINE.state.meeting = '';
};
LINE.write = () => {
  const values = { lang: KG.language, theme: KG.themeName };
  for (const [key, value] of Object.entries(LINE.state)) if (value && value !== LINE.start()[key]) values[key] = value;
  KG.setHash(values);
};

LINE.passes = (meeting) => {
  const { party, kind, status, issue } = LINE.state;
  return (!party || meeting.parties.some((at) => LINE.things[at].id === party)) && (!kind || meeting.kind === kind)
    && (!status || meeting.status === status) && (!issue || meeting.issues.some((at) => LINE.things[at].id === issue));
};

LINE.drawChoices = () => {
  const choose = (key, options) => KG.h('label', {}, KG.t('choose-' + key), KG.h('select', { id: key, onchange: (event) => {
    LINE.state[key] = event.target.value;
    LINE.draw();
  } }, options.map(([value, label]) => KG.h('option', { value, selected: LINE.state[key] === value }, label))));
  const all = ['', KG.t('all')];
  const things = (key) => [all, ...LINE.tally(key).map(([at, count]) => [LINE.things[at].id, `${LINE.name(at)} (${count})`])];
  const terms = (key) => [all, ...LINE.tally(key).filter(([value]) => value).map(([value, count]) => [value, `${KG.term(`${key}/${value}`)} (${count})`])];
  KG.fill(document.getElementById('choices'), choose('party', things('parties')), choose('issue', things('issues')), choose('kind', terms('kind')),
    choose('status', terms('status')), choose('scale', ['fit', 'all', 'year', 'month', 'week'].map((name) => [name, KG.t('scale-' + name)])));
  const icon = (kind, status) => KG.h('svg', { width: 20, height: 20, viewBox: '-10 -10 20 20', 'aria-hidden': 'true' },
    KG.h('g', { class: 'dot ' + status }, KG.h('path', { class: 'shape', d: LINE.glyph(kind) })));
  KG.fill(document.getElementById('legend'), LINE.tally('kind').filter(([kind]) => kind).map(([kind]) => KG.h('span', {}, icon(kind, 'held'), KG.term('kind/' + kind))),
    LINE.tally('status').filter(([status]) => status).map(([status]) => KG.h('span', {}, icon('meeting', status), KG.term('status/' + status))),
    KG.h('span', {}, KG.t('precision-note')), KG.h('span', {}, KG.t('announced-note')));
};

/** Pixels a day takes, so that the time of the articles, the whole, or a screen of the chosen length fits. */
LINE.scale = (first, last, width) => {
  const [from, to] = LINE.news(first, last);
  const days = { fit: to - from + 1, all: last - first + 1, year: 365, month: 62, week: 14 }[LINE.state.scale] ?? to - from + 1;
  return Math.max(width / (last - first + 1), Math.min(60, width / days));
};
/** The days of the articles with half a year before and after, within the days shown. */
LINE.news = (first, last) => {
  const [from, to] = LINE.data.span.map(LINE.day);
  return LINE.data.span.length ? [Math.max(first, Math.min(from - 180, last - 30)), Math.min(last, to + 180)] : [first, last];
};

LINE.drawLanes = () => {
  const shown = LINE.meetings.filter((meeting) => meeting.start && LINE.passes(meeting));
  const board = document.getElementById('lanes');
  if (!shown.length) { KG.fill(board, KG.h('p', { class: 'quiet' }, KG.t('nothing'))); return; }
  const starts = shown.flatMap((meeting) => [LINE.span(meeting)[0], ...meeting.announced.map(LINE.day)]);
  const [first, last] = [Math.min(...starts) - 5, Math.max(...shown.map((meeting) => LINE.span(meeting)[1])) + 5];
  const width = Math.max(320, board.clientWidth);
  const scale = LINE.scale(first, last, width - 16);
  const x = (day) => 8 + (day - first) * scale;
  const counts = new Map();
  for (const meeting of shown) for (const at of meeting.parties) counts.set(at, (counts.get(at) || 0) + 1);
  const lanes = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, LINE.LANES).map(([at]) => at);
  let top = LINE.HEAD;
  const drawn = lanes.map((party, number) => {
    const lane = LINE.lane(shown.filter((meeting) => meeting.parties.includes(party)), { party, number, top, x, last });
    top += lane.height;
    return lane.parts;
  });
  const wide = Math.ceil(x(last) + 8);
  const ticks = LINE.ticks(first, last, scale).map(([day, name]) => [KG.h('line', { class: 'grid', x1: x(day), x2: x(day), y1: 20, y2: top }),
    KG.h('text', { class: 'month', x: x(day) + 3, y: 14 }, name)]);
  const before = board.scrollLeft;
  KG.fill(board, KG.h('svg', { width: wide, height: top + 6, viewBox: `0 0 ${wide} ${top + 6}`, role: 'group', 'aria-label': KG.t('title-timeline') },
    drawn.map((parts) => parts[0]), ticks, drawn.map((parts) => parts.slice(1))));
  board.scrollLeft = LINE.drawnAt === scale ? before : x(Math.min(last, LINE.data.span.length ? LINE.day(LINE.data.span[1]) : last)) - width * 0.85;
  LINE.drawnAt = scale;
  LINE.keepNames();
};

/** Names of lanes stay in sight while the lanes scroll. */
LINE.keepNames = () => {
  const board = document.getElementById('lanes');
  board.querySelectorAll('.name').forEach((name) => name.setAttribute('x', board.scrollLeft + 8));
};

LINE.lane = (meetings, { party, number, top, x, last }) => {
  const items = meetings.map((meeting) => {
    const [from, to] = LINE.span(meeting);
    const early = Math.min(from, ...meeting.announced.map(LINE.day));
    return { meeting, from: x(early) - 9, to: Math.max(x(to + 1), x((from + to + 1) / 2) + 10) };
  });
  const rows = LINE.rows(items, 14);
  const height = LINE.NAME + LINE.ROW * (Math.max(0, ...rows) + 1) + 6;
  const parts = [KG.h('rect', { class: 'lane' + (number % 2 ? ' even' : ''), x: 0, y: top, width: x(last) + 8, height }),
    ...items.map(({ meeting }, at) => LINE.dot(meeting, party, x, top + LINE.NAME + LINE.ROW * (rows[at] + 0.5))),
    KG.h('text', { class: 'name', x: 8, y: top + 16 }, `${LINE.name(party)} (${meetings.length})`)];
  return { height, parts };
};

/** A meeting in a lane: the span it may mean, its shape, the days it was announced, tied to it. */
LINE.dot = (meeting, party, x, y) => {
  const [from, to] = LINE.span(meeting);
  const half = (x(from) + x(to + 1)) / 2;
  const ahead = meeting.announced.map((date) => x(LINE.day(date) + 0.5));
  const middle = ahead.length && to > from ? Math.max(half, Math.min(x(to + 1) - 8, Math.max(...ahead) + 16)) : half;
  const crossed = ['cancelled', 'denied'].includes(meeting.status);
  const title = [KG.label(meeting.names), KG.term('status/' + meeting.status), meeting.start, KG.t('n-articles', { n: meeting.articles })].join(' · ');
  const tell = () => LINE.pick(meeting.id);
  return KG.h('g', { class: `dot ${meeting.status}${meeting.id === LINE.state.meeting ? ' chosen' : ''}`, 'data-meeting': meeting.id, tabindex: '-1', onclick: tell },
    KG.h('title', {}, title), to > from ? KG.h('rect', { class: 'span', x: x(from), width: x(to + 1) - x(from), y: y - 7, height: 14, rx: 7 }) : null,
    ahead.length ? KG.h('line', { class: 'wait', x1: Math.min(...ahead), x2: middle, y1: y, y2: y }) : null,
    ahead.map((at) => KG.h('circle', { class: 'said', cx: at, cy: y, r: 3.5 })),
    KG.h('g', { transform: `translate(${middle} ${y})` }, KG.h('path', { class: 'shape', d: LINE.glyph(meeting.kind) }),
      crossed ? KG.h('path', { class: 'cross', d: 'M-4,-4 L4,4 M4,-4 L-4,4' }) : null));
};

/** The first and last day of a meeting, or the one day. */
LINE.dates = (meeting) => [...new Set([meeting.start, meeting.end].filter(Boolean))];

LINE.drawTable = (limit = 80) => {
  const passing = LINE.meetings.filter(LINE.passes).reverse();
  const shown = [...passing.filter((meeting) => meeting.start), ...passing.filter((meeting) => !meeting.start)];
  const head = KG.h('thead', {}, KG.h('tr', {}, ['when', 'meeting', 'parties', 'filter-status', 'articles'].map((key) => KG.h('th', { scope: 'col' }, KG.t(key)))));
  const rows = shown.slice(0, limit).map((meeting) => KG.h('tr', { class: meeting.id === LINE.state.meeting ? 'chosen' : null },
    KG.h('td', {}, meeting.start ? LINE.dates(meeting).map((day, at) => [at ? ' – ' : '', KG.h('span', { class: 'date' }, day)]) : KG.t('undated')),
    KG.h('td', {}, KG.h('button', { type: 'button', class: 'plain external', 'data-meeting': meeting.id, onclick: () => LINE.pick(meeting.id, true) }, KG.label(meeting.names))),
    KG.h('td', { class: 'external' }, KG.list(meeting.parties.map(LINE.name))), KG.h('td', { class: 'date' }, KG.term('status/' + meeting.status)),
    KG.h('td', { class: 'number' }, String(meeting.articles))));
  const more = shown.length > limit ? KG.h('tr', {}, KG.h('td', { colspan: 5 }, KG.h('button', { type: 'button', onclick: () => LINE.drawTable(limit + 300) }, KG.t('show-more', { n: shown.length - limit })))) : null;
  KG.fill(document.getElementById('table'), head, KG.h('tbody', {}, rows, more));
  const undated = shown.filter((meeting) => !meeting.start).length;
  const count = [KG.t('n-meetings', { n: shown.length, all: LINE.meetings.length }), undated ? KG.t('n-undated', { n: undated }) : ''].filter(Boolean).join(' · ');
  document.getElementById('count').textContent = count;
  KG.say(count);
};

LINE.pick = (id, focus = false) => {
  LINE.state.meeting = id;
  document.querySelectorAll('.dot[data-meeting]').forEach((dot) => dot.classList.toggle('chosen', dot.dataset.meeting === id));
  document.querySelectorAll('#table tr').forEach((row) => row.classList.toggle('chosen', Boolean(row.querySelector(`[data-meeting="${CSS.escape(id)}"]`))));
  LINE.drawPanel();
  LINE.write();
  if (focus) document.querySelector('#panel h2').focus();
  else document.getElementById('panel').scrollIntoView({ block: 'nearest' });
};

LINE.drawPanel = () => {
  const meeting = LINE.byId.get(LINE.state.meeting);
  const panel = document.getElementById('panel');
  if (!meeting) { KG.fill(panel, KG.h('p', { class: 'quiet' }, KG.t('pick-meeting'))); return; }
  const rows = [];
  const row = (key, value) => { if (value && value.length) rows.push(KG.h('dt', {}, KG.t(key)), KG.h('dd', { class: 'external' }, value)); };
  row('filter-kind', KG.term('kind/' + meeting.kind));
  row('filter-status', KG.term('status/' + meeting.status));
  row('when', meeting.start ? `${LINE.dates(meeting).join(' – ')} (${KG.t('precision-' + LINE.precision(meeting.start))})` : KG.t('undated'));
  row('announced', KG.list(meeting.announced));
  row('where', KG.list([meeting.place ? KG.label(meeting.place) : '', meeting.country >= 0 ? LINE.name(meeting.country) : ''].filter(Boolean)));
  row('relation-sidelines-out', KG.list(meeting.beside.map(LINE.name)));
  row('parties', KG.list(meeting.parties.map(LINE.name)));
  row('participants', KG.list(meeting.people.map(LINE.name)));
  row('relation-discussed-out', KG.list(meeting.issues.map(LINE.name)));
  row('differ', meeting.differ.map((difference) => KG.h('div', {}, KG.difference(difference))));
  KG.fill(panel, KG.h('h2', { class: 'external', tabindex: '-1' }, KG.label(meeting.names)), KG.h('dl', { class: 'facts' }, rows),
    KG.h('p', {}, KG.h('a', { href: KG.address('network', 'node', meeting.id) }, KG.t('in-network'))),
    LINE.accounts(meeting));
  panel.scrollTop = 0;
};

/** What each article says of the meeting, with its words. */
LINE.accounts = (meeting) => {
  const own = new Set([...meeting.people, ...meeting.parties]);
  const reports = KG.evidence().reports[meeting.at] || [];
  const shown = reports.slice(0, 8).map(([, kind, status, start, end, confidence, passages]) => KG.h('section', {},
    KG.h('p', { class: 'small quiet' }, [KG.term('kind/' + kind), KG.term('status/' + status), [...new Set([start, end].filter(Boolean))].join(' – '),
      `${KG.t('filter-confidence')} ${confidence.toFixed(2)}`].filter(Boolean).join(' · ')), KG.passages(passages, own, passages.length, 2)));
  const left = reports.length - shown.length;
  return [KG.h('h3', {}, `${KG.t('accounts')} (${reports.length})`), shown, left > 0 ? KG.h('p', { class: 'quiet small' }, KG.t('accounts-left-out', { n: left })) : null];
};

LINE.draw = () => { LINE.drawLanes(); LINE.drawTable(); LINE.write(); };
LINE.all = () => {
  LINE.drawChoices();
  LINE.draw();
  LINE.drawPanel();
  const note = document.getElementById('left-out');
  note.hidden = !LINE.data.left;
  if (LINE.data.left) note.textContent = KG.t('left-out-meetings', { n: LINE.data.left.nodes });
};

/** Arrow keys walk the meetings of the lanes. */
LINE.keys = (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const shown = LINE.meetings.filter((meeting) => meeting.start && LINE.passes(meeting));
  if (!step || !shown.length) return;
  const at = shown.findIndex((meeting) => meeting.id === LINE.state.meeting);
  const next = at < 0 ? shown.at(step > 0 ? 0 : -1) : shown[Math.min(shown.length - 1, Math.max(0, at + step))];
  LINE.pick(next.id);
  document.querySelector(`.dot[data-meeting="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: 'nearest', inline: 'center' });
  KG.say([KG.label(next.names), next.start, KG.term('status/' + next.status)].join(' '));
  event.preventDefault();
};

KG.header('timeline', LINE.all);
LINE.readState();
LINE.all();
document.getElementById('lanes').addEventListener('keydown', LINE.keys);
document.getElementById('lanes').addEventListener('scroll', LINE.keepNames, { passive: true });
addEventListener('hashchange', () => { LINE.readState(); LINE.all(); });
let resized = 0;
addEventListener('resize', () => { clearTimeout(resized); resized = setTimeout(LINE.drawLanes, 120); });

/* Puts the front page together. */
HOME.ways = () => KG.read('pages').filter((name) => name !== 'index').map((name) =>
  KG.h('a', { href: `${name}.html${KG.carried()}` }, KG.h('b', {}, KG.t('title-' + name)), KG.h('span', { class: 'quiet' }, KG.t('way-' + name))));

HOME.people = (rows) => HOME.table(['type-person', 'people-met', 'filter-meetings', 'articles'].map((key) => KG.t(key)), rows.map(([at, met, meetings, articles]) =>
  KG.h('tr', {}, KG.h('th', { scope: 'row' }, HOME.node(at)), [met, meetings, articles].map((count) => KG.h('td', { class: 'number' }, String(count))))), KG.t('most-people'));

HOME.meeting = (at) => KG.h('a', { class: 'external', href: KG.address('timeline', 'meeting', HOME.data.things[at][0]) }, HOME.name(at));

HOME.reported = (rows) => HOME.table(['meeting', 'when', 'articles', 'figure-publishers'].map((key) => KG.t(key)), rows.map(([at, start, status, articles, publishers]) =>
  KG.h('tr', {}, KG.h('th', { scope: 'row' }, HOME.meeting(at)),
    KG.h('td', { class: 'day' }, start || KG.t('undated'), KG.h('div', { class: 'quiet small' }, KG.term('status/' + status))), KG.h('td', { class: 'number' }, String(articles)), KG.h('td', { class: 'number' }, String(publishers)))), KG.t('most-reported'), [1]);

HOME.differing = (rows) => HOME.table(['meeting', 'differ'].map((key) => KG.t(key)), rows.map(([at, differences]) =>
  KG.h('tr', {}, KG.h('th', { scope: 'row' }, HOME.meeting(at)),
    KG.h('td', { class: 'external' }, differences.map((difference) => KG.h('div', {}, KG.difference(difference)))))), KG.t('most-differing'), [1]);

/** What could not be read or resolved, as files and names: all of it text. */
HOME.caveats = ({ read, duplicates, skipped, skippedCount, unresolved, unresolvedCount }) => {
  const list = (rows) => KG.h('ul', {}, rows.map(([name, detail]) => KG.h('li', { class: 'external' }, KG.h('b', {}, name), ` ${detail}`)));
  return [
    KG.h('p', {}, KG.t('caveat-read', { read, duplicates })),
    KG.h('h3', {}, KG.t('caveat-skipped', { n: skippedCount })), skipped.length ? list(skipped) : null,
    skippedCount > skipped.length ? KG.h('p', { class: 'quiet small' }, KG.t('caveat-more')) : null,
    KG.h('h3', {}, KG.t('caveat-unresolved', { n: unresolvedCount })), unresolved.length ? list(unresolved) : null,
    KG.h('p', { class: 'quiet small' }, KG.t('caveat-general')),
  ];
};

HOME.all = () => {
  const { data } = HOME;
  const [from, to] = data.span;
  KG.fill(document.getElementById('lead'), KG.t(from ? 'lead' : 'lead-undated', { articles: data.figures[0][1], from, to }));
  KG.fill(document.getElementById('figures'), data.figures.map(([key, count]) => KG.h('div', { class: 'figure' }, KG.h('b', {}, count.toLocaleString('en')), KG.t(key))));
  KG.fill(document.getElementById('ways'), HOME.ways());
  for (const [id, part] of Object.entries({ months: HOME.months(data.meetings), people: HOME.people(data.people), agenda: HOME.agenda(data.agenda),
    publishers: HOME.publishers(data.publishers), reported: HOME.reported(data.reported),
    differing: data.differing.length ? HOME.differing(data.differing) : KG.h('p', { class: 'quiet' }, KG.t('nothing')), caveats: HOME.caveats(data.account) })) KG.fill(document.getElementById(id), part);
  const note = document.getElementById('left-out');
  note.hidden = !data.left;
  if (data.left) note.textContent = KG.t('left-out-index', data.left);
  document.getElementById('files').textContent = KG.t('files');
};

KG.header('index', () => { HOME.all(); HOME.write(); });
HOME.write = () => KG.setHash({ lang: KG.language, theme: KG.themeName });
HOME.all();

/* Passages with the words marked, their publisher, date and link; acts with how sure they are. */
KG.evidence = () => (KG.evidenceRead ??= KG.read('evidence'));

/** Text cut at its marks [start, end, node, …]; marks of `own` nodes are stronger. Offsets are code points. */
KG.marked = (text, marks, own) => {
  const chars = [...text];
  const pieces = [];
  let at = 0;
  for (let i = 0; i < marks.length; i += 3) {
    const [start, end, node] = marks.slice(i, i + 3);
    if (start < at) continue;
    pieces.push(chars.slice(at, start).join(''));
    pieces.push(KG.h('mark', { class: own.has(node) ? 'own' : null }, chars.slice(start, end).join('')));
    at = end;
  }
  pieces.push(chars.slice(at).join(''));
  return pieces;
};

/** One passage: the words, then publisher, date and a link to the article. */
KG.passage = (number, own = new Set()) => {
  const { passages, articles, publishers } = KG.evidence();
  const [article, text, part, marks] = passages[number];
  const [headline, publisher, date, url, file, language] = articles[article];
  const source = [publishers[publisher] ? KG.label(publishers[publisher]) : '', date, part === 'body' ? '' : KG.t('part-' + part)].filter(Boolean);
  return KG.h('article', { class: 'passage' },
    KG.h('blockquote', { class: 'external', lang: language }, KG.marked(text, marks, own)),
    KG.h('footer', {}, source.join(' · '), source.length ? ' · ' : '', KG.link(url, headline || file)));
};

/** A list of the lines of the first so many rows, and a button for those of the others. */
KG.firstOf = (rows, most, line, list = KG.h('ul', { class: 'lines' }), look = 'plain') => {
  list.append(...rows.slice(0, most).map(line));
  const rest = rows.slice(most);
  const more = rest.length ? KG.h('button', { type: 'button', class: look, onclick: () => {
    list.append(...rest.map(line));
    more.remove();
    list.children[most].querySelector('a')?.focus();
  } }, KG.t('show-more', { n: rest.length })) : null;
  return [list, more];
};

/** Several passages, the first few at once and the rest on demand; `total` may be more than the page holds. */
KG.passages = (numbers, own, total = numbers.length, first = 5) => {
  const left = total > numbers.length ? KG.h('p', { class: 'quiet small' }, KG.t('passages-left-out', { n: total - numbers.length })) : null;
  return [KG.firstOf(numbers, first, (number) => KG.passage(number, own), KG.h('div', { class: 'passages' }), null), left];
};

/** What is less sure than this is more often wrong than right. */
KG.UNSURE = 0.5;
KG.unsure = (sure) => (sure < KG.UNSURE ? KG.t('act-unsure', { n: Math.round(100 * sure) }) : '');

/** An act; one that is not sure is marked as such. */
KG.act = (act, sure, tag = 'span') => {
  const told = KG.unsure(sure);
  return KG.h(tag, { class: told ? 'chip act unsure' : 'chip act', title: told || null }, KG.term('act/' + act),
    told ? [KG.h('span', { 'aria-hidden': 'true' }, ' ?'), KG.h('span', { class: 'unseen' }, ` (${told})`)] : null);
};
/** The same in words, where the words of the act are read. */
KG.actNote = (sure) => (KG.unsure(sure) ? KG.h('p', { class: 'note-act quiet small' }, KG.unsure(sure)) : null);
KG.actLegend = () => KG.h('span', {}, KG.h('span', { class: 'chip act unsure', 'aria-hidden': 'true' }, '?'), ' ', KG.t('acts-unsure'));

'use strict';
/* Shared by all pages: data, words in three languages, elements that never hold markup, theme, safe links. */
const KG = {};

KG.read = (id) => JSON.parse(document.getElementById('data-' + id).textContent);
KG.STRINGS = KG.read('strings');
KG.TERMS = KG.read('terms');
KG.LANGUAGES = ['hans', 'hant', 'latin'];
KG.TAGS = { hans: 'zh-Hans', hant: 'zh-Hant', latin: 'en' };
KG.language = 'hans';

/** A word of the interface; {name} is replaced by values.name. */
KG.t = (key, values = {}) => {
  const row = KG.STRINGS[key];
  const text = row ? row[KG.LANGUAGES.indexOf(KG.language)] : key;
  const counted = text.replace(/\{(\w+)\?([^|}]*)\|([^}]*)\}/g, (_, name, one, many) => (values[name] === 1 ? one : many));
  return counted.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
};

/** The label in the reader's language of [hans, hant, latin], the first there is where it has none. */
KG.label = (names) => names[KG.LANGUAGES.indexOf(KG.language)] || names[0] || names[1] || names[2] || '';

/** Names one after the other, with the comma of the reader's language. */
KG.list = (names) => names.join(KG.t('comma'));

/** The label of a concept (act/urge, kind/call, status/held, part/headline). */
KG.term = (id) => (KG.TERMS[id] ? KG.label(KG.TERMS[id]) : id.replace(/^.*\//, ''));

/** What accounts differ on, in words: the slot, and each value with the number of articles that give it. */
KG.difference = ([slot, values]) => `${KG.t('slot-' + slot)}: ${values.map(([value, articles]) => `${KG.label(value)} (${articles})`).join(' / ')}`;

/** An element; children are elements or text, and text stays text. */
KG.h = (tag, attributes = {}, ...children) => {
  const svg = KG.SVG.has(tag);
  const element = svg ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
};
KG.SVG = new Set(['svg', 'g', 'path', 'rect', 'circle', 'line', 'text', 'polygon', 'polyline', 'title']);

/** Replace what an element holds. */
KG.fill = (element, ...children) => {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
};

/** A link to an article; anything but http(s) is shown as text. */
KG.link = (url, text) => {
  const safe = /^https?:\/\/[^\s]+$/i.test(url || '');
  if (!safe) return KG.h('span', { class: 'external' }, text);
  return KG.h('a', { href: url, class: 'external', rel: 'noopener noreferrer nofollow', target: '_blank' }, text);
};

/** Comparison form: as the builder folds names, plus case, accents and separators. */
KG.fold = (text) => {
  KG.folding ??= new Map(KG.pairs(KG.read('folding')));
  const plain = [...text.normalize('NFKC')].map((char) => KG.folding.get(char) || char).join('');
  return plain.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[\s·‧•・･∙⋅●．.\-'’,，]/g, '');
};
KG.pairs = (text) => {
  const chars = [...text];
  return chars.flatMap((char, at) => (at % 2 ? [] : [[char, chars[at + 1]]]));
};

/** A month so many months later. */
KG.addMonths = (month, count) => {
  const [year, number] = month.split('-').map(Number);
  const at = Math.max(0, year * 12 + number - 1 + count);
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
};
/** Every month from one to another, both included. */
KG.monthsBetween = (first, last) => {
  const months = [];
  for (let month = first; month <= last; month = KG.addMonths(month, 1)) months.push(month);
  return months;
};

/** Values of the address hash. */
KG.hash = () => new URLSearchParams(location.hash.slice(1));
KG.setHash = (values, push = false) => {
  const text = '#' + new URLSearchParams(values).toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
  if (text === (location.hash || '#')) return;
  history[push ? 'pushState' : 'replaceState'](null, '', text);
};

KG.theme = (value) => {
  document.documentElement.dataset.theme = value;
  KG.themeName = value;
};
KG.preferredTheme = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
KG.preferredLanguage = () => {
  const tag = navigator.language || '';
  if (/^zh-(hant|tw|hk|mo)/i.test(tag)) return 'hant';
  return /^zh/i.test(tag) ? 'hans' : 'latin';
};
KG.color = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

/** Language and theme switches in the header; `changed` is called after each. */
KG.header = (page, changed) => {
  const state = KG.hash();
  KG.language = KG.LANGUAGES.includes(state.get('lang')) ? state.get('lang') : KG.preferredLanguage();
  KG.theme(['light', 'dark'].includes(state.get('theme')) ? state.get('theme') : KG.preferredTheme());
  KG.page = page;
  KG.changed = changed;
  KG.drawHeader();
};

KG.drawHeader = () => {
  document.documentElement.lang = KG.TAGS[KG.language];
  document.title = KG.t('title-' + KG.page) + ' · ' + KG.t('brand');
  document.querySelectorAll('[data-t]').forEach((element) => { element.textContent = KG.t(element.dataset.t); });
  document.querySelectorAll('[data-label]').forEach((element) => element.setAttribute('aria-label', KG.t(element.dataset.label)));
  document.querySelectorAll('[data-hint]').forEach((element) => { element.placeholder = KG.t(element.dataset.hint); });
  KG.fill(document.getElementById('pages'), KG.read('pages').map((name) =>
    KG.h('a', { href: `${name}.html${KG.carried()}`, 'aria-current': name === KG.page ? 'page' : null }, KG.t('page-' + name))));
  KG.fill(document.getElementById('tools'), KG.switches());
};

/** What another page is told in its address: language and theme. */
KG.carried = () => `#lang=${KG.language}&theme=${KG.themeName}`;

/** The address of a page that shows a node or a meeting. */
KG.address = (page, key, id) => `${page}.html${KG.carried()}&${key}=${encodeURIComponent(id)}`;

KG.switches = () => {
  const languages = KG.h('div', { class: 'segments', role: 'group', 'aria-label': KG.t('label-language') },
    KG.LANGUAGES.map((name) => KG.h('button', {
      type: 'button', lang: KG.TAGS[name], 'data-language': name, 'aria-pressed': String(name === KG.language),
      onclick: () => KG.choose('language', name),
    }, KG.STRINGS['language-name'][KG.LANGUAGES.indexOf(name)])));
  const other = KG.themeName === 'dark' ? 'light' : 'dark';
  const theme = KG.h('button', { type: 'button', id: 'theme', onclick: () => KG.choose('theme', other) }, KG.t('theme-' + other));
  return [languages, theme];
};

KG.choose = (what, value) => {
  if (what === 'language') KG.language = value;
  else KG.theme(value);
  KG.drawHeader();
  const back = what === 'language' ? `[data-language="${value}"]` : '#theme';
  document.querySelector(back)?.focus();
  KG.changed(what);
};

/** Tell a screen reader. */
KG.say = (text) => { document.getElementById('live').textContent = text; };

/** A file for the reader to keep. */
KG.save = (name, blob) => {
  const url = URL.createObjectURL(blob);
  const link = KG.h('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};

/** Rows as CSV (with a byte order mark, so that spreadsheets read it as UTF-8); no cell can become a formula. */
KG.csv = (rows) => '\ufeff' + rows.map((row) => row.map((value) => {
  let text = value === null || value === undefined ? '' : String(value);
  if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}).join(',')).join('\n') + '\n';

/* Dates as places on an axis: how long a day, a month, a year lasts, and which row of a lane is free. */
const LINE = { data: KG.read('timeline'), ROW: 22, HEAD: 34, NAME: 22 };

LINE.day = (text) => Date.parse(text) / 86400000;

/** First and last day that an ISO date of any precision may mean. */
LINE.days = (text) => {
  const [year, month, day] = text.split('-').map(Number);
  const at = (y, m, d) => { const date = new Date(0); date.setUTCFullYear(y, m, d); return date.getTime() / 86400000; };
  if (day) return [at(year, month - 1, day), at(year, month - 1, day)];
  if (month) return [at(year, month - 1, 1), at(year, month, 0)];
  return [at(year, 0, 1), at(year, 11, 31)];
};
LINE.span = (meeting) => [LINE.days(meeting.start)[0], LINE.days(meeting.end && meeting.end >= meeting.start ? meeting.end : meeting.start)[1]];
LINE.precision = (date) => ({ 4: 'year', 7: 'month', 10: 'day' })[(date || '').length] || 'unknown';
LINE.iso = (day) => new Date(day * 86400000).toISOString().slice(0, 10);

/** First days of months (or of years, where months would crowd) between two days, with their names. */
LINE.ticks = (first, last, scale) => {
  const found = [];
  const date = new Date(first * 86400000);
  date.setUTCDate(1);
  const months = [1, 3, 6, 12, 24, 60, 120].find((count) => count * 30 * scale > 64) || 240;
  while (found.length < 4000) {
    const at = date.getTime() / 86400000;
    if (at > last) break;
    if ((date.getUTCFullYear() * 12 + date.getUTCMonth()) % months === 0) found.push([at, date.toISOString().slice(0, months >= 12 ? 4 : 7)]);
    date.setUTCMonth(date.getUTCMonth() + 1);
  }
  return found;
};

/** The row of each item in its lane, so that none covers another: the first row that is free, at most `rows`. */
LINE.rows = (items, rows) => {
  const ends = [];
  return items.map(({ from, to }) => {
    let row = ends.findIndex((end) => end <= from);
    if (row < 0) row = ends.length < rows ? ends.length : ends.indexOf(Math.min(...ends));
    ends[row] = to;
    return row;
  });
};

LINE.GLYPHS = {
  meeting: 'M0,-7 L7,0 L0,7 L-7,0 Z', call: 'M-6,0 A6,6 0 1 1 6,0 A6,6 0 1 1 -6,0 Z', video: 'M-6,-6 H6 V6 H-6 Z',
  visit: 'M0,-7 L7,6 L-7,6 Z', conference: 'M-4,-7 H4 L8,0 L4,7 H-4 L-8,0 Z',
};
LINE.glyph = (kind) => LINE.GLYPHS[kind] || LINE.GLYPHS.meeting;

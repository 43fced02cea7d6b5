// A second reader of calendars. For each line of standard input,
//   {"number": 1, "texts": ["BEGIN:VCALENDAR…", …], "from": "2026-01-01T00:00:00Z", "to": "2028-01-01T00:00:00Z"}
// it takes the calendar objects one after the other into a calendar, as RFC 5546 asks of a calendar program, and prints a line: what the last
// one says, and the `occurrences` in the window that the calendar holds then, in UTC; or {"number": 1, "error": "…"}.
import { createInterface } from 'node:readline';
import ICAL from 'ical.js';

const utc = (time) => (time ? time.toJSDate().toISOString().replace('.000Z', 'Z') : null);
const person = (property) => property && {
  name: property.getParameter('cn') ?? null,
  email: decodeURIComponent(property.getFirstValue().replace(/^mailto:/i, '')),
  role: property.getParameter('role') ?? null,
  status: property.getParameter('partstat') ?? null,
  rsvp: property.getParameter('rsvp') ?? null,
};
const said = (component) => ({
  uid: component.getFirstPropertyValue('uid'),
  sequence: component.getFirstPropertyValue('sequence'),
  status: component.getFirstPropertyValue('status'),
  stamp: utc(component.getFirstPropertyValue('dtstamp')),
  recurrenceId: utc(component.getFirstPropertyValue('recurrence-id')),
  start: utc(component.getFirstPropertyValue('dtstart')),
  zone: component.getFirstProperty('dtstart')?.getParameter('tzid') ?? null,
  rule: component.getFirstPropertyValue('rrule')?.toString() ?? null,
  summary: component.getFirstPropertyValue('summary'),
  description: component.getFirstPropertyValue('description'),
  organizer: person(component.getFirstProperty('organizer')) ?? null,
  attendees: component.getAllProperties('attendee').map(person),
  properties: component.getAllProperties().map((property) => property.name),
});

function parsed(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  // The zones written in the file, and none that this program knows by name.
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  return calendar;
}

const datedOf = (component) => utc(component.getFirstPropertyValue('recurrence-id'));

// The whole series replaces what there was, or ends it; one date replaces that date. What is older than what is known changes nothing.
function take(state, calendar) {
  const cancelled = calendar.getFirstPropertyValue('method') === 'CANCEL';
  const entries = calendar.getAllSubcomponents('vevent');
  const master = entries.find((entry) => !datedOf(entry));
  const older = (entry, known) => known && entry.getFirstPropertyValue('sequence') < known.getFirstPropertyValue('sequence');
  if (master) {
    if (older(master, state.master)) return;
    state.master = cancelled ? null : master;
    state.dates.clear();
  }
  for (const entry of entries.filter(datedOf)) {
    if (!older(entry, state.dates.get(datedOf(entry)))) state.dates.set(datedOf(entry), entry);
  }
}

function occurrencesOf({ master, dates }, from, to) {
  if (!master) return [];
  const found = [];
  const event = new ICAL.Event(master, { exceptions: [...dates.values()] });
  // Beyond the window too: what is moved may come from there.
  const last = to.clone();
  last.addDuration(ICAL.Duration.fromSeconds(90 * 24 * 3600));
  const iterator = event.iterator();
  for (let date = iterator.next(); date && date.compare(last) < 0; date = iterator.next()) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(date);
    const cancelled = item.component.getFirstPropertyValue('status') === 'CANCELLED';
    if (!cancelled && startDate.compare(from) >= 0 && startDate.compare(to) < 0) found.push({ start: utc(startDate), end: utc(endDate) });
  }
  return found.sort((one, other) => one.start.localeCompare(other.start));
}

function understood(texts, from, to) {
  const state = { master: null, dates: new Map() };
  let calendar;
  for (const text of texts) take(state, (calendar = parsed(text)));
  return {
    method: calendar.getFirstPropertyValue('method'),
    properties: calendar.getAllProperties().map((property) => property.name),
    zones: calendar.getAllSubcomponents('vtimezone').map((zone) => zone.getFirstPropertyValue('tzid')),
    entries: calendar.getAllSubcomponents('vevent').map(said),
    occurrences: occurrencesOf(state, from, to),
  };
}

const time = (moment) => ICAL.Time.fromJSDate(new Date(moment), true);
for await (const line of createInterface({ input: process.stdin })) {
  const { number, texts, from, to } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ number, ...understood(texts, time(from), time(to)) }));
  } catch (error) {
    console.log(JSON.stringify({ number, error: error.message }));
  }
}

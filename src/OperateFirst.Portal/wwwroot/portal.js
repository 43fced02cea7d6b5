// What the pages gain where scripts run. Everything works without them.

// Live regions: <div data-live="/url?handler=Deliveries" data-live-every="3">. The answer "X-Live: done" ends the watch.
const slowest = 60_000;

function watch(region) {
  const every = Math.max(1, Number(region.dataset.liveEvery) || 5) * 1000;
  let pause = every, shown = null, timer = 0, ended = false;
  if (!region.hasAttribute('aria-live')) region.setAttribute('aria-live', 'polite');

  const plan = () => { clearTimeout(timer); if (!ended && !document.hidden) timer = setTimeout(refresh, pause); };

  async function refresh() {
    try {
      const answer = await fetch(region.dataset.live, {
        headers: { 'X-Requested-With': 'fetch' }, credentials: 'same-origin', redirect: 'manual', cache: 'no-store',
      });
      if (answer.type === 'opaqueredirect' || [401, 403, 404].includes(answer.status)) { ended = true; return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      // Somebody who uses a control in the region keeps it; the next round shows the change.
      if (html !== shown && !region.contains(document.activeElement)) {
        if (shown !== null || html.trim() !== region.innerHTML.trim()) { region.innerHTML = html; showLocalTimes(region); }
        shown = html;
      }
      ended = answer.headers.get('X-Live') === 'done' && shown === html;
      pause = every;
    } catch {
      pause = Math.min(slowest, pause * 2);
    } finally {
      plan();
    }
  }

  document.addEventListener('visibilitychange', () => { if (document.hidden) clearTimeout(timer); else if (!ended) refresh(); });
  plan();
}

// The reader's own time behind each <time data-local>, unless it is the one already written.
function showLocalTimes(root) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || zone === 'UTC' || zone === 'America/New_York') return;
  const words = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  for (const time of root.querySelectorAll('time[data-local]:not([data-local="shown"])')) {
    const moment = new Date(time.dateTime);
    if (Number.isNaN(moment.valueOf())) continue;
    time.dataset.local = 'shown';
    const note = document.createElement('span');
    note.className = 'of-muted';
    note.textContent = ` · your time: ${words.format(moment)}`;
    time.after(note);
  }
}

// One form, one submission: a second click waits until the page is shown again, or until a lost answer is given up.
const sent = new Map();

function release(form) {
  clearTimeout(sent.get(form));
  sent.delete(form);
  for (const button of form.querySelectorAll('[data-sending]')) { button.removeAttribute('data-sending'); button.removeAttribute('aria-disabled'); }
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (sent.has(form)) { event.preventDefault(); return; }
  sent.set(form, setTimeout(release, 20_000, form));
  event.submitter?.setAttribute('data-sending', '');
  event.submitter?.setAttribute('aria-disabled', 'true');
});
function releaseAll() { for (const form of [...sent.keys()]) release(form); }

addEventListener('pageshow', releaseAll);

// Words that were typed and are not being sent: the browser asks before it leaves them behind. Who stays may send again at once.
addEventListener('beforeunload', (event) => {
  const left = [...document.querySelectorAll('textarea')]
    .some((field) => field.value !== field.defaultValue && !field.closest('article, form')?.querySelector('[data-sending]'));
  if (!left) return;
  event.preventDefault();
  setTimeout(releaseAll);
});

// A name in [data-slug-source="x"] proposes an RFC 1123 label in [data-slug-target="x"] until that one is edited.
function slugOf(text) {
  return text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase()
    .replace(/[^a-z0-9]+/g, '-').slice(0, 63).replace(/^-+|-+$/g, '');
}

function proposeSlug(source) {
  const target = document.querySelector(`[data-slug-target="${CSS.escape(source.dataset.slugSource)}"]`);
  if (!target) return;
  let edited = target.value !== '' && target.value !== slugOf(source.value);
  target.addEventListener('input', () => { edited = target.value !== ''; });
  source.addEventListener('input', () => { if (!edited) target.value = slugOf(source.value); });
}

document.querySelectorAll('[data-live]').forEach(watch);
document.querySelectorAll('[data-slug-source]').forEach(proposeSlug);
showLocalTimes(document);
document.querySelector('.of-errors')?.focus();

// An open account menu closes with Escape and with a click elsewhere.
const menu = document.querySelector('details.of-usermenu');
if (menu) {
  document.addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });
  menu.addEventListener('keydown', (event) => { if (event.key === 'Escape') { menu.open = false; menu.querySelector('summary').focus(); } });
}

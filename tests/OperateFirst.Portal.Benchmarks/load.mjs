// A steady load on a portal: visitors, leads and a coordinator who read. Ends with 1 where an answer failed, or memory broke a limit.
//
//   node load.mjs --address http://127.0.0.1:5080 [--rate 200] [--seconds 600] [--project SLUG] [--pid PID] [--resident MIB]
//
// Signs in as personas of Development; there set RateLimits:Requests=0, for all of it comes from one address. Only loopback is accepted.
// With --pid the memory of that process is read from /proc each second.
import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    address: { type: 'string' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '600' },
    project: { type: 'string' },
    pid: { type: 'string' },
    resident: { type: 'string', default: '250' },
  },
});
const address = new URL(options.address ?? 'http://127.0.0.1:5080');
if (!['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname)) {
  console.error('Only a portal on this machine is loaded.');
  process.exit(2);
}

const [rate, seconds] = [Number(options.rate), Number(options.seconds)];
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function ask(path, { method = 'GET', cookie = '', body } = {}) {
  return new Promise((resolve, reject) => {
    const headers = { ...(cookie && { cookie }), ...(body && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }) };
    const sent = request(new URL(path, address), { method, agent, headers }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const cookiesOf = (answer) => (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]);

async function signIn(persona) {
  const page = await ask('/sign-in');
  const token = /name="__RequestVerificationToken" type="hidden" value="([^"]+)"/.exec(page.text)?.[1];
  const cookies = cookiesOf(page);
  const body = new URLSearchParams({ persona, __RequestVerificationToken: token ?? '' }).toString();
  const answer = await ask('/sign-in?handler=Persona', { method: 'POST', cookie: cookies.join('; '), body });
  if (answer.status !== 302) {
    throw new Error(`${persona} could not sign in: ${answer.status}.`);
  }

  return [...cookies, ...cookiesOf(answer)].join('; ');
}

function memory() {
  const status = readFileSync(`/proc/${options.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

const [lead, coordinator] = [await signIn('cooktheryan'), await signIn('bburns')];
const home = options.project ? `/projects/${options.project}` : '/projects';
const mix = [
  ['/'], ['/guide'], ['/agreements/commitment'], ['/meetings'], ['/projects', lead], [home, lead], [home, lead], [options.project ? `${home}/history` : '/projects', lead],
  ['/review', coordinator], ['/health/live'],
];

const [took, resident] = [[], []];
let [asked, failed, underWay, skipped] = [0, 0, 0, 0];
const begun = performance.now();
await new Promise((resolve) => {
  const timer = setInterval(() => {
    const now = (performance.now() - begun) / 1000;
    while (asked < Math.min(now, seconds) * rate) {
      const [path, cookie] = mix[asked++ % mix.length];
      if (underWay >= 200) {
        skipped++;
        continue;
      }

      const started = performance.now();
      underWay++;
      ask(path, { cookie }).then(
        (answer) => { took.push(performance.now() - started); failed += answer.status === 200 ? 0 : 1; },
        () => { failed++; },
      ).finally(() => { underWay--; });
    }

    if (options.pid && resident.length < now) {
      resident.push(memory());
    }

    if (now >= seconds) {
      clearInterval(timer);
      resolve();
    }
  }, 5);
});
while (underWay > 0) {
  await new Promise((resolve) => setTimeout(resolve, 50));
}

took.sort((a, b) => a - b);
const at = (share) => took[Math.floor((took.length - 1) * share)].toFixed(1);
console.log(`${took.length} answers in ${seconds} s (${(took.length / seconds).toFixed(0)} a second), ${failed} failed, ${skipped} not asked for want of answers; median ${at(0.5)} ms, p99 ${at(0.99)} ms`);
let kept = failed === 0;
function verdict(what, figure, limit) {
  const holds = figure <= limit;
  kept &&= holds;
  console.log(`${holds ? 'ok    ' : 'MISSED'} ${what.padEnd(58)} ${figure.toFixed(3).padStart(12)}   at most ${limit.toFixed(2)}`);
}

if (resident.length > 0) {
  const middle = (from, to) => resident.slice(from, to).sort((a, b) => a - b)[Math.floor((Math.min(to, resident.length) - from) / 2)];
  verdict('resident at most, MiB', Math.max(...resident), Number(options.resident));
  console.log(`       by minute, MiB: ${Array.from({ length: Math.ceil(resident.length / 60) }, (_, minute) => middle(minute * 60, minute * 60 + 60).toFixed(1)).join(' ')}`);
  if (seconds >= 240) {
    verdict('resident in the last minute, times that in minute 3', middle(resident.length - 60, resident.length) / middle(120, 180), 1);
  }
}

process.exit(kept ? 0 : 1);

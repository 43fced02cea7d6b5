// Prints what failed in xunit's result files, so that it stands at the end of a run's output, where it is read.
import { readFileSync } from 'node:fs';

const entities = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const plain = text => text
  .replace(/<!\[CDATA\[(.*?)\]\]>/gs, (_, raw) => raw.replace(/[<&]/g, c => (c === '<' ? '&lt;' : '&amp;')))
  .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
  .replace(/&#(\d+);/g, (_, number) => String.fromCodePoint(Number(number)))
  .replace(/&(lt|gt|amp|quot|apos);/g, (_, name) => entities[name]);
const part = (text, name) => plain(text.match(new RegExp(`<${name}[^>]*>(.*?)</${name}>`, 's'))?.[1] ?? '').trim();
const indented = (text, lines) => text.split('\n').slice(0, lines).map(line => `    ${line.trimEnd()}`).join('\n');

for (const file of process.argv.slice(2)) {
  const results = readFileSync(file, 'utf8');
  for (const [, head, body] of results.matchAll(/<test ([^>]*result="Fail"[^>]*[^/])>(.*?)<\/test>/gs)) {
    const time = head.match(/ time="([^"]*)"/)?.[1] ?? '?';
    console.log(`\nFAILED after ${time} s: ${plain(head.match(/name="([^"]*)"/)?.[1] ?? '?')}`);
    console.log(indented(part(body, 'message'), 12));
    console.log(indented(part(body, 'stack-trace'), 12));
  }

  for (const [, body] of results.matchAll(/<error [^>]*[^/]>(.*?)<\/error>/gs)) {
    console.log(`\nERROR\n${indented(part(body, 'message'), 12)}\n${indented(part(body, 'stack-trace'), 12)}`);
  }
}

// A mail server on the loopback that keeps every message as a file and misbehaves when told to.
//
//   node smtp.mjs --folder FOLDER [--port N] [--auth USER:PASSWORD] [--starttls]
//
// Each message becomes FOLDER/0001.eml with its envelope in FOLDER/0001.json. Everything said on standard output is one
// JSON object a line: {"port":N} at the start, {"received":"0001"} for each message, {"done":"reject"} for each command,
// {"held":1} for each client that waits in vain.
// Commands are JSON lines on standard input:
//   {"command":"reject","recipient":"a@example.org"}   that recipient gets 550 from now on
//   {"command":"accept","recipient":"a@example.org"}   and no longer
//   {"command":"greylist","count":2}                   the next 2 recipients get 450
//   {"command":"drop","count":1,"keep":true}           the next message's connection is cut after DATA; keep: it was taken in
//   {"command":"hold","count":1,"keep":true}           the next message's client waits in vain for the answer to DATA; keep: it was taken in
//   {"command":"refuse-data","count":1,"code":552}     the next message is refused after DATA with that code
// It ends when its standard input does.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { SMTPServer } from 'smtp-server';

const { values: options } = parseArgs({
  options: {
    folder: { type: 'string' },
    port: { type: 'string', default: '0' },
    auth: { type: 'string' },
    starttls: { type: 'boolean', default: false },
  },
});
if (!options.folder) {
  console.error('smtp.mjs needs --folder: where the received messages go');
  process.exit(2);
}
mkdirSync(options.folder, { recursive: true });

const rejected = new Set();
let greylisted = 0;
let drops = { count: 0, keep: true };
let holds = { count: 0, keep: true };
let refusals = { count: 0, code: 552 };
let received = 0;
let held = 0;

const say = (message) => console.log(JSON.stringify(message));
const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

const commands = {
  reject: ({ recipient }) => rejected.add(recipient.toLowerCase()),
  accept: ({ recipient }) => rejected.delete(recipient.toLowerCase()),
  greylist: ({ count }) => { greylisted = count; },
  drop: ({ count, keep = true }) => { drops = { count, keep }; },
  hold: ({ count, keep = true }) => { holds = { count, keep }; },
  'refuse-data': ({ count, code = 552 }) => { refusals = { count, code }; },
};

function keep(content, session) {
  const name = String(++received).padStart(4, '0');
  const envelope = {
    from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
    to: session.envelope.rcptTo.map((recipient) => recipient.address),
    user: session.user ?? null,
    secure: session.secure,
  };
  writeFileSync(join(options.folder, `${name}.json`), JSON.stringify(envelope));
  // Readers look for .eml: it must appear whole, and after its envelope.
  writeFileSync(join(options.folder, `${name}.part`), content);
  renameSync(join(options.folder, `${name}.part`), join(options.folder, `${name}.eml`));
  say({ received: name });
}

const server = new SMTPServer({
  banner: 'test mail server',
  disableReverseLookup: true,
  authOptional: !options.auth,
  allowInsecureAuth: true,
  hideSTARTTLS: !options.starttls,
  disabledCommands: [...(options.auth ? [] : ['AUTH']), ...(options.starttls ? [] : ['STARTTLS'])],
  onAuth({ username, password }, session, done) {
    done(`${username}:${password}` === options.auth ? null : refusal(535, 'Wrong user or password'), { user: username });
  },
  onRcptTo({ address }, session, done) {
    if (rejected.has(address.toLowerCase())) {
      return done(refusal(550, 'No such mailbox here'));
    }
    if (greylisted > 0) {
      greylisted--;
      return done(refusal(450, 'Greylisted, try again later'));
    }
    return done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      if (refusals.count > 0) {
        refusals.count--;
        return done(refusal(refusals.code, 'Not taken'));
      }
      if (holds.count > 0) {
        holds.count--;
        if (holds.keep) {
          keep(Buffer.concat(parts), session);
        }
        return say({ held: ++held });
      }
      const drop = drops.count > 0;
      if (!drop || drops.keep) {
        keep(Buffer.concat(parts), session);
      }
      if (!drop) {
        return done();
      }
      drops.count--;
      for (const connection of server.connections) {
        if (connection.session === session) {
          connection._socket.destroy();
        }
      }
    });
  },
});

// A client that hangs up is part of what tests do.
server.on('error', (error) => console.error(error.message));
server.listen(Number(options.port), '127.0.0.1', () => say({ port: server.server.address().port }));

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const { command, ...settings } = JSON.parse(line);
    commands[command](settings);
    say({ done: command });
  })
  .on('close', () => process.exit(0));

// Preloaded into the GitHub emulator, which has no option for the address it listens on.
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  if (typeof args[0] === 'number' && typeof args[1] !== 'string') {
    args.splice(1, 0, '127.0.0.1');
  } else if (args[0] && typeof args[0] === 'object' && args[0].port !== undefined) {
    args[0] = { ...args[0], host: '127.0.0.1' };
  }
  return listen.apply(this, args);
};

// A test run that is killed closes our standard input: end with it instead of holding the port for ever.
if (process.env.END_WITH_STDIN === '1') {
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
}

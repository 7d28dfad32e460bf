// npm start [-- --demo]: installs and builds what is missing, then runs the server until it is stopped
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { build, install, root } from './prepare.mjs';

install();
build();
const main = join(root, 'apps/server/dist/main.js');
const server = spawn(process.execPath, [main, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });

for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
// a terminal sends SIGINT to the server itself as well
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) server.kill('SIGINT');
});
server.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
});

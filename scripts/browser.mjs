// Finds the Chromium that the browser tests drive, and installs it where it can.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say } from './prepare.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of a Chromium: HUKE_CHROMIUM, or the first known name on the path; null where there is none. */
export function findBrowser() {
  const given = process.env.HUKE_CHROMIUM;
  if (given) return given;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...paths, ...applications].find((path) => existsSync(path)) ?? null;
}

/** Installs Chromium and Chinese fonts where this is a Debian and we are root; otherwise says how. */
export function prepareBrowser() {
  const missing = [...(findBrowser() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say(`installing ${missing.join(' and ')} (apt-get) …`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) => spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    apt('update', '-q');
    if (apt('install', '-q', '-y', '--no-install-recommends', ...missing).status === 0) return;
  }
  say(
    `browser tests need ${missing.join(' and ')}: sudo apt-get install ${missing.join(' ')}, or set HUKE_CHROMIUM`,
  );
}

function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const list = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' });
  return (list.stdout ?? '').trim() !== '';
}

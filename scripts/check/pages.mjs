// Pages: a file, a command or a page that they name is there; a name of what is gone teaches wrong.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

/** Pages that tell of what was. */
const OF_THE_PAST = /^CHANGELOG\.md$|\/(peers|corpus)\//;
const CODE = /\.(ts|tsx|mjs|cedar|cases\.txt)$/;

const PLANTED = [
  'see `apps/server/src/gate/no-such-file.ts`',
  'see `no-such-file.ts`',
  'see `gate/no-such-file.ts`',
  '[page](no-such-page.md)',
  'run `npx huke nothing --json`',
  'run `npm run nothing`',
];

export function check(root) {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = listed.stdout.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  const known = {
    files: new Set(files),
    // a page may leave out the beginning of a path, never its end
    ends: new Set(files.flatMap(endsOf)),
    scripts: new Set(Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts)),
    commands: new Set(
      [
        ...readFileSync(join(root, 'apps/cli/src/commands.ts'), 'utf8').matchAll(
          /^ {2}'?([a-z-]+)'?: \(\) => import/gm,
        ),
      ].map(([, name]) => name),
    ),
  };
  const blind = PLANTED.filter((text) => judge('docs/planted.md', text, known).length !== 1);
  if (blind.length > 0) return blind.map((text) => `the check is blind: it did not find ${text}`);
  return files
    .filter((path) => path.endsWith('.md') && !OF_THE_PAST.test(path))
    .flatMap((path) => judge(path, readFileSync(join(root, path), 'utf8'), known));
}

function judge(path, text, { files, ends, scripts, commands }) {
  return text.split('\n').flatMap((line, index) => {
    const wrong = [];
    for (const [, code] of line.matchAll(/`([^`]+)`/g)) {
      if (CODE.test(code) && /^[\w/-][\w./-]*$/.test(code) && !ends.has(code.replace(/^\.\//, '')))
        wrong.push(code);
      const [, command] = /^npx huke ([a-z-]+)/.exec(code) ?? [];
      if (command !== undefined && !commands.has(command)) wrong.push(`npx huke ${command}`);
      const [, script] = /^npm run ([a-z:-]+)(?! --workspace)(?!.* --workspace)/.exec(code) ?? [];
      if (script !== undefined && !scripts.has(script)) wrong.push(`npm run ${script}`);
    }
    for (const [, to] of line.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(to)) continue;
      const target = posix.join(dirname(path), to).replace(/\/$/, '');
      if (!files.has(target) && ![...files].some((file) => file.startsWith(`${target}/`))) wrong.push(to);
    }
    return wrong.map((name) => `${path}:${index + 1} names ${name}, which is not there`);
  });
}

/** A path and all its ends: `a/b/c.ts`, `b/c.ts`, `c.ts`. */
function endsOf(path) {
  const parts = path.split('/');
  return parts.map((_, at) => parts.slice(at).join('/'));
}

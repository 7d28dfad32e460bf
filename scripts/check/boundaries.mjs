// Who may import whom. The directions stand in ROOMS and PROGRAMS, nowhere else; cycles are errors everywhere. Each run
// first plants one violation of each rule and one cycle, and fails when a planted one is not found.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/** Server rooms: what each may import. Only access opens values; http and every room reach them through access. */
const below = ['access', 'alarm', 'budget', 'gate', 'ledger', 'platform'];
const ROOMS = {
  platform: [],
  // every room may raise an alarm and charge a budget, so these two know no other
  alarm: ['platform'],
  budget: ['alarm', 'platform'],
  gate: ['alarm', 'budget', 'platform'],
  ledger: ['alarm', 'platform'],
  vault: ['alarm', 'platform'],
  access: ['alarm', 'budget', 'gate', 'vault', 'vault/open', 'ledger', 'platform'],
  identity: below,
  detector: below,
  desk: [...below, 'identity'],
  demo: [...below, 'identity', 'desk'],
  http: [...below, 'detector', 'identity', 'desk', 'demo'],
};
/**
 * Files beside the rooms (main.ts, server.ts, index.ts) wire them, so they know all; the opener goes from vault to
 * access. Tests may look into any room of their own program.
 */
const WIRING = [...Object.keys(ROOMS), 'vault/open'];

/** Workspaces: which of our own packages each may import. */
const PROGRAMS = {
  'packages/detect': [],
  'packages/ledger': [],
  'packages/sdk': [],
  'apps/server': ['@huke/detect', '@huke/ledger', '@huke/sdk'],
  'apps/console': ['@huke/detect', '@huke/ledger', '@huke/sdk'],
  'apps/cli': ['@huke/detect', '@huke/ledger', '@huke/sdk', '@huke/server'],
};

const PLANTED = [
  [
    'apps/server/src/gate/planted-a.ts',
    `import { open } from '#vault/open';`,
    'gate may not import #vault/open',
  ],
  ['apps/server/src/http/planted-b.ts', `import type { V } from '#vault';`, 'http may not import #vault'],
  [
    'apps/server/src/platform/planted-c.ts',
    `export { a } from '#access';`,
    'platform may not import #access',
  ],
  ['apps/server/src/desk/planted-d.ts', `await import('../vault/index.ts');`, 'leaves its room'],
  [
    'packages/detect/src/planted-e.ts',
    `import '@huke/server';`,
    'packages/detect may not import @huke/server',
  ],
  ['packages/sdk/src/planted-f.ts', `import '../../../apps/server/src/index.ts';`, 'leaves its workspace'],
  ['apps/server/src/gate/planted-i.ts', `import '../testing/desk.ts';`, 'only tests import'],
  ['apps/server/src/gate/planted-g.ts', `import './planted-h.ts';`, 'cycle'],
  ['apps/server/src/gate/planted-h.ts', `import type { A } from './planted-g.ts';`, 'cycle'],
];

export function check(root) {
  const files = read(root);
  const planted = judge(new Map([...files, ...PLANTED.map(([path, text]) => [path, text])]));
  const missed = PLANTED.filter(
    ([path, , text]) => !planted.some((found) => found.includes(path) && found.includes(text)),
  );
  if (missed.length > 0) return missed.map(([path]) => `the check is blind: it did not find ${path}`);
  return judge(files);
}

/** Every source file of the workspaces, by its path. */
function read(root) {
  const files = new Map();
  const add = (path) => {
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      const child = `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!['node_modules', 'dist', 'dist-types'].includes(entry.name)) add(child);
      } else if (/\.(tsx?|mjs)$/.test(entry.name)) {
        files.set(child, readFileSync(join(root, child), 'utf8'));
      }
    }
  };
  for (const workspace of Object.keys(PROGRAMS)) if (existsSync(join(root, workspace))) add(workspace);
  return files;
}

function judge(files) {
  const complaints = [];
  const graph = new Map();
  for (const [path, text] of files) {
    const targets = [];
    for (const { to, line } of importsOf(path, text)) {
      const wrong = forbidden(path, to);
      if (wrong) complaints.push(`${path}:${line} ${wrong}`);
      const target = resolve(path, to);
      if (target && files.has(target)) targets.push(target);
    }
    graph.set(path, targets);
  }
  for (const cycle of cycles(graph)) complaints.push(`cycle: ${cycle.join(' → ')}`);
  return complaints;
}

function importsOf(path, text) {
  const { module } = parseSync(path, text);
  const lineOf = (at) => text.slice(0, at).split('\n').length;
  const fixed = [...module.staticImports, ...module.staticExports.flatMap((each) => each.entries)]
    .map((each) => each.moduleRequest)
    .filter(Boolean)
    .map(({ value, start }) => ({ to: value, line: lineOf(start) }));
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(start, end));
    return literal ? [{ to: literal[2], line: lineOf(start) }] : [];
  });
  return [...fixed, ...dynamic];
}

const workspaceOf = (path) => path.split('/').slice(0, 2).join('/');

/** The room of a server file; null for those that wire (main.ts, …, and testing/, for tests) and for files outside src. */
function roomOf(path) {
  const folder = /^apps\/server\/src\/([^/]+)\/.+/.exec(path)?.[1] ?? null;
  return folder === 'testing' ? null : folder;
}

/** What is wrong with this import, null where nothing is. */
function forbidden(path, to) {
  const workspace = workspaceOf(path);
  const room = roomOf(path);
  if (isTest(path) && workspaceOf(posix.join(posix.dirname(path), to)) === workspace && to.startsWith('.'))
    return null;
  if (to.startsWith('.')) {
    const target = posix.join(posix.dirname(path), to);
    if (workspaceOf(target) !== workspace) return `leaves its workspace by ${to}`;
    const end = roomOf(target);
    if (/\/src\/testing\//.test(target) && workspace === 'apps/server') {
      return isTest(path) ? null : `only tests import ${to}`;
    }
    const wires = room === null;
    if (end !== room && (!wires || end !== null))
      return `leaves its room by ${to}: import #${end ?? 'room'} instead`;
    return null;
  }
  if (to.startsWith('@huke/')) {
    const name = to.split('/').slice(0, 2).join('/');
    if (name === '@huke/server' && path.startsWith('apps/console/e2e/')) return null;
    return PROGRAMS[workspace]?.includes(name) ? null : `${workspace} may not import ${name}`;
  }
  if (!to.startsWith('#')) return null;
  const name = to.slice(1);
  if (name.endsWith('/testing')) return isTest(path) ? null : `only tests import ${to}`;
  if (workspace === 'apps/server' && !path.startsWith('apps/server/src/')) return null;
  if (room === null) return WIRING.includes(name) ? null : `the wiring may not import ${to}`;
  if (!(room in ROOMS)) return `${room} is not in the table of rooms: add it to scripts/check/boundaries.mjs`;
  // tests open whole desks; `#vault/open` stays with access even there
  if (isTest(path) && name !== 'vault/open') return null;
  return ROOMS[room].includes(name) ? null : `${room} may not import ${to}`;
}

/** Tests, and the files that only tests use. */
function isTest(path) {
  return /\.test\.tsx?$|\/testing(-[a-z-]+)?\.ts$|\/testing\/|\/e2e\//.test(path);
}

/** The file that an import names, null where it is none of ours. */
function resolve(path, to) {
  if (to.startsWith('.')) return posix.join(posix.dirname(path), to);
  if (to === '#vault/open') return 'apps/server/src/vault/open.ts';
  if (to === '#platform/testing') return 'apps/server/src/platform/testing.ts';
  if (to.startsWith('#')) return `apps/server/src/${to.slice(1)}/index.ts`;
  const name = /^@huke\/([a-z]+)$/.exec(to)?.[1];
  if (!name) return null;
  return `${name in { server: 0, console: 0, cli: 0 } ? 'apps' : 'packages'}/${name}/src/index.ts`;
}

/** The strongly connected groups of more than one file (Tarjan), each as a path that closes. */
function cycles(graph) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const groups = [];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1 || graph.get(node)?.includes(node)) groups.push(group);
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return groups.map((group) => shortest(graph, group));
}

/** The shortest way from a group's first file back to itself. */
function shortest(graph, group) {
  const [start] = group;
  const from = new Map();
  const queue = [start];
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) {
        const way = [start];
        for (let at = node; at !== start; at = from.get(at)) way.unshift(at);
        return [start, ...way];
      }
      if (group.includes(next) && !from.has(next)) {
        from.set(next, node);
        queue.push(next);
      }
    }
  }
  return group;
}

// Posts are compared in one table (packages/sdk/src/rights.ts), nowhere else: whoever wants to know what a post may do
// asks for a right. Each run first plants one violation of each kind and fails when a planted one is not found.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** The list of posts, who has which right, and what the policies compare with. */
const TABLES = new Set([
  'packages/sdk/src/vocabulary.ts',
  'packages/sdk/src/rights.ts',
  'apps/server/src/gate/posts.ts',
]);
/** Words for posts are words. */
const SKIPPED = /\.test\.tsx?$|\/testing(-[a-z-]+)?\.ts$|\/testing\/|^apps\/console\/src\/words\//;

const PLANTED = [
  `if (subject.post === 'supervisor') go();`,
  `const leads = 'agent' != me.post;`,
  `const leads = me.post === \`auditor\`;`,
  `const readers = new Set(['auditor', 'audit-admin']);`,
  `const reads = (['agent'] as const).includes(post);`,
  `switch (post) { case 'agent': go(); }`,
  `const lead: Post = 'system-admin';`,
  `const may = { 'security-officer': true, auditor: true }[post];`,
  `const officer = subject.post.endsWith('-officer');`,
  `const officer = /-officer$/.test(subject.post);`,
  "await sql`select 1 from identity_people p where p.post = 'auditor'`;",
  "await sql`select 1 from identity_people where post in ('auditor')`;",
];
/** What is no comparison: a post that is given, and the same word for something else. */
const HONEST = [
  `await insert({ post: 'system-admin' });`,
  `const origin = z.enum(['contact', 'supervisor', 'self']);`,
  `const id = row['agent'];`,
  `const known = posts.includes(post) && row.post === before.post && post.padEnd(9);`,
  "sql`check (bound_by in ('channel', 'supervisor', 'agent'))`;",
];

export function check(root) {
  const text = readFileSync(join(root, 'packages/sdk/src/vocabulary.ts'), 'utf8');
  const list = /export const posts = \[([^\]]+)\]/.exec(text)?.[1] ?? '';
  const posts = new Set([...list.matchAll(/'([a-z-]+)'/g)].map(([, post]) => post));
  if (posts.size === 0) return ['the check is blind: it did not find the list of posts'];
  const blind = PLANTED.filter((line) => judge('planted.ts', line, posts).length === 0);
  if (blind.length > 0) return blind.map((line) => `the check is blind: it did not find ${line}`);
  const harsh = HONEST.filter((line) => judge('planted.ts', line, posts).length > 0);
  if (harsh.length > 0) return harsh.map((line) => `the check is wrong: it complains of ${line}`);
  return sources(root).flatMap((path) => judge(path, readFileSync(join(root, path), 'utf8'), posts));
}

function sources(root) {
  const found = [];
  for (const folder of ['packages', 'apps'])
    for (const workspace of readdirSync(join(root, folder)))
      for (const entry of readdirSync(join(root, folder, workspace, 'src'), {
        recursive: true,
        withFileTypes: true,
      })) {
        if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name).slice(root.length).replace(/^\/+/, '');
        if (!TABLES.has(path) && !SKIPPED.test(path)) found.push(path);
      }
  return found;
}

/** Where this text compares a post's name, and how. */
function judge(path, text, posts) {
  // most files name no post at all, and need no parsing
  if (![...posts].some((post) => text.includes(post)) && !/\bpost\b/.test(text)) return [];
  const complaints = [];
  const complain = (node, how) => {
    const line = text.slice(0, node.start).split('\n').length;
    complaints.push(`${path}:${line} ${how}: ask for a right of packages/sdk/src/rights.ts`);
  };
  const isName = (node) => posts.has(stringOf(node));
  /** `agent` and `supervisor` are words for other things too; these can only be posts. */
  const isOnlyPost = (node) => isName(node) && stringOf(node).includes('-');
  walk(parseSync(path, text).program, (node) => {
    switch (node.type) {
      case 'BinaryExpression':
        if (/^[!=]==?$/.test(node.operator) && (isName(node.left) || isName(node.right)))
          complain(node, 'compares a post’s name');
        break;
      case 'SwitchCase':
        if (node.test && isName(node.test)) complain(node, 'compares a post’s name');
        break;
      case 'ArrayExpression':
        if (node.elements.length > 0 && node.elements.every((each) => each && isName(each)))
          complain(node, 'lists posts');
        break;
      case 'VariableDeclarator':
        if (node.init && isOnlyPost(bare(node.init))) complain(node, 'names a post to compare with');
        break;
      case 'ObjectExpression':
        if (
          node.properties.some(
            (each) => each.type === 'Property' && posts.has(keyOf(each)) && keyOf(each).includes('-'),
          )
        )
          complain(node, 'is a table of posts');
        break;
      case 'CallExpression': {
        const { callee, arguments: given } = node;
        if (callee.type !== 'MemberExpression') break;
        const method = callee.property.name;
        const asked =
          ['startsWith', 'endsWith', 'match', 'includes', 'search'].includes(method) && isPost(callee.object);
        const tested = ['test', 'exec'].includes(method) && given.some(isPost);
        if (asked || tested) complain(node, 'judges a post by its letters');
        break;
      }
      case 'TemplateElement':
        for (const [, names] of node.value.raw.matchAll(
          /\bpost\s*(?:=|<>|!=|in|not in|= any)\s*\(?\s*'([a-z-]+)'/g,
        ))
          if (posts.has(names)) complain(node, 'compares a post’s name in SQL');
        break;
    }
  });
  return complaints;
}

/** `x.post` or `post`. */
function isPost(node) {
  if (node.type === 'MemberExpression') return node.property.name === 'post';
  return node.type === 'Identifier' && node.name === 'post';
}

/** An expression without `as` and brackets. */
function bare(node) {
  return ['TSAsExpression', 'TSSatisfiesExpression', 'ParenthesizedExpression'].includes(node.type)
    ? bare(node.expression)
    : node;
}

function stringOf(node) {
  const inside = bare(node);
  if (inside.type === 'Literal' && typeof inside.value === 'string') return inside.value;
  if (inside.type === 'TemplateLiteral' && inside.expressions.length === 0)
    return inside.quasis[0]?.value.cooked ?? null;
  return null;
}

function keyOf({ key, computed }) {
  if (computed) return stringOf(key) ?? '';
  return key.name ?? String(key.value ?? '');
}

function walk(node, visit) {
  if (Array.isArray(node)) for (const each of node) walk(each, visit);
  else if (node && typeof node.type === 'string') {
    visit(node);
    for (const value of Object.values(node)) if (value && typeof value === 'object') walk(value, visit);
  }
}

/** The part of a JSON schema that the API's description uses. */
type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
} & Readonly<Partial<Record<(typeof limits)[number], unknown>>>;

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type Operation = {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses?: Readonly<
    Record<string, { readonly description?: string; readonly content?: Content }>
  >;
};

/** What the page shows of an OpenAPI document. */
export type Described = {
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, object>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
};

type Row = { readonly method: string; readonly path: string; readonly operation: Operation };

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** What bounds a value, in the order in which it is shown. */
const limits = [
  'format',
  'pattern',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'default',
] as const;

const style = `
:root { color-scheme: light dark; --line: #8884; --quiet: #777; --link: #1769aa }
@media (prefers-color-scheme: dark) { :root { --quiet: #999; --link: #7ab8f0 } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 0 auto; padding: 1rem }
a { color: var(--link) } h2 { margin: 2rem 0 .5rem }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem }
code, pre, td { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
pre { white-space: pre-wrap; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 4px; margin: .25rem 0 }
details { border-bottom: 1px solid var(--line) }
summary { padding: .4rem 0; cursor: pointer }
summary b { display: inline-block; min-width: 4.5rem }
details > :not(summary) { margin-left: 1rem }
table { border-collapse: collapse } td { padding: .15rem 1rem .15rem 0; vertical-align: top }
h3 { font-size: 1em; margin: .75rem 0 .25rem } i, .quiet { color: var(--quiet); font-style: normal }`;

/** An OpenAPI document as one page to read, without a script: operations by their group, then the named types. */
export function apiPage(api: Described, nonce: string): string {
  const rows = rowsOf(api);
  const groups = [...new Set(rows.map(groupOf))].sort();
  const types = Object.entries((api.components?.schemas ?? {}) as Record<string, Schema>).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const { title, version, description = '' } = api.info;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${text(title)} API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="${text(nonce)}">${style}</style></head>
<body><h1>${text(title)} API ${text(version)}</h1>
<p>${text(description)} The same for programs: <a href="/api/v1/openapi.json">openapi.json</a>.</p>
<nav>${groups.map((group) => `<a href="#${idOf('group', group)}">${text(group)}</a>`).join('\n')}
<a href="#types">types</a></nav>
${groups.map((group) => section(group, rows)).join('\n')}
<h2 id="types">types</h2>
${types.map(([name, schema]) => `<h3 id="${idOf('type', name)}">${text(name)}</h3>${block(schema)}`).join('\n')}
</body></html>`;
}

function rowsOf(api: Described): readonly Row[] {
  return Object.entries((api.paths ?? {}) as Record<string, Partial<Record<string, Operation>>>).flatMap(
    ([path, item]) =>
      methods.flatMap((method) => {
        const operation = item[method];
        return operation ? [{ method, path, operation }] : [];
      }),
  );
}

const groupOf = ({ operation }: Row): string => operation.tags?.[0] ?? 'other';

function section(group: string, rows: readonly Row[]): string {
  const own = rows.filter((row) => groupOf(row) === group).map(operationOf);
  return `<h2 id="${idOf('group', group)}">${text(group)}</h2>\n${own.join('\n')}`;
}

function operationOf({ method, path, operation }: Row): string {
  const { summary = '', description, parameters = [], requestBody, responses = {} } = operation;
  const asked = parameters.map(
    (each) =>
      `<tr><td>${text(each.name)}${each.required === true ? '' : '?'}</td><td class="quiet">${text(each.in)}</td><td>${typeOf(each.schema ?? {})}</td></tr>`,
  );
  return [
    `<details id="${idOf(method, path)}"><summary><b>${method.toUpperCase()}</b> <code>${text(path)}</code> ${text(summary)}</summary>`,
    description === undefined ? '' : `<p>${text(description)}</p>`,
    asked.length === 0 ? '' : `<h3>parameters</h3><table>${asked.join('')}</table>`,
    requestBody === undefined ? '' : `<h3>body</h3>${contentOf(requestBody.content)}`,
    ...Object.entries(responses).map(
      ([status, each]) =>
        `<h3>${text(status)} <span class="quiet">${text(each.description ?? '')}</span></h3>${contentOf(each.content ?? {})}`,
    ),
    '</details>',
  ].join('\n');
}

function contentOf(content: Content): string {
  return Object.entries(content)
    .map(([type, { schema }]) =>
      type === 'application/json' && schema ? block(schema) : `<p><code>${text(type)}</code></p>`,
    )
    .join('');
}

const block = (schema: Schema): string => `<pre>${typeOf(schema)}</pre>`;

/** A schema as a type, much as TypeScript would write it, with what bounds the value behind it. */
function typeOf(schema: Schema, indent = ''): string {
  const { $ref, anyOf, oneOf, allOf, items, properties, additionalProperties } = schema;
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? '';
    return `<a href="#${idOf('type', name)}">${text(name)}</a>`;
  }
  const either = anyOf ?? oneOf;
  if (either) return either.map((each) => typeOf(each, indent)).join(' | ');
  if (allOf) return allOf.map((each) => typeOf(each, indent)).join(' &amp; ');
  if (schema.enum) return schema.enum.map((each) => text(JSON.stringify(each))).join(' | ');
  const bounds = limits
    .filter((name) => schema[name] !== undefined)
    .map(
      (name) => `${name} ${typeof schema[name] === 'string' ? schema[name] : JSON.stringify(schema[name])}`,
    );
  const said = bounds.length === 0 ? '' : ` <i>${text(bounds.join(', '))}</i>`;
  const names = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['anything']);
  const shown = names.map((name) => {
    if (name === 'array') return `Array&lt;${typeOf(items ?? {}, indent)}&gt;`;
    if (name === 'object')
      return objectOf(properties ?? {}, schema.required ?? [], additionalProperties, indent);
    return text(name);
  });
  return shown.join(' | ') + said;
}

function objectOf(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[],
  more: Schema | boolean | undefined,
  indent: string,
): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(
    ([name, schema]) =>
      `${inner}${text(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema, inner)}`,
  );
  if (typeof more === 'object') lines.push(`${inner}[name: string]: ${typeOf(more, inner)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`;
}

const idOf = (kind: string, name: string): string => `${kind}-${name.replaceAll(/[^\w]+/g, '-')}`;

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (words: string): string => words.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? '');

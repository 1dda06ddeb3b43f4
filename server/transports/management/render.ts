import type { OpenApi, Operation, Schema } from '../../../protocol/generate/openapi.ts'

/** An OpenAPI document of ours as a page to read: each command, what it takes and what it gives. */
export function render({ info, paths, components }: OpenApi, style: string): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = new Set(operations.flatMap(({ operation }) => operation.tags))
  const of = (tag: string) => operations.filter(({ operation }) => operation.tags.includes(tag))
  const schemas = Object.entries(components.schemas)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${html(info.title)}</title>
<style>${style}</style>
<nav aria-label="Contents">
<h1>${html(info.title)} <small>${html(info.version)}</small></h1>
${[...tags]
  .map(
    (tag) =>
      `<h2>${html(tag)}</h2><ul>${of(tag)
        .map(({ operation }) => `<li>${link(operation.operationId)}`)
        .join('')}</ul>`,
  )
  .join('\n')}
<h2>shapes</h2><ul>${schemas.map(([name]) => `<li>${link(name)}`).join('')}</ul>
</nav>
<main>
<p>${html(info.description)} The same for programs: <a href="openapi.json">openapi.json</a>.</p>
${operations.map(section).join('\n')}
<h2>Shapes</h2>
${schemas.map(([name, schema]) => `<section id="${html(name)}"><h3>${html(name)}</h3>${shape(schema)}</section>`).join('\n')}
</main>
</html>
`
}

type Found = { readonly path: string; readonly method: string; readonly operation: Operation }

function section({ path, method, operation }: Found): string {
  const { operationId, summary, security, parameters = [], requestBody, responses } = operation
  const scopes = security.flatMap(({ bearer = [] }) => bearer)
  const asked = parameters.map((p) => row(p.name, p.schema, p.required, `in the ${p.in}`))
  const body = requestBody?.content['application/json']?.schema
  const given = Object.entries(responses).flatMap(([status, response]) => {
    const schema = 'content' in response && response.content?.['application/json']?.schema
    const what = schema && ('$ref' in schema ? typeOf(schema) : shape(schema))
    return '$ref' in response ? [] : [`<li><b>${status}</b> ${what || 'nothing'}`]
  })
  return `<section id="${html(operationId)}">
<h3>${html(operationId)}</h3>
<p class="address"><b>${method.toUpperCase()}</b> <code>/api/v1${html(path)}</code>${scopes.map((scope) => ` <span>${html(scope)}</span>`).join('')}</p>
<p>${words(summary)}</p>
${asked.length > 0 ? `<table>${asked.join('')}</table>` : ''}
${body === undefined ? '' : `<h4>It takes</h4>${shape(body)}`}
<h4>It gives</h4><ul>${given.join('')}</ul>
</section>`
}

/** The fields of an object, one to a row; of one of several, each. */
function shape(schema: Schema): string {
  const { properties, required = [], oneOf, anyOf, description } = schema as Shape
  const about = description === undefined ? '' : `<p>${words(description)}</p>`
  const either = oneOf ?? anyOf
  if (either !== undefined) return about + either.map(shape).join('<p>or</p>')
  if (properties === undefined) return `${about}<p>${typeOf(schema)}</p>`
  const rows = Object.entries(properties).map(([name, field]) =>
    row(name, field, required.includes(name), ''),
  )
  return `${about}<table>${rows.join('')}</table>`
}

type Shape = {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly description?: string
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly type?: string
  readonly $ref?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly default?: unknown
}

const row = (name: string, schema: Schema, isNeeded: boolean, where: string): string =>
  `<tr><th scope="row"><code>${html(name)}</code>${isNeeded ? '' : '?'}<td>${typeOf(schema)} <small>${[where, bounds(schema)].filter(Boolean).join(', ')}</small>`

function typeOf(schema: Schema): string {
  const {
    $ref,
    type,
    enum: values,
    const: value,
    items,
    oneOf,
    anyOf,
    format,
    properties,
  } = schema as Shape
  if ($ref !== undefined) return link($ref.slice($ref.lastIndexOf('/') + 1))
  if (value !== undefined) return `<code>${html(JSON.stringify(value))}</code>`
  if (values !== undefined)
    return values.map((each) => `<code>${html(String(each))}</code>`).join(' | ')
  const either = oneOf ?? anyOf
  if (either !== undefined) return either.map(typeOf).join(' or ')
  if (items !== undefined) return `list of ${typeOf(items)}`
  if (properties !== undefined)
    return `{ ${Object.entries(properties)
      .map(([name, field]) => `${html(name)}: ${typeOf(field)}`)
      .join(', ')} }`
  return html(format ?? type ?? 'anything')
}

function bounds(schema: Schema): string {
  const {
    minimum,
    maximum,
    minLength,
    maxLength,
    minItems,
    maxItems,
    default: usual,
  } = schema as Shape
  const range = (from: number | undefined, to: number | undefined, what: string) =>
    from === undefined && to === undefined ? [] : [`${from ?? ''}…${to ?? ''}${what}`]
  return [
    ...range(minimum, maximum, ''),
    ...range(minLength, maxLength, ' characters'),
    ...range(minItems, maxItems, ' entries'),
    ...(usual === undefined ? [] : [`else <code>${html(JSON.stringify(usual))}</code>`]),
  ].join(', ')
}

const link = (name: string): string => `<a href="#${html(name)}">${html(name)}</a>`

/** Text with \`code\` in it. */
const words = (text: string): string => html(text).replace(/`([^`]+)`/g, '<code>$1</code>')

const html = (text: string): string => Bun.escapeHTML(text)

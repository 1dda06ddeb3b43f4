import type { OpenApi, Operation, Schema } from '../../../protocol/generate/openapi.ts'

/** Renders an OpenAPI document as a page: each command with its input and its answers. */
export function render({ info, paths, components }: OpenApi, style: string): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = new Set(operations.flatMap(({ operation }) => operation.tags))
  const operationsOf = (tag: string) =>
    operations.filter(({ operation }) => operation.tags.includes(tag))
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
      `<h2>${html(tag)}</h2><ul>${operationsOf(tag)
        .map(({ operation }) => `<li>${link(operation.operationId)}`)
        .join('')}</ul>`,
  )
  .join('\n')}
<h2>schemas</h2><ul>${schemas.map(([name]) => `<li>${link(name)}`).join('')}</ul>
</nav>
<main>
<p>${html(info.description)} Machine-readable: <a href="openapi.json">openapi.json</a>.</p>
${operations.map(section).join('\n')}
<h2>Schemas</h2>
${schemas.map(([name, schema]) => `<section id="${html(name)}"><h3>${html(name)}</h3>${schemaHtml(schema)}</section>`).join('\n')}
</main>
</html>
`
}

type Route = { readonly path: string; readonly method: string; readonly operation: Operation }

function section({ path, method, operation }: Route): string {
  const { operationId, summary, security, parameters = [], requestBody, responses } = operation
  const scopes = security.flatMap(({ bearer = [] }) => bearer)
  const parameterRows = parameters.map((p) => row(p.name, p.schema, p.required, `in the ${p.in}`))
  const body = requestBody?.content['application/json']?.schema
  const answers = Object.entries(responses).flatMap(([status, response]) => {
    const schema = 'content' in response && response.content?.['application/json']?.schema
    const content = schema && ('$ref' in schema ? typeOf(schema) : schemaHtml(schema))
    return '$ref' in response ? [] : [`<li><b>${status}</b> ${content || 'no content'}`]
  })
  return `<section id="${html(operationId)}">
<h3>${html(operationId)}</h3>
<p class="address"><b>${method.toUpperCase()}</b> <code>/api/v1${html(path)}</code>${scopes.map((scope) => ` <span>${html(scope)}</span>`).join('')}</p>
<p>${prose(summary)}</p>
${parameterRows.length > 0 ? `<table>${parameterRows.join('')}</table>` : ''}
${body === undefined ? '' : `<h4>Body</h4>${schemaHtml(body)}`}
<h4>Answers</h4><ul>${answers.join('')}</ul>
</section>`
}

/** The fields of an object, one in a row. A choice shows each of its schemas. */
function schemaHtml(schema: Schema): string {
  const { properties, required = [], oneOf, anyOf, description } = schema as SchemaFields
  const about = description === undefined ? '' : `<p>${prose(description)}</p>`
  const choices = oneOf ?? anyOf
  if (choices !== undefined) return about + choices.map(schemaHtml).join('<p>or</p>')
  if (properties === undefined) return `${about}<p>${typeOf(schema)}</p>`
  const rows = Object.entries(properties).map(([name, field]) =>
    row(name, field, required.includes(name), ''),
  )
  return `${about}<table>${rows.join('')}</table>`
}

type SchemaFields = {
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

const row = (name: string, schema: Schema, isRequired: boolean, where: string): string =>
  `<tr><th scope="row"><code>${html(name)}</code>${isRequired ? '' : '?'}<td>${typeOf(schema)} <small>${[where, bounds(schema)].filter(Boolean).join(', ')}</small>`

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
  } = schema as SchemaFields
  if ($ref !== undefined) return link($ref.slice($ref.lastIndexOf('/') + 1))
  if (value !== undefined) return `<code>${html(JSON.stringify(value))}</code>`
  if (values !== undefined)
    return values.map((option) => `<code>${html(String(option))}</code>`).join(' | ')
  const choices = oneOf ?? anyOf
  if (choices !== undefined) return choices.map(typeOf).join(' or ')
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
    default: defaultValue,
  } = schema as SchemaFields
  const range = (from: number | undefined, to: number | undefined, unit: string) =>
    from === undefined && to === undefined ? [] : [`${from ?? ''}…${to ?? ''}${unit}`]
  return [
    ...range(minimum, maximum, ''),
    ...range(minLength, maxLength, ' characters'),
    ...range(minItems, maxItems, ' entries'),
    ...(defaultValue === undefined
      ? []
      : [`default <code>${html(JSON.stringify(defaultValue))}</code>`]),
  ].join(', ')
}

const link = (name: string): string => `<a href="#${html(name)}">${html(name)}</a>`

/** Text with `code` in it. */
const prose = (text: string): string => html(text).replace(/`([^`]+)`/g, '<code>$1</code>')

const html = (text: string): string => Bun.escapeHTML(text)

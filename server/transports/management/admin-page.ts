type Cell = string | number

/** A part of the page. `rows`: a name and its value. */
export type Part = {
  readonly title: string
  readonly says?: string | undefined
  readonly rows: readonly (readonly [string, Cell])[]
  readonly list?: {
    readonly columns: readonly string[]
    readonly rows: readonly (readonly Cell[])[]
  }
}

export const ADMIN_STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;padding:1rem;max-width:72rem}
main{columns:26rem;column-gap:1.5rem}
h1{font-size:1.25rem}h2{font-size:1rem;margin:0}
section{break-inside:avoid;margin-block-end:1.5rem;padding:1rem;border:1px solid light-dark(#ccc,#444);border-radius:.5rem}
section p{margin:.25rem 0}
table{border-collapse:collapse;width:100%;margin-block-start:.5rem}
th,td{text-align:start;vertical-align:top;padding:.2rem .75rem .2rem 0;font-weight:normal}
th,tbody>tr>td:first-child,td:nth-child(3):last-child{overflow-wrap:anywhere}
thead th{white-space:nowrap;font-size:.85rem;color:light-dark(#555,#bbb)}
tr+tr>*,tbody tr>*{border-block-start:1px solid light-dark(#e5e5e5,#333)}
td.n{text-align:end;font-variant-numeric:tabular-nums}
a{color:light-dark(#1a4fb4,#8ab4ff)}
@media(max-width:30rem){th,td{overflow-wrap:anywhere}thead th{white-space:normal}}
`

/** The page of the operator: no script, no form, one style. */
export const renderAdmin = (version: string, parts: readonly Part[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Parlance: operation</title>
<style>${ADMIN_STYLE}</style>
<header>
<h1>Parlance ${html(version)}</h1>
<p>As of ${new Date(performance.timeOrigin + performance.now()).toISOString()}. <a href="admin">Read again</a></p>
</header>
<main>
${parts.map(section).join('\n')}
</main>
</html>
`

function section({ title, says, rows, list }: Part): string {
  const id = title.toLowerCase().replaceAll(/\W+/g, '-')
  const about = says === undefined ? '' : `<p>${html(says)}</p>`
  const values = rows.map(([name, value]) => `<tr><th scope="row">${html(name)}${cell(value)}`)
  const table = rows.length === 0 ? '' : `<table aria-labelledby="${id}">${values.join('')}</table>`
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${html(title)}</h2>${about}${table}${list === undefined ? '' : listHtml(list)}
</section>`
}

function listHtml({ columns, rows }: NonNullable<Part['list']>): string {
  if (rows.length === 0) return ''
  const head = columns.map((name) => `<th scope="col">${html(name)}`).join('')
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}`).join('')
  return `<table><thead><tr>${head}<tbody>${body}</table>`
}

const cell = (value: Cell): string =>
  typeof value === 'number' ? `<td class="n">${value}` : `<td>${html(value)}`

const html = (text: string): string => Bun.escapeHTML(text)

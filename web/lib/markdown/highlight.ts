import type { Emitter, HLJSApi } from 'highlight.js'
import core from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import cpp from 'highlight.js/lib/languages/cpp'
import css from 'highlight.js/lib/languages/css'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'

/** A part of a code. `scope`: the class of its colour. */
export type CodeNode =
  | string
  | { readonly scope: string | undefined; readonly children: readonly CodeNode[] }

const LANGUAGES = { bash, cpp, css, go, java, json, python, rust, sql, typescript, xml, yaml }
/** Names that the grammars do not have as aliases. */
const ALIASES = { typescript: ['js', 'jsx', 'javascript', 'mjs', 'cjs'], cpp: ['c', 'h'] }

const highlighter: HLJSApi = core.newInstance()
for (const [name, language] of Object.entries(LANGUAGES))
  highlighter.registerLanguage(name, language)
for (const [languageName, names] of Object.entries(ALIASES))
  highlighter.registerAliases(names, { languageName })

/** Collects the parts as nodes. The emitter of the package makes HTML, which the security policy forbids. */
class Nodes implements Emitter {
  readonly root: CodeNode[] = []
  readonly #open: CodeNode[][] = [this.root]

  addText(text: string): void {
    this.#open.at(-1)?.push(text)
  }
  openNode(scope: string): void {
    const children: CodeNode[] = []
    this.#open.at(-1)?.push({ scope: `code-${scope.split('.')[0]}`, children })
    this.#open.push(children)
  }
  closeNode(): void {
    if (this.#open.length > 1) this.#open.pop()
  }
  // The package calls these two by both names.
  startScope = this.openNode
  endScope = this.closeNode
  __addSublanguage(inner: Emitter): void {
    if (inner instanceof Nodes) this.#open.at(-1)?.push({ scope: undefined, children: inner.root })
  }
  finalize(): void {
    this.#open.length = 1
  }
  toHTML(): string {
    return ''
  }
}
highlighter.configure({ __emitter: Nodes })

/** The parts of a code; undefined for an unknown language. */
export function colouredNodes(code: string, language: string): readonly CodeNode[] | undefined {
  const name = language.toLowerCase()
  if (!highlighter.getLanguage(name)) return undefined
  const { _emitter } = highlighter.highlight(code, { language: name, ignoreIllegals: true })
  return _emitter instanceof Nodes ? _emitter.root : undefined
}

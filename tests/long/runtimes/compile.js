import { readFileSync, writeFileSync } from 'node:fs'
import { compile } from 'svelte/compiler'
import { compileScript, parse } from 'vue/compiler-sfc'

// Each component by its own compiler, as the plugins of a bundler call it.

const { descriptor } = parse(readFileSync('message-list.vue', 'utf8'), {
  filename: 'message-list.vue',
})
const vue = compileScript(descriptor, { id: 'message-list', inlineTemplate: true })
writeFileSync('message-list-vue.js', vue.content)

const svelte = compile(readFileSync('message-list.svelte', 'utf8'), {
  generate: 'client',
  filename: 'message-list.svelte',
})
for (const { message } of svelte.warnings) console.error(message)
writeFileSync('message-list-svelte.js', svelte.js.code)

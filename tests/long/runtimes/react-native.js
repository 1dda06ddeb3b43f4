import { AbortController, AbortSignal } from 'abort-controller'
import { Headers, Request, Response } from 'whatwg-fetch'
import { WebSocket } from 'ws'

// The globals of React Native, on Node.js: those that React Native does not have are deleted, and those that
// it takes from packages are taken from the same packages. Its own WebSocket is native code; `ws` stands for it,
// because that of Node.js needs globals that are deleted here.

const MISSING = [
  'BroadcastChannel',
  'CompressionStream',
  'CustomEvent',
  'DecompressionStream',
  'Event',
  'EventTarget',
  'MessageChannel',
  'ReadableStream',
  'TextDecoder',
  'TextDecoderStream',
  'TransformStream',
  'WritableStream',
  'addEventListener',
  'crypto',
  'document',
  'structuredClone',
  'window',
]
for (const name of MISSING) delete globalThis[name]
Object.defineProperty(globalThis, 'navigator', { value: { product: 'ReactNative' } })
Object.assign(globalThis, { AbortController, AbortSignal, Headers, Request, Response, WebSocket })

const left = MISSING.filter((name) => name in globalThis)
if (left.length > 0) throw new Error(`still there: ${left}`)
await import('./main.js')

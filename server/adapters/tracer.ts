import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context, SpanKind as Kind } from '@opentelemetry/api'
import type { Reader, Store, Tx } from '../domain/ports.ts'

export type TracerOptions = {
  /** Where spans are sent: OTLP over HTTP, as JSON. */
  readonly url: string
  /** The part of all traces that is recorded, from 0 to 1. */
  readonly share: number
  readonly version: string
}

/** How long the stop waits for the last spans, in ms. */
const STOP_MS = 2000
/** W3C Trace Context, without its later versions' fields. */
const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})/

/** Records a share of what the server does as spans of OpenTelemetry. Its library is loaded only here. */
export async function openTracer({ url, share, version }: TracerOptions) {
  const { isSpanContextValid, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = await import(
    '@opentelemetry/api'
  )
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
  const { resourceFromAttributes } = await import('@opentelemetry/resources')
  const { BatchSpanProcessor, ParentBasedSampler, TracerProvider, TraceIdRatioBasedSampler } =
    await import('@opentelemetry/sdk-trace')
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'parlance', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
  })
  const tracer = provider.getTracer('parlance', version)
  const active = new AsyncLocalStorage<Context>()
  const { CLIENT, INTERNAL, SERVER } = SpanKind

  async function run<T>(
    name: string,
    kind: Kind,
    parent: Context,
    work: () => Promise<T>,
  ): Promise<T> {
    const span = tracer.startSpan(name, { kind }, parent)
    return active.run(trace.setSpan(parent, span), async () => {
      try {
        return await work()
      } catch (error) {
        // The code of a refusal, and no text: it can name what users wrote.
        const code = error instanceof Error && 'code' in error ? `${error.code}` : 'internal'
        span.setStatus({ code: SpanStatusCode.ERROR, message: code })
        throw error
      } finally {
        span.end()
      }
    })
  }
  /** A step of a command or a job. What the server does for nobody is no trace. */
  const step = <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const parent = active.getStore()
    return parent === undefined ? work() : run(name, CLIENT, parent, work)
  }

  return {
    /** Spans within `work` belong to the trace of the caller. Only a trusted caller says whether it is recorded. */
    within<T>(traceparent: string | null, isTrusted: boolean, work: () => T): T {
      const [, traceId = '', spanId = '', flags = '0'] = TRACEPARENT.exec(traceparent ?? '') ?? []
      const isRecorded = isTrusted ? Number.parseInt(flags, 16) & 1 : Number(Math.random() < share)
      const caller = { traceId, spanId, traceFlags: isRecorded, isRemote: true }
      if (!isSpanContextValid(caller)) return work()
      return active.run(trace.setSpanContext(ROOT_CONTEXT, caller), work)
    },
    step,
    span<T>(name: string, work: () => Promise<T>): Promise<T> {
      return run(name, SERVER, active.getStore() ?? ROOT_CONTEXT, work)
    },
    /** A trace of its own: whatever has woken the job is not what it works for. */
    job<T>(kind: string, work: () => Promise<T>): Promise<T> {
      return run(`job ${kind}`, INTERNAL, ROOT_CONTEXT, work)
    },
    /** The events of one commit, which several commands may share: a trace of its own, with their number. */
    publish(events: number, work: () => void): void {
      const attributes = { 'parlance.events': events }
      const span = tracer.startSpan('publish', { kind: INTERNAL, attributes }, ROOT_CONTEXT)
      try {
        work()
      } finally {
        span.end()
      }
    },
    /** Reads and writes as steps: with the time in which a write waits for its turn and for the disk. */
    store(store: Store): Store {
      return {
        read: <T>(work: (reader: Reader) => Promise<T>) =>
          step('database read', () => store.read(work)),
        write: <T>(work: (tx: Tx) => Promise<T>, keys?: readonly string[]) =>
          step('database write', () => store.write(work, keys)),
        writeUnannounced: <T>(work: (tx: Tx) => Promise<T>) =>
          step('database write', () => store.writeUnannounced(work)),
        scrub: () => step('database scrub', () => store.scrub()),
      }
    },
    /** The headers of a call to another server, which continues the trace. */
    headers(): Record<string, string> {
      const context = active.getStore()
      const span = context && trace.getSpanContext(context)
      if (span === undefined || !isSpanContextValid(span)) return {}
      const flags = span.traceFlags.toString(16).padStart(2, '0')
      return { traceparent: `00-${span.traceId}-${span.spanId}-${flags}` }
    },
    async stop(): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, STOP_MS)
      // Spans are lost if nobody receives them.
      await Promise.race([provider.shutdown().catch(() => undefined), promise])
      clearTimeout(timer)
    },
  }
}

import { context, type Span, SpanKind, trace } from '@opentelemetry/api'

const tracer = () => trace.getTracer('quadzero')

/** A W3C traceparent of a sampled span, to travel in a message; undefined when nothing is sampled. */
const traceparentOf = (span: Span): string | undefined => {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return (traceFlags & 1) === 1 ? `00-${traceId}-${spanId}-01` : undefined
}

function parentContext(traceparent: string) {
  const [, traceId, spanId] = traceparent.split('-')
  if (!traceId || !spanId) return undefined
  return trace.setSpanContext(context.active(), { traceId, spanId, traceFlags: 1, isRemote: true })
}

/** Begins a trace at the edge: `deliver_sm`, `POST /v1/mo`. The sampler decides whether it is kept. */
export function beginTrace(
  name: string,
  attributes: Record<string, string | number>,
): { trace: string | undefined; end(): void } {
  const span = tracer().startSpan(name, { kind: SpanKind.CONSUMER, attributes, root: true })
  return { trace: traceparentOf(span), end: () => span.end() }
}

/** A step of a trace that goes on; does nothing for a message that is not traced. Gives what the next step is a child of. */
export function traceStep(
  name: string,
  parent: string | undefined,
  attributes: Record<string, string | number>,
): { trace: string | undefined; end(): void } {
  const parentOf = parent === undefined ? undefined : parentContext(parent)
  if (!parentOf) return NOT_TRACED
  const span = tracer().startSpan(name, { attributes }, parentOf)
  return { trace: traceparentOf(span), end: () => span.end() }
}

const NOT_TRACED = Object.freeze({ trace: undefined, end() {} })

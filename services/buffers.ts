/**
 * Node cuts small buffers out of slabs, and one that lives on keeps its whole slab. Slabs of 64 KiB, as
 * Node 26 has them, made V8 mark the old generation for memory outside of it, every seven seconds at 2,000 messages a second
 * on Kafka and MongoDB, while the heap had room (docs/decisions/0063).
 */
export function smallSlabs(): void {
  Buffer.poolSize = 8 * 1024
}

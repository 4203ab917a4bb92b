/** FNV-1a with a finish that spreads it: 32 bits of a text, never 0. No secret: where that matters, it is of an HMAC. */
export function hash32(text: string): number {
  // Of 32 bits with a sign until it is finished: V8 keeps that in a register.
  let hash = 0x811c9dc5 | 0
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  hash ^= hash >>> 16
  return Math.max(1, hash >>> 0)
}

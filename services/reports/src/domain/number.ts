/** The number of a complaint, from the id of the message that made it: whoever knows the id knows the number at once. */
export function numberOf(id: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return String(10_000_000 + ((hash >>> 0) % 90_000_000))
}

const MOST_BYTES = 512 * 1024
export const TAKEN = ['application/pdf', 'image/png', 'image/jpeg']

/** What can be attached to a case, to be sent; undefined for what is not taken. */
export async function attachedOf(file: File): Promise<{ readonly type: string; readonly content: string } | undefined> {
  if (!TAKEN.includes(file.type) || file.size > MOST_BYTES) return undefined
  const octets = new Uint8Array(await file.arrayBuffer())
  return { type: file.type, content: btoa(Array.from(octets, (each) => String.fromCharCode(each)).join('')) }
}

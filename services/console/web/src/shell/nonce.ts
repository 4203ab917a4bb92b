/** This answer’s nonce: styles that are made on the page hold by it and by nothing else. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name=nonce]')?.content ?? ''

// Ant Design names it for its own styles, but not for those by which a dialog locks the page and measures scroll bars.
const create = document.createElement.bind(document)
document.createElement = ((name: string, options?: ElementCreationOptions) => {
  const made = create(name, options)
  if (made instanceof HTMLStyleElement) made.nonce = nonce
  return made
}) as typeof document.createElement

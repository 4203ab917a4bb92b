import type { ConfirmationState } from './state.ts'

/** Codes go from 10 to 99 and round; one that is open is passed over. */
export function freeCode({ prompts, duties = [], nextCode }: ConfirmationState): { code: string; nextCode: number } {
  const open = new Set([...prompts, ...duties].map((each) => each.code))
  let code = nextCode
  while (open.has(String(code))) code = code >= 99 ? 10 : code + 1
  return { code: String(code), nextCode: code >= 99 ? 10 : code + 1 }
}

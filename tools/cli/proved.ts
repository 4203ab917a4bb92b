import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { CliError } from './client.ts'

const place = z.object({ number: z.number(), digest: z.string() })
const provedSchema = z.object({
  /** When it was proved, by the auditor’s clock, ms. */
  at: z.number(),
  /** The last seal of each share. */
  seals: z.record(z.string(), place),
  /** Digests of the restorations that were told. */
  restorations: z.array(z.string()),
})

/** What stood there when it was last proved. */
export type Proved = z.infer<typeof provedSchema>

/** By what was proved: receipts, ledger, audit, … */
const rememberedSchema = z.record(z.string(), provedSchema)
export type Remembered = z.infer<typeof rememberedSchema>

/** What a file remembers of the last proofs; nothing when it is not there yet. */
export function readRemembered(file: string): Remembered {
  if (!existsSync(file)) return {}
  try {
    return rememberedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new CliError(
      2,
      `${file} is not what an earlier --remember wrote. Give the file of the last proof, or a new one.`,
    )
  }
}

export const remember = (file: string, remembered: Remembered): void =>
  writeFileSync(file, `${JSON.stringify(remembered, null, 2)}\n`)

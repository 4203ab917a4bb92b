import { caseFiles, type Envelope, type MessageOf } from '#contracts'
import type { ProcessDefinition, Wake } from '#process'

/** A file of a case with its content; the case has its digest, which is signed. */
export type FileState = MessageOf<typeof caseFiles>['data']

export const fileKey = (number: string, name: string): string => `${number}/${name}`

/** Letters and attachments as they came: what is under a name once stays. */
export const files: ProcessDefinition<FileState, Envelope> = {
  name: 'case-files',
  inputs: [caseFiles],
  decide: (state, message, { key }) => {
    const input = message as MessageOf<typeof caseFiles> | Wake
    if (input.type === 'wake' || state) return { state }
    const { number, name } = input.data
    if (fileKey(number, name) !== key) return { state, deadLetter: 'its key is not that of its case and name' }
    return { state: input.data }
  },
}

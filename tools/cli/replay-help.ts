import { reads } from '#monitor'

/** What of a file is counted: topics, their messages, and what of each is read. */
export function replayHelp(): string {
  const rows = reads().map(({ topic, type, fields }) => `  ${topic} ${type}: ${fields.join(' ')}`)
  return `
A line: {"topic":…,"key":…,"message":{"type":…,"at":ms,"data":{…}}}
What is counted, and what of each message’s \`data\` is read besides its \`at\` (of whom it is: \`subscriber\`, else the key):
${rows.join('\n')}
  monitor.observations seen, policy.set: the archive of a gateway, whole
Every other topic and type is passed over. A flag: at partner service app signals stop_first shadow clears charges.
What each signal counts: docs/monitor.md.`
}

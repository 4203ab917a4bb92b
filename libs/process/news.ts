import type { OutRecord } from '#bus'
import { topicByName } from '#contracts'

const DAY = 86_400_000

/**
 * Without what nobody outside is told any more, since what it follows from is too long ago: a process that reads the log from
 * its start, as a new one does and one whose store was restored, comes to know of all of it and sends nobody last year’s news.
 */
export function stillNews(emit: readonly OutRecord[], now: number): readonly OutRecord[] {
  const isNews = ({ topic, message }: OutRecord) => {
    const days = topicByName.get(topic)?.newsDays
    return days === undefined || message.at >= now - days * DAY
  }
  return emit.every(isNews) ? emit : emit.filter(isNews)
}

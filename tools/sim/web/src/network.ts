import { useEffect, useState } from 'react'
import { call } from '#web'

export interface Bubble {
  readonly id: string
  readonly direction: 'mo' | 'mt'
  readonly peer: string
  readonly text: string
  readonly segments: number
  readonly at: number
  readonly state: 'sending' | 'sent' | 'refused' | 'delivered'
}

export interface Person {
  readonly number: string
  readonly zh: string
  readonly en: string
}

export const fetchPeople = async (): Promise<readonly Person[]> =>
  (await call<{ numbers: Person[] }>('GET', '/handset/api/numbers')).numbers

/** @throws ApiError when the simulator refuses, or does not answer */
export const sendText = (from: string, to: string, text: string): Promise<void> =>
  call('POST', '/handset/api/mo', { from, to, text })

/** All messages of a number, live; and whether the connection stands. */
export function useConversation(number: string): { bubbles: readonly Bubble[]; live: boolean } {
  const [bubbles, setBubbles] = useState<readonly Bubble[]>([])
  const [live, setLive] = useState(false)
  useEffect(() => {
    setBubbles([])
    const source = new EventSource(`/handset/api/events?number=${encodeURIComponent(number)}`)
    source.addEventListener('hello', () => {
      setBubbles([])
      setLive(true)
    })
    source.onmessage = (event) => {
      const bubble = JSON.parse(event.data as string) as Bubble
      setBubbles((before) => {
        const place = before.findIndex((each) => each.id === bubble.id)
        return place === -1 ? [...before, bubble] : before.with(place, bubble)
      })
    }
    source.onerror = () => setLive(false)
    return () => source.close()
  }, [number])
  return { bubbles, live }
}

/** Segments that a text takes: 160/153 septets in GSM 03.38, else 70/67 characters. */
export function segmentsOf(text: string): number {
  const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/.test(text)
  const size = gsm ? [...text].reduce((sum, char) => sum + (/[\^{}\\[~\]|€]/.test(char) ? 2 : 1), 0) : text.length
  const [single, part] = gsm ? [160, 153] : [70, 67]
  return size <= single ? 1 : Math.ceil(size / part)
}

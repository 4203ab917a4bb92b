import { z } from 'zod'
import { time } from './parts.ts'
import { place, reportNumber } from './reports.ts'
import { topic } from './topic.ts'

/** `carriedDigest` of sender, receiver and text. */
const digest = z.string().regex(/^[0-9a-f]{64}$/)

/** Written by the operator’s network: every message that it carried. */
export const networkCarried = topic({
  name: 'network.carried',
  key: 'digest',
  owner: 'the operator’s network',
  summary: 'A message that the network carried, by the digest of its sender, receiver and text.',
  keep: 3,
  messages: { 'message.carried': z.object({ digest, carriedAt: time }) },
})

export const networkCurrency = topic({
  name: 'network.currency',
  key: 'process',
  owner: 'the operator’s network',
  summary: 'Up to which time all carried messages stand in network.carried, told every few seconds by each writer.',
  keep: 'compact',
  messages: {
    /** `from`: since when it is whole; absent: for as long as it is kept. */
    'carried.current': z.object({ until: time, from: time.optional() }),
  },
})

export const carriedAsks = topic({
  name: 'carried.asks',
  key: 'digest',
  owner: 'enforcement',
  summary: 'Was this reported message carried by the network? Answered in report.commands, where it is known.',
  keep: 7,
  messages: {
    'carried.asked': z.object({
      digest,
      number: reportNumber,
      /** Key of who reported it. */
      reporter: z.string().max(60),
      /** When they got it, ms; absent: they did not say, at the latest when they reported it. */
      receivedAt: time.optional(),
      reportedAt: time,
    }),
  },
})

/** A report whose message no network carried, at its place. */
export const stationSightings = topic({
  name: 'station.sightings',
  key: 'place',
  owner: 'enforcement',
  summary:
    'A report of a message that the network never carried, where and when it was got; and that it was withdrawn.',
  keep: 30,
  messages: {
    'station.sighted': z.object({
      number: reportNumber,
      /** Key of the reporter, so that one counts once. */
      reporter: z.string().max(60),
      /** What the message said that it came from. */
      sender: z.string().max(30).optional(),
      /** Stands for its words: the same for the same, however they are spaced, with whatever digits and links. */
      text: z.string().max(32),
      place,
      receivedAt: time,
    }),
    /** Who reported it took it back. */
    'station.left': z.object({ number: reportNumber, reporter: z.string().max(60), place }),
  },
})

/** Where reports come from, as the operator’s file of places says. */
export const networkPlaces = topic({
  name: 'network.places',
  key: 'place',
  owner: 'enforcement',
  summary: 'Where a district or a cell is, for maps: from the operator’s file.',
  keep: 7,
  messages: {
    'place.set': z.object({
      /** A district or a cell, as reports name it. */
      name: z.string().min(1).max(60),
      /** Degrees; absent: it is on no map any more. */
      at: z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }).optional(),
    }),
  },
})

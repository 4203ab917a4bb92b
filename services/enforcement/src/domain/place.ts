import { type Envelope, type MessageOf, networkPlaces } from '#contracts'
import type { Decision, ProcessDefinition, Wake } from '#process'

/** Where a district or a cell is: the last that the operator’s file said. */
export interface PlaceState {
  readonly name: string
  readonly lat: number
  readonly lon: number
}

export const places: ProcessDefinition<PlaceState, Envelope, unknown> = {
  name: 'places',
  inputs: [networkPlaces],
  decide: (state, message: Envelope | Wake): Decision<PlaceState> => {
    if (message.type === 'wake') return { state }
    const { name, at } = (message as MessageOf<typeof networkPlaces>).data
    return { state: at && { name, ...at } }
  },
}

import { expect, it } from 'vitest'
import { shownSender } from './stations.ts'

it('shows no number of a person that it sent in the name of', () => {
  expect(['8613800138000', '861082345678', '95588', '10661234', 'ICBC'].map(shownSender)).toEqual([
    ...['•••••••••8000', '••••••••5678', '95588', '10661234', 'ICBC'],
  ])
})

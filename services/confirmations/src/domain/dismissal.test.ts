import { describe, expect, it } from 'vitest'
import { Scene } from './fixtures.ts'

const HUAYU = '10661234'
const dismisses = (scene: Scene, port = HUAYU) =>
  scene.says('port.blocked', { port, scope: 'marketing', dismissed: true })

describe('00000, or a full block, to a port', () => {
  it('ends its open prompts, and those that wait for the morning', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.partnerAsks('weather')
    dismisses(scene)
    expect(scene.statuses.slice(2)).toEqual(['joke port.blocked'])
    expect(scene.texts('10').services).toEqual([])
    expect(scene.texts('是').services).toEqual(['weather'])
    const night = new Scene().hours(5)
    expect(night.partnerAsks('joke')).toBe('waiting')
    dismisses(night).hours(10)
    expect(night.read()).toEqual([])
  })

  it('keeps its requests away until the port is unblocked', () => {
    const scene = dismisses(new Scene())
    expect([scene.partnerAsks('joke'), scene.partnerAsks('star'), scene.partnerAsks('weather')]).toEqual([
      'port.blocked',
      'port.blocked',
      'asked',
    ])
    scene.says('port.unblocked', { port: HUAYU })
    expect(scene.partnerAsks('joke')).toBe('asked')
  })

  it('does not keep away what the subscriber asks for themselves, and the partner then for that service', () => {
    const scene = dismisses(new Scene()).hours(0.1)
    expect(scene.asks('joke').texts('是').services).toEqual(['joke'])
    scene.says('subscriptions.cancelled', {
      subscriptions: [{ serviceId: 'joke', since: 1 }],
      channel: 'sms',
      cause: 'c',
    })
    expect([scene.partnerAsks('joke'), scene.partnerAsks('star')]).toEqual(['asked', 'port.blocked'])
  })

  it('ends also a prompt for what was asked before it and is heard of after', () => {
    const scene = dismisses(new Scene())
    scene.play.now -= 1000
    expect(scene.asks('joke').read()).toEqual([])
  })

  it('that is heard of after a prompt for what the subscriber asked for since leaves that prompt', () => {
    const scene = new Scene()
    scene.asks('joke')
    scene.play.now -= 1000
    dismisses(scene)
    scene.play.now += 2000
    expect(scene.texts('是').services).toEqual(['joke'])
  })

  it('T does nothing of it: it ends marketing only', () => {
    const scene = new Scene()
    scene.partnerAsks('joke')
    scene.says('port.blocked', { port: HUAYU, scope: 'marketing' })
    expect(scene.partnerAsks('star')).toBe('asked')
    expect(scene.texts('10').services).toEqual(['joke'])
  })

  it('ends with the tenure', () => {
    const scene = dismisses(new Scene())
    scene.says('tenure.ended', { tenure: 1, reason: 'released' }).hours(1)
    expect(scene.partnerAsks('joke')).toBe('asked')
  })
})

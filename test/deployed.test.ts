import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { services } from '../services/gateway.ts'

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8')
const all = Object.keys(services).sort()

/* What is deployed as its files say: each service’s lanes run once, and one entrance serves all routes (docs/operations.md). */

/** The parts of docker-compose.yml, by name, as they stand there. */
const composed = new Map(
  read('docker-compose.yml')
    .split(/^services:$/m)[1]
    ?.split(/^(?= {2}[\w-]+:$)/m)
    .map((text) => [/^ {2}([\w-]+):$/m.exec(text)?.[1] ?? '', text] as const),
)

it('compose runs the lanes of every service once, without routes, beside one entrance with all of them', () => {
  const ran = [...composed].flatMap(([part, text]) => {
    const names = /SERVICES: "?([\w,-]+)/.exec(text)?.[1]?.split(',').filter(Boolean) ?? []
    if (names.length > 0 && part !== 'entrance') expect([part, /EDGES: (\w+)/.exec(text)?.[1]]).toEqual([part, 'none'])
    return part === 'entrance' ? [] : names
  })
  expect(ran.sort()).toEqual(all)
  expect(composed.get('entrance')).toMatch(/SERVICES: none/)
  expect(composed.get('entrance')).not.toMatch(/EDGES/)
  // The simulated network’s page is no part of the gateway.
  expect([...composed].flatMap(([part, text]) => (text.includes('ports:') ? [part] : []))).toEqual([
    'entrance',
    'simulator',
  ])
})

it('so does the chart, whose only way in leads to the entrance', () => {
  const values = read('deploy/helm/values.yaml')
  const named = values.split(/^services:$/m)[1]?.split(/^\S/m)[0] ?? ''
  expect([...named.matchAll(/^ {2}([\w-]+):/gm)].map(([, name]) => name).sort()).toEqual(all)
  const [parts, ways] = [read('deploy/helm/templates/services.yaml'), read('deploy/helm/templates/ingress.yaml')]
  expect(parts).toContain('"entrance" (dict "replicas" .Values.entrance.replicas "services" "none" "edges" "")')
  expect(parts).toContain('"services" $service "edges" "none"')
  expect(parts.match(/^kind: Service$/gm)).toHaveLength(1)
  expect(parts.slice(parts.search(/^kind: Service$/m))).toContain('app.kubernetes.io/component: entrance }')
  expect([...ways.matchAll(/service: \{ name: (.*?), port/g)].map(([, name]) => name)).toEqual(['{{ $.Release.Name }}'])
})

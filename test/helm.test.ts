import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { environmentSchema, secretNames } from '#config'

const chart = fileURLToPath(new URL('../deploy/helm', import.meta.url))
/** Where it is there: the rest is asked of the chart’s own text. */
const program = process.env['HELM'] ?? 'helm'
const helm = (...words: string[]) => spawnSync(program, words, { encoding: 'utf8' })
const hasHelm = helm('version').status === 0
const render = (...sets: string[]) => helm('template', 'quadzero', chart, ...sets.flatMap((each) => ['--set', each]))

describe('the Helm chart', () => {
  it('carries each secret of the environment, by the secret that it names', () => {
    const text = ['_env.tpl', 'services.yaml']
      .map((each) => readFileSync(`${chart}/templates/${each}`, 'utf8'))
      .join('')
    const secrets = Object.keys(environmentSchema.shape).filter((name) =>
      /_KEY$|_SECRET$|_PASSWORD$|_USER$|_URL$|_LINKS$/.test(name),
    )
    // An address that people see, and is none.
    const carried = secrets.filter((name) => name !== 'ACCOUNT_URL')
    expect(carried).toContain('OIDC_CLIENT_SECRET')
    expect(carried.filter((name) => !text.includes(name))).toEqual([])
  })

  it('mounts what is rotated as files, which change while the processes run', () => {
    const [env, ...parts] = ['_env.tpl', 'services.yaml', 'topics.yaml'].map((each) =>
      readFileSync(`${chart}/templates/${each}`, 'utf8'),
    )
    expect(env).toContain('{ name: SECRETS_DIR, value: /etc/quadzero-secrets }')
    const [, volume = ''] = (env as string).split('{{- define "quadzero.secrets" -}}')
    expect(secretNames.filter((name) => !volume.includes(`"${name}"`))).toEqual([])
    for (const part of parts) {
      expect(part).toContain('{ name: secrets, mountPath: /etc/quadzero-secrets, readOnly: true }')
      expect(part).toMatch(/include "quadzero.secrets" [$.] \| nindent 8/)
    }
  })

  it('carries a policy file: where it lies, and that the process reads it there', () => {
    const text = readFileSync(`${chart}/templates/services.yaml`, 'utf8')
    expect(text).toContain('{ name: POLICY_FILE, value: /etc/quadzero/policy.json }')
    expect(text).toContain('{ name: policy, mountPath: /etc/quadzero, readOnly: true }')
    expect(text).toContain('{ name: policy, configMap: { name: {{ $.Release.Name }}-policy } }')
    expect(text).toContain('policy.json:')
  })

  it.runIf(hasHelm)('is whole to its linter, and probes speak what the gateway does', () => {
    expect(helm('lint', chart).stdout).toContain('0 chart(s) failed')
    const plain = render().stdout
    expect(plain.match(/scheme: HTTP /g)).toHaveLength(plain.split('livenessProbe').length * 3 - 3)
    const https = render(
      'env.HTTPS_CERT_FILE=/etc/quadzero-tls/own.pem',
      'env.HTTPS_KEY_FILE=/etc/quadzero-tls/own.key',
      'env.OIDC_ISSUER=https://id.example.com',
      'tlsSecret=tls',
      'ingress.enabled=true',
      'policy.keepDays.audit=400',
    )
    expect(https.stderr).toBe('')
    expect(https.stdout).not.toMatch(/scheme: HTTP /)
    for (const part of ['prometheus.io/scheme: https', 'name: HTTPS_CERT_FILE', 'name: OIDC_CLIENT_SECRET', 'audit'])
      expect(https.stdout).toContain(part)
  })
})

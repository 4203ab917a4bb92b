import { createHash } from 'node:crypto'
import * as oidc from 'openid-client'
import type { OidcConfig } from '#config'
import { Problem } from '#http'

/** What is remembered of a sign-in while somebody is at the provider: held by their browser alone, sealed. */
export interface Pending {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** Where the provider sends them back to. */
  readonly back: string
  readonly until: number
}

/** Who the provider says somebody is. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  readonly name: string
  readonly role?: OidcConfig['roles'][number][1]
}

/** Nothing of the provider is waited for longer, in seconds. */
const PATIENCE = 5
/** What the provider says of itself is asked anew after so long, ms. */
const FRESH = 3_600_000

interface Known {
  readonly provider: oidc.Configuration
  readonly until: number
}

/**
 * The account of somebody at a provider, made of issuer and subject alone, which never change and are never given to
 * another: a name there can be both, and one person with two accounts would be two in a decision of two.
 */
export const accountOf = ({ issuer, subject }: Pick<Identity, 'issuer' | 'subject'>): string =>
  `oidc.${createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('hex')
    .slice(0, 20)}`

/** The provider that the operator’s people sign in with: OpenID Connect, authorization code with PKCE. */
export class Provider {
  readonly #config: OidcConfig
  readonly #clockSeconds: number
  readonly #now: () => number
  #known: Known | undefined

  constructor(config: OidcConfig, clockSeconds: number, now: () => number) {
    this.#now = now
    this.#config = config
    this.#clockSeconds = clockSeconds
  }

  get name(): string {
    return this.#config.name
  }

  /** Where the browser goes to sign in. @throws Problem `sign-in.provider` */
  async begin(pending: Pending): Promise<URL> {
    const provider = await this.#discovered()
    return oidc.buildAuthorizationUrl(provider, {
      redirect_uri: pending.back,
      scope: this.#config.scope,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    })
  }

  /**
   * Who came back from the provider.
   * @param query as the provider sent it
   * @throws Problem `sign-in.refused` when it is not the answer to what was begun; `sign-in.provider`, `sign-in.clock`
   */
  async finish(query: string, { state, nonce, verifier, back }: Pending): Promise<Identity> {
    try {
      const provider = await this.#discovered()
      const url = new URL(back)
      url.search = query
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true }
      const tokens = await oidc.authorizationCodeGrant(provider, url, checks)
      const token = tokens.claims()
      if (!token) throw new Problem('sign-in.refused')
      // It was made just now, whatever it says: another time is another clock.
      if (Math.abs(this.#now() / 1000 - token.iat) > this.#clockSeconds + PATIENCE) throw new Problem('sign-in.clock')
      const isThere = groupsOf(token, this.#config.claim) !== undefined
      const more =
        isThere || !provider.serverMetadata().userinfo_endpoint ? {} : await this.#more(provider, tokens, token.sub)
      return this.#identify(token.iss, token.sub, { ...more, ...token })
    } catch (error) {
      throw problemOf(error)
    }
  }

  /** What the provider says about somebody beside the token. */
  #more(provider: oidc.Configuration, { access_token: access }: { access_token: string }, subject: string) {
    return oidc.fetchUserInfo(provider, access, subject)
  }

  #identify(issuer: string, subject: string, claims: Readonly<Record<string, unknown>>): Identity {
    const groups = groupsOf(claims, this.#config.claim) ?? []
    const role = this.#config.roles.find(([group]) => groups.includes(group))?.[1]
    const names = [claims['name'], claims['preferred_username']].filter((each) => typeof each === 'string')
    const name = [...(names.map((each) => each.normalize('NFKC').trim()).find(Boolean) ?? 'OIDC')].slice(0, 30).join('')
    return { issuer, subject, name, ...(role ? { role } : {}) }
  }

  /** Asked once and kept; when the provider was away, the next one who signs in asks again. */
  async #discovered(): Promise<oidc.Configuration> {
    const now = this.#now()
    if (this.#known && this.#known.until > now) return this.#known.provider
    const { issuer, clientId, clientSecret } = this.#config
    try {
      const provider = await oidc.discovery(
        new URL(issuer),
        clientId,
        { [oidc.clockTolerance]: this.#clockSeconds },
        clientSecret === '' ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
        { timeout: PATIENCE, ...(issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : {}) },
      )
      oidc.enableNonRepudiationChecks(provider)
      this.#known = { provider, until: now + FRESH }
      return provider
    } catch (error) {
      // What was known goes on to hold while nobody says otherwise.
      if (this.#known) return this.#known.provider
      throw problemOf(error)
    }
  }
}

/** The values of a claim: one, or a list; of its own name, or at the end of a path. */
function groupsOf(claims: Readonly<Record<string, unknown>>, claim: string): string[] | undefined {
  const inside = (value: unknown, part: string) => (value as Record<string, unknown> | undefined)?.[part]
  const value = claims[claim] ?? claim.split('.').reduce(inside, claims as unknown)
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined
}

const REFUSALS = ['OAUTH_INVALID_RESPONSE', 'OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'OAUTH_AUTHORIZATION_RESPONSE_ERROR']

/** What the library says of the provider’s answer, in our words. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code, error: said } = error as { code?: string; error?: string }
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return new Problem('sign-in.clock')
  // A code that was used, is over, or is of another sign-in.
  if (said === 'invalid_grant' || (code !== undefined && REFUSALS.includes(code))) return new Problem('sign-in.refused')
  const problem = new Problem('sign-in.provider')
  problem.cause = error
  return problem
}

import { type Holder, keyKinds, purposes, resources, rights, roles, scopeOf } from '#access'
import type { RouteNeeds } from '#http'
import { assembled } from './assembled.ts'

const mark = (holder: Holder, { needs }: RouteNeeds): string => {
  if (needs?.[0] === 'open') return '●'
  const scope = needs && scopeOf(holder, ...needs)
  return scope === undefined ? '' : scope === 'any' ? '●' : 'own'
}

/** `docs/rights.md`: who may do what, route by route. */
export async function rightsTable(): Promise<string> {
  const routes = (await assembled(false, (http) => http.routeNeeds))
    .filter(({ method, needs }) => method !== 'HEAD' && needs?.[1] !== 'page')
    .sort((a, b) => `${a.needs} ${a.url} ${a.method}`.localeCompare(`${b.needs} ${b.url} ${b.method}`, 'en'))
  const holders = Object.keys(rights) as Holder[]
  const rows = routes.map(
    (route) =>
      `| \`${route.method} ${route.url}\` | ${route.needs?.join(' ')} | ${holders.map((each) => mark(each, route)).join(' | ')} |`,
  )
  const owned = Object.entries(resources).flatMap(([name, owner]) => (owner === 'partner' ? [name] : []))
  const meanings = Object.entries(purposes).map(([name, text]) => `| \`${name}\` | ${text} |`)
  return `# Rights

Who may do what is data in one place (\`libs/access\`); each route names the purpose that it needs and what it touches, and one that names none does not start. A test tries every row with every kind of key, on its own partner’s things and on another’s.

● may, for everybody’s things · own: may, for the things of the partner that the key speaks for, or of the subscriber who is signed in; another’s are as if they were not there · empty: is refused.

Kinds of keys: ${keyKinds.join(', ')}. Roles of people: ${roles.join(', ')}; a person’s service account is a key of that kind, with the same rights. The purpose \`messages\` is for systems: a person, and a service account, acts by \`counter\` for whom they looked up. A key is made with some of the purposes of its kind and never with another. What belongs to a partner: ${owned.join(', ')}.

| purpose | what for |
|---|---|
${meanings.join('\n')}

| route | purpose and resource | ${holders.join(' | ')} |
|---|---|${holders.map(() => ':-:').join('|')}|
${rows.join('\n')}
`
}

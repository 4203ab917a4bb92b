import { z } from 'zod'

const port = (text: string, fallback: number) =>
  z.coerce.number().int().min(0).max(65535).default(fallback).describe(text)

const file = (text: string) => z.string().default('').describe(`PEM file: ${text}.`)

/** The shortest secret that is taken. */
const SECRET = 16

/** A secret, and while it is rotated the former ones behind it: `new,old`. */
const rotating = (
  text: string,
  kept = 'Made and kept in DATA_DIR when embedded; required when distributed.',
  least = SECRET,
) =>
  z
    .string()
    .default('')
    .refine(
      (given) => given === '' || given.split(',').every((each) => each.length >= least && !/\s/.test(each)),
      `must have ${least} characters or more and no spaces, each of \`new,old\``,
    )
    .describe(
      `${text} ${least} characters or more; \`new,old\` while it is rotated: the first makes, all are believed. ${kept}`,
    )

/** Every environment variable, once. `docs/configuration.md` is generated from it. */
export const environmentSchema = z.object({
  HTTP_HOST: z.string().min(1).default('127.0.0.1').describe('Address that the HTTP server listens on.'),
  HTTP_PORT: port('Port of the HTTP server; 0 picks a free one.', 8080),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .describe(
      'Folder of all embedded state; also the demo’s keys. Distributed: where a member finds its seat in the group again after a crash.',
    ),
  SMSC_LINKS: z
    .string()
    .default('')
    .describe(
      'Comma-separated links `smpp://system_id:password@host:port?bind=transceiver&window=100&name=a`; also `bind=transmitter|receiver`, `encoding=gsm|latin1|gbk|ucs2|utf8` (what data_coding 0 means there), `tls=1`, `smsc=` (links with the same name are binds to one SMSC, which may bring a message again over either; else those with the same host and port). Unset: the built-in simulator.',
    ),
  SIM_PORT: port('SMPP port of the built-in simulator; 0 picks a free one.', 2775),
  KAFKA_BROKERS: z
    .string()
    .default('')
    .describe('Comma-separated `host:port`. Set together with MONGODB_URL: distributed adapters.'),
  MONGODB_URL: z
    .string()
    .default('')
    .describe('MongoDB connection string of a replica set, with the database’s name. Set together with KAFKA_BROKERS.'),
  KAFKA_TLS: z
    .enum(['on', 'off'])
    .default('off')
    .describe('`on`: brokers are spoken to by TLS, and must prove their name.'),
  KAFKA_CA_FILE: file('authorities that a broker’s certificate may be of, unset: those that Node knows'),
  KAFKA_CERT_FILE: file('our certificate for brokers that ask for one, with KAFKA_KEY_FILE'),
  KAFKA_KEY_FILE: file('its key'),
  KAFKA_SASL: z
    .enum(['off', 'scram-sha-512', 'scram-sha-256', 'plain'])
    .default('off')
    .describe('How brokers learn who we are, with KAFKA_USER and KAFKA_PASSWORD; `plain` by TLS only.'),
  KAFKA_USER: z.string().default('').describe('Our user at the brokers.'),
  KAFKA_PASSWORD: z.string().default('').describe('Its password.'),
  MONGODB_CA_FILE: file(
    'authorities that a MongoDB server’s certificate may be of; set: TLS is spoken, as with `tls=true` in MONGODB_URL. User and password stand in MONGODB_URL, percent-encoded',
  ),
  MONGODB_CERT_FILE: file('our certificate for MongoDB servers that ask for one, with MONGODB_KEY_FILE'),
  MONGODB_KEY_FILE: file('its key'),
  HTTPS_CERT_FILE: file(
    'the certificate (and those between it and its authority) of the HTTP server, with HTTPS_KEY_FILE; set: it speaks HTTPS. Renewed files are taken while it runs',
  ),
  HTTPS_KEY_FILE: file('its key'),
  HTTPS_CHECK_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(3600)
    .default(10)
    .describe('How often the files of HTTPS are looked at for renewed ones.'),
  TOPIC_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]*$/)
    .default('quadzero.')
    .describe('Stands before each topic’s and group’s name on Kafka.'),
  REPLICATION: z.coerce
    .number()
    .int()
    .min(1)
    .max(7)
    .default(1)
    .describe('Replication factor of topics that are created; production needs 3.'),
  KAFKA_FSYNC: z
    .enum(['each', 'broker'])
    .default('each')
    .describe(
      'Topics that are created with REPLICATION=1: `each` has the broker fsync every write, so that a power cut loses nothing; `broker` leaves it to the broker. With more replicas it is always the broker’s.',
    ),
  SERVICES: z
    .string()
    .default('')
    .describe('Comma-separated names of the services whose lanes this process runs. Unset: all; `none`: none.'),
  EDGES: z
    .string()
    .default('')
    .describe(
      'Comma-separated names of the services whose routes this process serves; they read the store and write the log, so any number of processes may. Unset: all; `none`: only health and metrics.',
    ),
  HTTP_HOSTS: z
    .string()
    .default('')
    .describe(
      'Which paths each host name reaches, `my.example.com=/account,/confirm; ops.example.com=/console,/v1`; a host that is not named reaches health and metrics only. A proxy in front hands on the Host header as it came. Unset: every path on every host.',
    ),
  PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(512)
    .default(6)
    .describe('Partitions of each topic, fixed when they are created.'),
  DEMO: z.enum(['on', 'off']).default('on').describe('`off`: no demo data; accounts that the demo made are closed.'),
  HANDSET: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe(
      'The page of simulated phones, which anybody who reaches it can text from: `auto` with the built-in simulator, `DEMO=on` and a loopback HTTP_HOST; `on` wherever the simulator is built in.',
    ),
  SECRETS_DIR: z
    .string()
    .default('')
    .describe(
      'Folder with a file for each secret, named like its variable (`NUMBER_KEY`, `SESSION_KEY`, `ID_KEY`, `SEAL_KEY`, `EXCHANGE_KEY`, `ADMIN_KEY`), as Kubernetes mounts them; a file counts before the variable, an empty one says that there is none. What changes there is taken while it runs.',
    ),
  SECRETS_CHECK_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(3600)
    .default(10)
    .describe('How often the secrets in SECRETS_DIR, or embedded in DATA_DIR, are looked at for changed ones.'),
  ADMIN_KEY: rotating(
    'API key of the first administrator.',
    'Embedded and unset: one is made and kept in DATA_DIR.',
    20,
  ),
  NUMBER_KEY: z
    .string()
    .default('')
    .refine((given) => given === '' || given.length >= SECRET, `must have ${SECRET} characters or more`)
    .describe(
      'Secret of the HMAC over numbers, 16 characters or more; it stays for good (decision 21). Made and kept in DATA_DIR when embedded; required when distributed.',
    ),
  SESSION_KEY: rotating('Secret of sessions and codes of the own page.'),
  ID_KEY: rotating('Secret that encrypts ids and links which leave the house.'),
  SEAL_KEY: rotating('Secret from which the key that signs evidence is made, and that signs grants of charges.'),
  EXCHANGE_KEY: rotating(
    'Secret from which the key of each peer is made whom proven reports are exchanged with; it leaves the house to nobody (docs/operations.md).',
    'Unset: no number of a person is sent in any form.',
  ),
  EXCHANGE_PEERS: z
    .string()
    .default('')
    .refine(
      (given) => given === '' || given.split(',').every((each) => /^[A-Za-z0-9.-]{2,40}=[\x21-\x7e]{16,}$/.test(each)),
      'must be `peer=key`, comma-separated: the name of the peer as in `?from=`, and its key of 16 characters or more',
    )
    .describe(
      'Keys that peers gave us, `peer=key`, comma-separated: under them they mark the numbers in the proven reports that they send. A peer that has none of its own uses the key that we made for it.',
    ),
  OIDC_ISSUER: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe(
      'Issuer of the OpenID Connect provider that the operator’s people may sign in with, e.g. `https://id.example.com/realms/staff`; https, or http on loopback. Unset: local accounts only.',
    ),
  OIDC_CLIENT_ID: z
    .string()
    .default('')
    .describe(
      'Client that was made for the gateway there: authorization code with PKCE, redirect URI `https://HOST/console/api/oidc/callback`. Required with OIDC_ISSUER.',
    ),
  OIDC_CLIENT_SECRET: z.string().default('').describe('Its secret. Unset: a public client.'),
  OIDC_NAME: z.string().min(1).max(40).default('OIDC').describe('What the button to sign in there says.'),
  OIDC_ROLES: z
    .string()
    .default('')
    .describe(
      'Claim and what its values make of a person, `groups: quadzero-ops=operations, quadzero-audit=auditor`; the claim may be a path (`realm_access.roles`), of several values that fit the first one listed counts, and with none nobody gets in. Required with OIDC_ISSUER.',
    ),
  OIDC_SCOPE: z
    .string()
    .regex(/\bopenid\b/, 'must hold `openid`')
    .default('openid profile')
    .describe('Scopes that are asked for; some providers give groups only with one of their own.'),
  POLICY_FILE: z.string().default('').describe('JSON file that overrides single figures of the policy.'),
  COUNTRY: z.string().length(2).default('CN').describe('ISO country of numbers that are written without one.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('ERROR means that somebody must act.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .default('')
    .describe('OTLP/HTTP endpoint that traces are sent to. Unset: none are made.'),
  TRACE_RATIO: z.coerce.number().min(0).max(1).default(0.01).describe('Share of messages that are traced.'),
  RATE_LIMIT_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(6000)
    .describe(
      'Items a minute (a call of 100 items counts 100, a file its rows) of an API key that names no limit of its own, in each process.',
    ),
  ACCOUNT_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe(
      'Where subscribers reach their own page from outside, e.g. `https://my.example.com`; links to confirm a purchase on the web lead there. Unset: the address that the partner called.',
    ),
  TRUST_PROXY: z
    .string()
    .regex(/^[0-9A-Fa-f.:/, ]*$/)
    .default('')
    .describe(
      'Comma-separated addresses or networks (CIDR) of the proxies in front, whose X-Forwarded-For is believed: limits per address need it.',
    ),
  WEBHOOK_INSIDE: z
    .enum(['deny', 'allow'])
    .default('deny')
    .describe('`allow`: webhooks may go to private and loopback addresses and without TLS; for trials only.'),
  STATE_CACHE: z.coerce
    .number()
    .int()
    .min(100)
    .default(20_000)
    .describe(
      'States that each kind of process keeps in memory, over all its partitions: what is asked of them again is not read again. Two to four KiB each.',
    ),
  CLOCK_CHECK: z
    .enum(['on', 'off'])
    .default('on')
    .describe(
      '`on`: no work is taken while the clock is more than 1 s from the database’s or a broker’s, or, embedded, before the newest message of the data folder. `off`: where you know that the others are wrong.',
    ),
  STALL_SECONDS: z.coerce
    .number()
    .min(1)
    .default(30)
    .describe('A lane with work that finishes nothing for so long is started anew.'),
})

export type Environment = z.infer<typeof environmentSchema>

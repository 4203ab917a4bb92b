/** The boundaries of docs and design, held by `npm run check`. */
module.exports = {
  forbidden: [
    {
      name: 'no-service-imports-another',
      comment: 'Services share libs/contracts and speak by messages.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/([^/]+)/', pathNot: '^services/$1/' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'Rules have no I/O: a domain imports only contracts, policy, types of process, reference views, and texts.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/domain/', pathNot: '(\\.test|fixtures)\\.ts$' },
      to: {
        path: '^(libs/(bus|store|smpp|http|telemetry|config|service)/|services/[^/]+/src/(?!domain/)|node_modules/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'domain-needs-no-node',
      severity: 'error',
      from: { path: '^services/[^/]+/src/domain/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-bus-kafka-knows-kafkajs',
      severity: 'error',
      from: { pathNot: '^libs/bus/kafka/' },
      to: { path: 'node_modules/kafkajs' },
    },
    {
      name: 'only-store-mongo-knows-mongodb',
      severity: 'error',
      from: { pathNot: '^(libs/store/mongo/|\\.ci/|test/servers\\.ts$)' },
      to: { path: 'node_modules/mongodb/' },
    },
    {
      name: 'npm-smpp-is-a-test-peer-only',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/smpp/' },
    },
    {
      name: 'libs-know-no-service',
      severity: 'error',
      from: { path: '^libs/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(services|tools)/' },
    },
    {
      name: 'libs-web-is-for-browsers',
      severity: 'error',
      from: { pathNot: '(^libs/web/|/web/)' },
      to: { path: '^libs/web/' },
    },
    {
      name: 'no-circles',
      comment: 'Also of types: what two files share stands in a third, which is about that.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)build/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
}

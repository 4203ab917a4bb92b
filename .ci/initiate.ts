import { MongoClient } from 'mongodb'

/** Makes a fresh mongod the only member of its replica set, and waits until it is its primary. */
const port = process.argv[2]
const folder = process.argv[3]
const host = folder ? 'localhost' : '127.0.0.1'
const tls = folder ? { tls: true, tlsCAFile: `${folder}/ca.pem`, tlsCertificateKeyFile: `${folder}/both.pem` } : {}
const client = await new MongoClient(`mongodb://${host}:${port}/?directConnection=true`, tls).connect()
const admin = client.db('admin')
await admin
  .command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: `${host}:${port}` }] } })
  .catch((error: { codeName?: string }) => {
    if (error.codeName !== 'AlreadyInitialized') throw error
  })
while (!(await admin.command({ hello: 1 }))['isWritablePrimary'])
  await new Promise((resolve) => setTimeout(resolve, 50))
// The first user may be made by anybody on the machine, and may make others: ours has rights in its own database only.
if (folder) {
  const first = { user: 'first', pwd: 'secret of first' }
  await admin.command({ createUser: first.user, pwd: first.pwd, roles: ['userAdminAnyDatabase'] })
  const auth = { auth: { username: first.user, password: first.pwd } }
  const made = await new MongoClient(`mongodb://${host}:${port}/?directConnection=true`, { ...tls, ...auth }).connect()
  const roles = ['readWrite', 'dbAdmin'].map((role) => ({ role, db: 'quadzero' }))
  await made.db('admin').command({ createUser: 'quadzero', pwd: 'secret/of mongo', roles })
  await made.close()
}
await client.close()

import { MongoClient } from 'mongodb'

/** Makes a fresh mongod the only member of its replica set, and waits until it is its primary. */
const port = process.argv[2]
const client = await new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`).connect()
const admin = client.db('admin')
await admin
  .command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } })
  .catch((error: { codeName?: string }) => {
    if (error.codeName !== 'AlreadyInitialized') throw error
  })
while (!(await admin.command({ hello: 1 }))['isWritablePrimary'])
  await new Promise((resolve) => setTimeout(resolve, 50))
await client.close()

import kafkajs, { type PartitionAssigner } from 'kafkajs'

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol

/** One member owns partition n of all input topics of a process: a lane is never split. Lanes go round the members. */
export const laneAssigner: PartitionAssigner = ({ cluster }) => ({
  name: 'QuadzeroLanes',
  version: 1,
  async assign({ members, topics }) {
    const ids = members.map(({ memberId }) => memberId).sort()
    const lanes = Math.max(...topics.map((topic) => cluster.findTopicPartitionMetadata(topic).length))
    return ids.map((memberId, place) => {
      const mine = Array.from({ length: lanes }, (_, lane) => lane).filter((lane) => lane % ids.length === place)
      const assignment = Object.fromEntries(topics.map((topic) => [topic, mine]))
      return {
        memberId,
        memberAssignment: MemberAssignment.encode({ version: 1, assignment, userData: Buffer.alloc(0) }),
      }
    })
  },
  protocol({ topics }) {
    return { name: 'QuadzeroLanes', metadata: MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }) }
  },
})

/** A few figures that matter, large, each under what it is. */
export const BigFacts = ({ facts }: { facts: readonly (readonly [name: string, figure: string])[] }) => (
  <dl className="big-facts">
    {facts.map(([name, figure]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{figure}</dd>
      </div>
    ))}
  </dl>
)

/** The stored position cannot be used on this log: somebody must look, nothing is skipped by itself. */
export class PositionError extends Error {
  readonly code: 'lane.position-outside-log' | 'lane.other-log' | 'store.restored'
  constructor(code: PositionError['code'], message: string) {
    super(message)
    this.code = code
  }
}

import { useWords } from './words.ts'

/**
 * What a button shows while it is at work. antd’s own fades away afterwards, and stays for ever where the browser was too busy
 * to begin to fade it: what is done looked as if it were still under way.
 */
export function Busy() {
  return <span className="busy" role="img" aria-label={useWords()('busy')} />
}

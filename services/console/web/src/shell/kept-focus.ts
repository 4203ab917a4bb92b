import { type RefObject, useEffect } from 'react'

const isShown = (each: Element) => each.isConnected && each.getClientRects().length > 0

/**
 * Who works by keyboard stays in the screen: when what had the focus goes away (a button that has done its work, a dialog
 * over a screen that has changed), and nothing else took it, the screen has it.
 */
export function useKeptFocus(screen: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let last: Element | undefined
    let soon = 0
    const note = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : undefined
    }
    // Who clicks elsewhere has left it.
    const leave = () => {
      last = undefined
    }
    const look = () => {
      if (last && !isShown(last) && document.activeElement === document.body)
        screen.current?.focus({ preventScroll: true })
    }
    // Once what is drawn now had its chance to take the focus.
    const changed = new MutationObserver(() => {
      cancelAnimationFrame(soon)
      if (last && document.activeElement === document.body)
        soon = requestAnimationFrame(() => {
          soon = requestAnimationFrame(look)
        })
    })
    document.addEventListener('focusin', note)
    document.addEventListener('pointerdown', leave, true)
    changed.observe(document.body, { childList: true, subtree: true, attributeFilter: ['style'] })
    return () => {
      document.removeEventListener('focusin', note)
      document.removeEventListener('pointerdown', leave, true)
      changed.disconnect()
      cancelAnimationFrame(soon)
    }
  }, [screen])
}

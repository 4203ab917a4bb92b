import { ApiError } from './api.ts'

/** Whether this browser can hold passkeys here: they belong to a host name, and to no bare address. */
export const hasPasskeys = (): boolean =>
  typeof PublicKeyCredential === 'function' &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential &&
  !/^[\d.]+$|:/.test(location.hostname)

/** Has the device make a passkey. @throws ApiError `passkey.none`, `passkey.known` */
export const makePasskey = (options: object): Promise<object> =>
  asked(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options as PublicKeyCredentialCreationOptionsJSON),
    }),
  )

/** Has the device prove that it holds one. @throws ApiError `passkey.none` */
export const provePasskey = (options: object): Promise<object> =>
  asked(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON),
    }),
  )

/** Browsers tell no page why there was none: nobody touched it, it was called off, or there is none for this host. */
async function asked(ask: () => Promise<Credential | null>): Promise<object> {
  const made = await ask().catch((error: unknown) => {
    const isKnown = error instanceof DOMException && error.name === 'InvalidStateError'
    throw new ApiError(0, { code: isKnown ? 'passkey.known' : 'passkey.none' })
  })
  if (!made) throw new ApiError(0, { code: 'passkey.none' })
  return (made as PublicKeyCredential).toJSON()
}

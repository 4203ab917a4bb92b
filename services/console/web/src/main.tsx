import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import './shell/nonce.ts'
import { createRoot } from 'react-dom/client'
import { ApiError } from './shell/api.ts'
import { Look } from './shell/look.tsx'
import { router } from './shell/router.tsx'
import './shell/style.css'
import './shell/words.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // Without a network it is said so: what is shown grows old, and nothing waits in silence.
      networkMode: 'always',
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status < 500),
    },
    // Nor is anything done behind somebody’s back when it comes back.
    mutations: { networkMode: 'always' },
  },
})

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Look>
        <RouterProvider router={router} />
      </Look>
    </QueryClientProvider>
  </StrictMode>,
)

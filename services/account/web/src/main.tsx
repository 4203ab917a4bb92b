import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from '#web'
import { App } from './app.tsx'
import './style.css'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2000,
      // Without a network it is said so, and not waited for in silence.
      networkMode: 'always',
      // What the network lost is asked for again; what the gateway refused is refused.
      retry: (count, error) => count < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
    mutations: { networkMode: 'always' },
  },
})

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
)

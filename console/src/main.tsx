import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { LanguageProvider } from './language/language.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no place for the console.')
createRoot(root).render(
  <LanguageProvider>
    <App />
  </LanguageProvider>,
)

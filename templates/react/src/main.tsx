import {createRoot} from 'react-dom/client'
import {App} from './App'
import {configureAuth, loadConfig} from './config'
import {findSession} from './session'
import './style.css'

const root = createRoot(document.body.appendChild(document.createElement('main')))
try {
  const config = await loadConfig()
  configureAuth(config)
  root.render(<App config={config} initial={await findSession()} />)
} catch (error) {
  root.render(<p className="problem">{error instanceof Error ? error.message : String(error)}</p>)
}

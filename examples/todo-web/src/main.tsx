import {render} from 'preact'
import {configureAuth, loadConfig} from './config'
import {findSession} from './session'
import {App} from './ui/App'
import './style.css'

try {
  const config = await loadConfig()
  configureAuth(config)
  render(<App config={config} initial={await findSession()} />, document.body)
} catch (error) {
  render(<p class="fatal">{error instanceof Error ? error.message : String(error)}</p>, document.body)
}

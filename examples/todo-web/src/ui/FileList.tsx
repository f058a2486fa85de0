import {useEffect, useState} from 'preact/hooks'
import type {Files, StoredFile} from '../files'
import {useWork} from './useWork'

export function FileList({files}: {files: Files}) {
  const [items, setItems] = useState<readonly StoredFile[]>()
  const {busy, problem, run} = useWork()
  useEffect(() => void run(async () => setItems(await files.list())), [files])

  const upload = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement
    const chosen = [...(input.files ?? [])]
    return run(async () => {
      for (const file of chosen) await files.upload(file)
      input.value = ''
      setItems(await files.list())
    })
  }
  const open = (file: StoredFile) => run(async () => void window.open(await files.link(file), '_blank'))
  const remove = (file: StoredFile) =>
    run(async () => {
      await files.remove(file)
      setItems(await files.list())
    })

  return (
    <section class="card" aria-label="Files" aria-busy={busy}>
      <div class="title">
        <h2>Files</h2>
        {items && items.length > 0 && <span class="count">{items.length} stored</span>}
      </div>
      <label class="upload">
        <input type="file" multiple onChange={upload} disabled={busy} />
        <strong>{busy ? 'One moment…' : 'Choose files to upload'}</strong>
        <small>Straight to S3, into a folder of yours.</small>
      </label>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <ul>
        {items?.map((file) => (
          <li key={file.name}>
            <button class="link" onClick={() => open(file)}>
              {file.name}
            </button>
            <small>{sizeOf(file.size)}</small>
            <button class="remove" aria-label={`Delete ${file.name}`} onClick={() => remove(file)}>
              ×
            </button>
          </li>
        ))}
      </ul>
      {items?.length === 0 && <p class="empty">No files yet.</p>}
    </section>
  )
}

const sizeOf = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MB`

// Copies the documents into pages/, as the site wants them: a README is the index of its folder, and links to files that are no
// documents lead to the repository.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const pages = resolve(import.meta.dirname, 'pages')
const repository = 'https://github.com/databased/databased-java/blob/main/'

const files = (folder) =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)])
const top = readdirSync(root).filter((name) => name.endsWith('.md'))
const documents = [...top, ...files('docs'), 'benchmarks/README.md'].filter((file) => file.endsWith('.md'))
const pictures = ['benchmarks/postgresql.svg', 'benchmarks/mariadb.svg', 'docs/films.png']
const known = new Set([...documents, ...pictures])

const index = (path) => path.replace(/README\.md$/, 'index.md')

function link(from, target) {
    const [path, anchor] = target.split('#')
    if (path === '') {
        return target
    }
    let file = normalize(join(dirname(from), path))
    if (existsSync(join(root, file)) && statSync(join(root, file)).isDirectory()) {
        file = known.has(join(file, 'README.md')) ? join(file, 'README.md') : file
    }
    if (!known.has(file)) {
        return repository + file
    }
    const to = relative(dirname(from), index(file))
    return (to.startsWith('.') ? to : './' + to) + (anchor ? '#' + anchor : '')
}

rmSync(pages, { recursive: true, force: true })
for (const file of documents) {
    const text = readFileSync(join(root, file), 'utf8')
        .split(/(```[\s\S]*?```)/)
        .map((part, i) => i % 2 ? part : part.replace(/\]\((?!https?:)([^)\s]+)\)/g, (_, target) => `](${link(file, target)})`))
        .join('')
    const copy = join(pages, index(file))
    mkdirSync(dirname(copy), { recursive: true })
    writeFileSync(copy, text)
}
for (const file of pictures.filter((picture) => existsSync(join(root, picture)))) {
    cpSync(join(root, file), join(pages, file))
}

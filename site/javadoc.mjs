// Makes the javadoc of all published modules, as one, into dist/api. Needs a JDK and Maven.
// What a module does not export to everyone is no API and is left out.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const made = join(root, 'target/reports/apidocs')
const shown = join(import.meta.dirname, 'dist/api')

function hidden(sources) {
    const descriptor = join(sources, 'module-info.java')
    if (!existsSync(descriptor)) {
        return []
    }
    const exported = [...readFileSync(descriptor, 'utf8').matchAll(/^\s*exports\s+([\w.]+)\s*;/gm)].map((match) => match[1])
    return readdirSync(sources, { recursive: true })
        .filter((file) => file.endsWith('package-info.java'))
        .map((file) => dirname(file).replaceAll('\\', '/'))
        .filter((folder) => !exported.includes(folder.replaceAll('/', '.')))
        .map((folder) => `${folder}/*.java`)
}

const internal = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((module) => hidden(join(root, module.name, 'src/main/java')))
rmSync(made, { recursive: true, force: true })
execFileSync('mvn', ['-B', '-ntp', '-q', 'process-classes', 'javadoc:aggregate', `-Djavadoc.hidden=${internal.join(',')}`],
    { cwd: root, stdio: 'inherit' })
rmSync(shown, { recursive: true, force: true })
cpSync(made, shown, { recursive: true })

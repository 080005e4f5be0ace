import { withMermaid } from 'vitepress-plugin-mermaid'

const page = (text, link) => ({ text, link })
const guide = (text, name) => page(text, `/docs/guide/${name}`)

export default withMermaid({
    title: 'Databased for Java',
    description: 'A database connection manager: sessions are transactions, child sessions are savepoints',
    lang: 'en',
    head: [['link', { rel: 'icon', href: 'data:,' }]],
    base: process.env.SITE_BASE ?? '/',
    srcDir: 'pages',
    outDir: 'dist',
    cacheDir: 'cache',
    lastUpdated: false,
    themeConfig: {
        search: { provider: 'local' },
        outline: [2, 3],
        nav: [
            page('Guide', '/docs/guide/'),
            page('Semantics', '/docs/semantics'),
            { ...page('Javadoc', '/api/index.html'), target: '_self' },
            page('Changelog', '/CHANGELOG'),
        ],
        sidebar: [
            {
                text: 'Begin',
                items: [
                    guide('Getting started', 'getting-started'),
                    guide('Sessions', 'sessions'),
                    guide('Queries', 'queries'),
                    guide('Ways of calling', 'styles'),
                    guide('Kotlin', 'kotlin'),
                    guide('Testing', 'testing'),
                ],
            },
            {
                text: 'Run it',
                items: [
                    guide('URLs and options', 'urls'),
                    guide('Pools and timeouts', 'pools-and-timeouts'),
                    guide('Logging and observing', 'logging'),
                    guide('Errors by message', 'errors'),
                    guide('Reliability', 'reliability'),
                    guide('Performance', 'performance'),
                ],
            },
            {
                text: 'Databases',
                items: [
                    guide('SQLite', 'sqlite'),
                    guide('PostgreSQL', 'postgresql'),
                    guide('MySQL and MariaDB', 'mysql'),
                    guide('JDBC databases', 'jdbc'),
                    guide('Clusters and failover', 'clusters'),
                ],
            },
            {
                text: 'Fit it in',
                items: [
                    guide('Spring Boot', 'spring-boot'),
                    guide('Migrations and code generation', 'migrations'),
                    guide('Coming from …', 'coming-from'),
                    guide('Jars and modules', 'jars-and-modules'),
                    guide('Compatibility', 'compatibility'),
                    page('Writing a backend', '/docs/backends'),
                ],
            },
            {
                text: 'Reference',
                collapsed: true,
                items: [
                    page('Semantics', '/docs/semantics'),
                    page('PostgreSQL', '/docs/postgresql'),
                    page('Clusters', '/docs/clusters'),
                    page('Types of SQLite', '/docs/types/sqlite'),
                    page('Types of PostgreSQL', '/docs/types/postgresql'),
                    page('Types of MySQL and MariaDB', '/docs/types/mysql'),
                    page('Types over JDBC', '/docs/types/jdbc'),
                    page('Architecture', '/docs/architecture'),
                    page('Model checking', '/docs/model-checking'),
                    page('Decisions', '/docs/design/'),
                    page('Benchmarks', '/benchmarks/'),
                ],
            },
            {
                text: 'Help',
                collapsed: true,
                items: [
                    page('Contributing', '/CONTRIBUTING'),
                    page('Good first issues', '/docs/good-first-issues'),
                    page('Code of conduct', '/CODE_OF_CONDUCT'),
                    page('Security', '/SECURITY'),
                    page('Releasing', '/docs/releasing'),
                ],
            },
        ],
    },
})

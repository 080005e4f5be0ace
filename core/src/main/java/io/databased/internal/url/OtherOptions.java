package io.databased.internal.url;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options of other drivers' and pools' URLs, which people bring along: what to write here in their place. Names are looked up in lower
 * case and without what separates words.
 */
final class OtherOptions {
    private static final String SEPARATORS = "[_.-]";

    /** What is known here by another name. */
    private static final Map<String, String> NAMES = table(
            "acquire_timeout", "timeout connectionTimeout pool_timeout",
            "idle_timeout", "max_idle",
            "max_size", "pool_size maximumPoolSize maxPoolSize connection_limit",
            "min_size", "minimumIdle minPoolSize",
            "sslmode",
                    "ssl useSSL requireSSL tls verifyServerCertificate trustServerCertificate sslaccept sslfactory"
                            + " sslhostnameverifier",
            "sslrootcert", "serverSslCert trustCertificateKeyStoreUrl trustStore sslCa",
            "sslcert", "clientCertificateKeyStoreUrl keyStore sslidentity",
            "application_name", "connectionAttributes fallback_application_name",
            "target_session_attrs", "targetServerType");

    /** What is said elsewhere, or need not be said. */
    private static final Map<String, String> REMEDIES = table(
            "it is set by statementTimeout(…) of Database.builder(url)",
                    "statement_timeout socketTimeout queryTimeout readTimeout",
            "it is set by connectionInitSql(…) of Database.builder(url)",
                    "currentSchema schema search_path sessionVariables initSql timezone lock_timeout"
                            + " idle_in_transaction_session_timeout connectionCollation",
            "it is set by loginTimeout(…) of PoolOptions", "loginTimeout",
            "it is said of each session: SessionOptions.withReadOnly()", "readOnly readOnlyMode",
            "write it as a part of the URL: scheme://user:password@host/database", "user username password",
            "write it as the host", "hostaddr",
            "leave it out: texts are always sent as UTF-8",
                    "characterEncoding useUnicode charset characterSetResults client_encoding encoding"
                            + " allowEncodingChanges",
            "leave it out: the time zone of each connection is UTC",
                    "serverTimezone connectionTimeZone useLegacyDatetimeCode forceConnectionTimeZoneToSession loc",
            "leave it out: without TLS the password is encrypted with the server's key, which is asked for",
                    "allowPublicKeyRetrieval serverRsaPublicKeyFile",
            "leave it out: executeMany(…) sends all rows together",
                    "rewriteBatchedStatements reWriteBatchedInserts useBulkStmts",
            "leave it out: statements are prepared, and stay so, by themselves",
                    "useServerPrepStmts cachePrepStmts prepStmtCacheSize prepStmtCacheSqlLimit prepareThreshold"
                            + " preparedStatementCacheQueries preparedStatementCacheSizeMiB preferQueryMode"
                            + " statement_cache_size prepared_statements binaryTransfer",
            "leave it out: lost connections are replaced by themselves",
                    "autoReconnect maxReconnects failOverReadOnly tcpKeepAlive keepalives keepalives_idle"
                            + " keepalives_interval keepalives_count tcp_user_timeout",
            "leave it out: stream(…) and forEach(…) read rows as they are needed",
                    "useCursorFetch defaultFetchSize defaultRowFetchSize",
            "leave it out: all connections of one Database see the same data", "cache check_same_thread",
            "leave it out: the zero date is read as null", "zeroDateTimeBehavior",
            "leave it out: a value is read as the class that you ask for, as in row.getBoolean(…)",
                    "tinyInt1isBit transformedBitIsBoolean yearIsDateType parseTime",
            "leave it out: an UPDATE counts all rows that it found", "useAffectedRows",
            "leave it out: executeScript(…) runs several statements", "allowMultiQueries",
            "leave it out: what may fail is put into a child session", "autosave cleanupSavepoints",
            "leave it out, and write cast(:name AS type) where the database asks for it", "stringtype",
            "leave it out, and create the database before", "createDatabaseIfNotExist",
            "leave it out: sslmode=verify-full checks the server", "channel_binding",
            "leave it out: encryption is by TLS, see sslmode", "gssencmode",
            "give the password by DatabaseUrl.withPassword(…)", "passfile");

    private OtherOptions() {}

    /** What to do about an option, or null if it is not known from elsewhere, or has no place in this URL. */
    static @Nullable String remedy(String option, Set<String> known) {
        String name = folded(option);
        String ours = NAMES.get(name);
        if (ours != null) {
            String values = ours.equals("sslmode") ? " It takes disable, require, verify-ca or verify-full" : "";
            return known.contains(ours) ? "did you mean '" + ours + "'?" + values : null;
        }
        String remedy = REMEDIES.get(name);
        return remedy != null && remedy.contains("prepared") && known.contains("pgbouncer")
                ? remedy + "; if there is a PgBouncer in front, write pgbouncer=true"
                : remedy;
    }

    private static String folded(String name) {
        return name.replaceAll(SEPARATORS, "").toLowerCase(Locale.ROOT);
    }

    /** @param valuesAndNames each value, and behind it the names that it is found by */
    private static Map<String, String> table(String... valuesAndNames) {
        Map<String, String> table = new HashMap<>();
        for (int i = 0; i < valuesAndNames.length; i += 2) {
            for (String name : valuesAndNames[i + 1].split(" ", -1)) {
                table.put(folded(name), valuesAndNames[i]);
            }
        }
        return Map.copyOf(table);
    }
}

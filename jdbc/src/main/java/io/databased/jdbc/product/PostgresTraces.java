package io.databased.jdbc.product;

import io.databased.spi.Command;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The catalogs tell whether there is anything that may leave a trace: functions of the user's own, and what calls one of the
 * server's that do. They are asked on a new connection, behind definitions, and now and then.
 *
 * <p>A statement that the server keeps prepared is one, too, once a table or a type has changed. It goes on to take its values for
 * what they were, and the driver prepares it anew only where it has met the change itself.
 */
final class PostgresTraces implements Traces {
    private static final long NOW_AND_THEN = TimeUnit.SECONDS.toNanos(1);
    private static final Set<String> DEFINING = Set.of("CREATE", "ALTER", "DO", "CALL", "IMPORT");
    private static final Pattern TEMPORARY =
            Pattern.compile("(?i)\\s*CREATE\\s+(\\w+\\s+)?TEMP(ORARY)?\\s.*", Pattern.DOTALL);

    /** What a statement fails with if it was prepared for other types: names, features, texts that are not of a type. */
    private static final Pattern OUTDATED = Pattern.compile("42.*|0A000|22P0[23]|22007");

    /** Unknown names and features. */
    private static final Set<String> RESEMBLING = Set.of("42", "0A");

    /** Parts of the names of the server's own functions that leave something, or run a text as a query. */
    private static final List<String> MARKING =
            List.of("set_config", "advisory_lock", "_to_xml", "ts_stat", "ts_rewrite");

    /** The whole names, by which the server finds them in an index: to match them all takes as long as the rest of the question. */
    private static final String MARKING_NAMES = "set_config,"
            + "pg_advisory_lock,pg_advisory_lock_shared,pg_try_advisory_lock,pg_try_advisory_lock_shared,"
            + "query_to_xml,query_to_xmlschema,query_to_xml_and_xmlschema,cursor_to_xml,cursor_to_xmlschema,"
            + "table_to_xml,table_to_xmlschema,table_to_xml_and_xmlschema,schema_to_xml,schema_to_xmlschema,"
            + "schema_to_xml_and_xmlschema,database_to_xml,database_to_xmlschema,database_to_xml_and_xmlschema,"
            + "ts_stat,ts_rewrite";

    /**
     * The names of the user's own functions; whether a query may call one unseen; whether another statement may; whether settings
     * differ. {@code OFFSET 0}, or the server would plan twice what is wanted twice.
     */
    private static final String QUESTION = """
            WITH own AS (
              SELECT p.proname, p.proargtypes[0] AS taken FROM pg_catalog.pg_proc p
              WHERE p.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')),
            marking AS (
              SELECT ':funcid (' || pg_catalog.string_agg(p.oid::text, '|') || ') ' AS calls FROM pg_catalog.pg_proc p
              WHERE p.pronamespace = 'pg_catalog'::regnamespace
                AND p.proname = ANY ('{%s}')),
            reading AS (
              SELECT EXISTS (SELECT FROM own) AND (
                  EXISTS (SELECT FROM pg_catalog.pg_rewrite r WHERE r.oid >= 16384)
                  OR EXISTS (SELECT FROM pg_catalog.pg_policy)
                  OR EXISTS (SELECT FROM pg_catalog.pg_operator o WHERE o.oid >= 16384)
                  OR EXISTS (SELECT FROM pg_catalog.pg_cast c WHERE c.oid >= 16384)
                  OR EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.oid >= 16384 AND c.contypid <> 0)
                  OR EXISTS (SELECT FROM own JOIN pg_catalog.pg_type t ON t.oid = own.taken
                    WHERE t.typtype IN ('c', 'p')))
                OR EXISTS (SELECT FROM pg_catalog.pg_policy p
                  WHERE p.polqual::text ~ m.calls OR p.polwithcheck::text ~ m.calls)
                OR EXISTS (SELECT FROM pg_catalog.pg_constraint c
                  WHERE c.oid >= 16384 AND c.contypid <> 0 AND c.conbin::text ~ m.calls)
                OR EXISTS (SELECT FROM pg_catalog.pg_rewrite r
                  WHERE r.oid >= 16384 AND (r.ev_action::text ~ m.calls OR r.ev_qual::text ~ m.calls)) AS hidden
              FROM marking m OFFSET 0)
            SELECT (SELECT pg_catalog.string_agg(DISTINCT pg_catalog.lower(own.proname), ' ') FROM own),
              reading.hidden,
              reading.hidden OR EXISTS (SELECT FROM own)
                OR EXISTS (SELECT FROM pg_catalog.pg_attrdef a WHERE a.oid >= 16384 AND a.adbin::text ~ m.calls)
                OR EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.oid >= 16384 AND c.conbin::text ~ m.calls)
                OR EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.oid >= 16384 AND t.typdefaultbin::text ~ m.calls)
                OR EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.oid >= 16384 AND t.tgqual::text ~ m.calls),
              pg_catalog.current_setting('extra_float_digits')::int < 1
                OR pg_catalog.current_setting('standard_conforming_strings') = 'off'
            FROM reading, marking m
            """.formatted(MARKING_NAMES);

    private static final String REMOVAL = "RESET SESSION AUTHORIZATION; RESET ALL; CLOSE ALL; UNLISTEN *;"
            + " SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES";

    /**
     * What a role or a database may have otherwise: floating-point numbers as texts, as the driver reads them until the server keeps
     * their statement prepared, have all their digits; and a string ends where this library reads its end.
     */
    static final String SETTINGS = "SELECT pg_catalog.set_config('extra_float_digits', '1', false)"
            + " WHERE pg_catalog.current_setting('extra_float_digits')::int < 1;"
            + " SELECT pg_catalog.set_config('standard_conforming_strings', 'on', false)";

    /** The driver hears of it. */
    private static final String REMOVAL_OF_PREPARED = REMOVAL + "; DEALLOCATE ALL";

    private final Connection connection;
    private final ApplicationName name;
    private final AtomicInteger definitions;
    private List<String> functions = List.of();
    private boolean inQueries;
    private boolean anywhere;
    private boolean differs; // from what is relied on, before it is set
    private boolean known;
    private long askedAt;
    private boolean left;
    private boolean off;
    private int preparedBehind; // as many definitions
    private boolean defined; // in the open transaction
    private boolean outdated; // perhaps

    PostgresTraces(Connection connection, AtomicInteger definitions) throws SQLException {
        this.connection = connection;
        this.definitions = definitions;
        this.preparedBehind = definitions.get();
        this.name = ApplicationName.of(connection);
    }

    @Override
    public void of(Command command) {
        boolean query = command.action() == Command.Action.QUERY && command.reads();
        boolean unseen = query ? inQueries : anywhere;
        left |= !known || unseen || calls(command.sql().toLowerCase(Locale.ROOT));
        known &= !DEFINING.contains(command.verb());
        boolean defines = DEFINING.contains(command.verb()) || command.verb().equals("DROP");
        defined |= defines && !TEMPORARY.matcher(command.sql()).matches();
    }

    @Override
    public void failed(@Nullable String sqlState, int code) {
        outdated |= sqlState != null && OUTDATED.matcher(sqlState).matches();
    }

    /** Whether the name of such a function is in it, however it is quoted. */
    private boolean calls(String sql) {
        return MARKING.stream().anyMatch(sql::contains)
                || functions.stream().anyMatch(sql::contains)
                || sql.contains("u&\"");
    }

    @Override
    public boolean remove() throws SQLException {
        if (off) {
            return false;
        }
        if (defined) {
            defined = false;
            definitions.incrementAndGet();
        }
        int count = definitions.get();
        boolean forgets = outdated || count != preparedBehind;
        boolean removes = left || forgets;
        if (removes) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(forgets ? REMOVAL_OF_PREPARED : REMOVAL);
            }
            name.restore();
            beAsReliedOn();
            left = false;
            outdated = false;
            preparedBehind = count;
        }
        if (!known || System.nanoTime() - askedAt > NOW_AND_THEN) {
            ask();
        }
        return removes;
    }

    private void beAsReliedOn() throws SQLException {
        if (differs) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(SETTINGS);
            }
        }
    }

    /** Servers that only resemble PostgreSQL do not understand the question; of them nothing is known. */
    private void ask() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(QUESTION)) {
            answer.next();
            String names = answer.getString(1);
            functions = names == null ? List.of() : List.of(names.split(" "));
            inQueries = answer.getBoolean(2);
            anywhere = answer.getBoolean(3);
            differs |= answer.getBoolean(4);
        } catch (SQLException e) {
            if (!RESEMBLING.contains(String.valueOf(e.getSQLState()).substring(0, 2))) {
                throw e;
            }
            off = true;
        }
        known = true;
        askedAt = System.nanoTime();
        beAsReliedOn();
    }
}

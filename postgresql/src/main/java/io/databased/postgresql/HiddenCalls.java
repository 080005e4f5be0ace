package io.databased.postgresql;

import io.databased.spi.Command;
import io.databased.vertx.Exchange;
import io.databased.vertx.Exchange.Part;
import io.databased.vertx.Flight;
import io.databased.vertx.Messages;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Whether a statement may leave something on its connection though its text does not say so: because a trigger, a view, a
 * default, a policy and so on calls a function that does. The server's catalogs tell; they are asked behind each definition, and
 * now and then: on a new connection, too, which has nothing in its caches yet, so that the question costs it as much as its
 * login. What was once found is not forgotten.
 */
final class HiddenCalls {
    private static final long NOW_AND_THEN = TimeUnit.SECONDS.toNanos(1);

    private static final Set<String> DEFINING = Set.of("CREATE", "ALTER", "DO", "CALL", "IMPORT");

    /** Of the server's own functions those whose traces a reset removes, and those that run a text as a query. */
    private static final String MARKING = "set_config,"
            + "pg_advisory_lock,pg_advisory_lock_shared,pg_try_advisory_lock,pg_try_advisory_lock_shared,"
            + "query_to_xml,query_to_xmlschema,query_to_xml_and_xmlschema,cursor_to_xml,cursor_to_xmlschema,"
            + "table_to_xml,table_to_xml_and_xmlschema,schema_to_xml,schema_to_xml_and_xmlschema,"
            + "database_to_xml,database_to_xml_and_xmlschema,ts_stat,ts_rewrite";

    /**
     * Whether there are such calls in what a query reads, and in what any statement does. The user's own functions count
     * whatever they do, those of extensions do not. Expressions are stored as trees, in which a call has its function's number;
     * what is not the server's own has a number of 16384 and above. {@code OFFSET 0}, or it would plan twice what is wanted twice.
     */
    private static final String QUESTION = """
            WITH own AS (
              SELECT p.oid, p.proargtypes[0] AS taken FROM pg_catalog.pg_proc p
              WHERE p.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')),
            marking AS (
              SELECT pg_catalog.array_agg(p.oid) AS oids,
                ':funcid (' || pg_catalog.string_agg(p.oid::text, '|') || ') ' AS calls
              FROM pg_catalog.pg_proc p
              WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname = ANY ('{%s}')),
            reading AS (
              SELECT EXISTS (SELECT FROM own JOIN pg_catalog.pg_depend d
                  ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND d.refobjid = own.oid
                  WHERE d.classid IN ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_policy'::regclass,
                    'pg_catalog.pg_operator'::regclass, 'pg_catalog.pg_cast'::regclass)
                  OR d.classid = 'pg_catalog.pg_constraint'::regclass AND EXISTS (SELECT
                    FROM pg_catalog.pg_constraint c WHERE c.oid = d.objid AND c.contypid <> 0))
                OR EXISTS (SELECT FROM own JOIN pg_catalog.pg_type t ON t.oid = own.taken WHERE t.typtype IN ('c', 'p'))
                OR EXISTS (SELECT FROM pg_catalog.pg_operator o WHERE o.oid >= 16384 AND o.oprcode = ANY (m.oids))
                OR EXISTS (SELECT FROM pg_catalog.pg_cast c WHERE c.oid >= 16384 AND c.castfunc = ANY (m.oids))
                OR EXISTS (SELECT FROM pg_catalog.pg_constraint c
                  WHERE c.oid >= 16384 AND c.contypid <> 0 AND c.conbin::text ~ m.calls)
                OR EXISTS (SELECT FROM pg_catalog.pg_policy p
                  WHERE p.polqual::text ~ m.calls OR p.polwithcheck::text ~ m.calls)
                OR EXISTS (SELECT FROM pg_catalog.pg_rewrite r
                  WHERE r.oid >= 16384 AND (r.ev_action::text ~ m.calls OR r.ev_qual::text ~ m.calls)) AS hidden
              FROM marking m OFFSET 0)
            SELECT reading.hidden, reading.hidden
              OR EXISTS (SELECT FROM own)
              OR EXISTS (SELECT FROM pg_catalog.pg_attrdef a WHERE a.oid >= 16384 AND a.adbin::text ~ m.calls)
              OR EXISTS (SELECT FROM pg_catalog.pg_constraint c WHERE c.oid >= 16384 AND c.conbin::text ~ m.calls)
              OR EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.oid >= 16384 AND t.typdefaultbin::text ~ m.calls)
              OR EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.oid >= 16384 AND t.tgqual::text ~ m.calls)
            FROM reading, marking m
            """.formatted(MARKING);

    private final boolean asking;
    private final AtomicInteger defining =
            new AtomicInteger(); // definitions that are sent, and their question not answered
    private volatile boolean known;
    private volatile boolean inQueries;
    private volatile boolean anywhere;
    private volatile long askedAt = System.nanoTime();

    /** @param reset decides whether anything is asked at all */
    HiddenCalls(Reset reset) {
        this.asking = reset == Reset.AUTO;
    }

    /** Whether a plain query may leave something. Not asked for, the answer is no. */
    boolean inQueries() {
        return asking && (inQueries || isUnknown());
    }

    /** Whether a plain statement may leave something. Not asked for, the answer is yes. */
    boolean anywhere() {
        return !asking || anywhere || isUnknown();
    }

    private boolean isUnknown() {
        return !known || defining.get() > 0;
    }

    /** The question, to be sent on a connection that is in no transaction; null if the answer would change nothing. */
    @Nullable
    Exchange question() {
        if (!asking || inQueries) {
            return null;
        }
        askedAt = System.nanoTime();
        return Messages.text(Part.PROBE, QUESTION); // what is prepared may be gone, and the transaction would fail
    }

    /** The question of a new connection; null, too, if there is an answer and another has asked a moment ago. */
    @Nullable
    Exchange questionAtFirst() {
        return known && !isDue() ? null : question();
    }

    private boolean isDue() {
        return System.nanoTime() - askedAt > NOW_AND_THEN;
    }

    /** Asks behind a definition, in its transaction; else between transactions if that was not done for a while. */
    void askBehind(Flight flight, Command command, boolean inSession) {
        boolean defines = defines(command);
        if (defines || (!inSession && isDue())) {
            Exchange question = question();
            if (question != null) {
                defining.addAndGet(defines ? 1 : 0);
                flight.add(question);
                flight.whenAllAnswered(() -> {
                    answered(question, defines);
                    defining.addAndGet(defines ? -1 : 0);
                });
            }
        }
    }

    /** Temporary things go with the next reset, which comes because the text says that they are made. */
    static boolean defines(Command command) {
        return DEFINING.contains(command.verb()) && !Shapes.isTemporary(command.sql());
    }

    /** What could not be asked is taken to be there; in a failed transaction nothing was defined. */
    void answered(Exchange question, boolean behindDefinition) {
        Throwable failure = question.failure();
        if (failure == null) {
            @Nullable Object[] answer = question.rows().get(0);
            inQueries |= Boolean.TRUE.equals(answer[0]);
            anywhere |= Boolean.TRUE.equals(answer[1]);
            known = true;
        } else if (!PostgresErrors.is(failure, PostgresErrors.IN_FAILED_TRANSACTION)
                && (behindDefinition || !PostgresErrors.isLoss(failure))) {
            assume();
        }
    }

    /** Takes it that there are such calls. */
    void assume() {
        anywhere = true;
        inQueries = true;
    }
}

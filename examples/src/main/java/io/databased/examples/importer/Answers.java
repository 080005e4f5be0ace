package io.databased.examples.importer;

import static io.databased.examples.importer.Schema.MOVIES;
import static io.databased.examples.importer.Schema.PEOPLE;
import static io.databased.examples.importer.Schema.ROLES;
import static io.databased.jooq.Jooq.jooq;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.length;
import static org.jooq.impl.DSL.select;

import io.databased.BlockingQueryable;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record1;

/** Asks the loaded tables a few questions. */
final class Answers {
    /** Something and how often it occurs. */
    record Count(String what, int number) {}

    private final BlockingQueryable database;

    Answers(BlockingQueryable database) {
        this.database = database;
    }

    List<Count> busiestActors(int limit) {
        return database.fetchAll(jooq(select(PEOPLE.NAME, count())
                        .from(PEOPLE)
                        .join(ROLES)
                        .on(ROLES.PERSON_ID.eq(PEOPLE.ID))
                        .groupBy(PEOPLE.ID, PEOPLE.NAME)
                        .orderBy(count().desc(), PEOPLE.NAME)
                        .limit(limit))
                .map(mapping(Count::new)));
    }

    List<Count> filmsByDecade() {
        Field<Integer> decade = MOVIES.YEAR.div(10).mul(10);
        return database.fetchAll(jooq(select(decade.cast(String.class), count())
                        .from(MOVIES)
                        .groupBy(decade)
                        .orderBy(decade))
                .map(mapping(Count::new)));
    }

    Count longestTitle() {
        return database.fetchOne(jooq(select(MOVIES.TITLE, length(MOVIES.TITLE))
                                .from(MOVIES)
                                .orderBy(length(MOVIES.TITLE).desc(), MOVIES.ID)
                                .limit(1))
                        .map(mapping(Count::new)))
                .orElse(new Count("", 0));
    }

    /** How many films, people and roles there are. */
    List<Integer> sizes() {
        return database.fetchAll(jooq(select(count())
                        .from(MOVIES)
                        .unionAll(select(count()).from(PEOPLE))
                        .unionAll(select(count()).from(ROLES)))
                .map(Record1::value1));
    }
}

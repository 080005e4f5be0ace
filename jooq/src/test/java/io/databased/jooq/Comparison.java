package io.databased.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;

/** What makes two results the same: values, classes, fields and their types, and that nothing counts as changed. */
final class Comparison {
    private Comparison() {}

    static <R extends Record> void same(List<R> ours, Result<R> theirs) {
        assertThat(ours).isEqualTo(theirs);
        assertThat(ours).extracting(Object::getClass).isEqualTo(theirs.map(Object::getClass));
        assertThat(ours).extracting(Comparison::shape).isEqualTo(theirs.map(Comparison::shape));
        assertThat(ours).noneMatch(Record::changed);
        assertThat(ours)
                .extracting(r -> r.original().toString())
                .isEqualTo(theirs.map(r -> r.original().toString()));
    }

    private static String shape(Record row) {
        return Arrays.toString(Arrays.stream(row.fields()).map(Field::getName).toArray())
                + Arrays.toString(row.fieldsRow().types());
    }
}

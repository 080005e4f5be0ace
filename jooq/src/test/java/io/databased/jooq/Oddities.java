package io.databased.jooq;

import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.EnumType;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.Name;
import org.jooq.Schema;
import org.jooq.TableField;
import org.jooq.impl.CustomRecord;
import org.jooq.impl.CustomTable;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jspecify.annotations.Nullable;

/** A table of types that PostgreSQL alone has. */
final class Oddities extends CustomTable<Oddities.OddityRecord> {
    private static final long serialVersionUID = 1L;
    static final Oddities ODDITIES = new Oddities(DSL.name("oddities"));

    /** An enum as jOOQ's generator writes it. */
    enum Mood implements EnumType {
        sad,
        happy;

        @Override
        public String getLiteral() {
            return name();
        }

        @Override
        public String getName() {
            return "mood";
        }

        @Override
        public @Nullable Schema getSchema() {
            return null;
        }
    }

    final TableField<OddityRecord, Integer> id = createField(DSL.name("id"), SQLDataType.INTEGER.nullable(false));
    final TableField<OddityRecord, Mood> mood =
            createField(DSL.name("mood"), SQLDataType.VARCHAR.asEnumDataType(Mood.class));
    final TableField<OddityRecord, Mood[]> moods = createField(
            DSL.name("moods"), SQLDataType.VARCHAR.asEnumDataType(Mood.class).array());
    final TableField<OddityRecord, String[]> tags = createField(DSL.name("tags"), SQLDataType.CLOB.array());
    final TableField<OddityRecord, Integer[]> counts = createField(DSL.name("counts"), SQLDataType.INTEGER.array());
    final TableField<OddityRecord, UUID[]> codes = createField(DSL.name("codes"), SQLDataType.UUID.array());
    final TableField<OddityRecord, JSONB> doc = createField(DSL.name("doc"), SQLDataType.JSONB);
    final TableField<OddityRecord, JSON> note = createField(DSL.name("note"), SQLDataType.JSON);
    final TableField<OddityRecord, OffsetDateTime> at = createField(DSL.name("at"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    final TableField<OddityRecord, DayToSecond> took = createField(DSL.name("took"), SQLDataType.INTERVALDAYTOSECOND);
    final TableField<OddityRecord, YearToMonth> age = createField(DSL.name("age"), SQLDataType.INTERVALYEARTOMONTH);

    private Oddities(Name name) {
        super(name);
    }

    @Override
    public Class<OddityRecord> getRecordType() {
        return OddityRecord.class;
    }

    static final class OddityRecord extends CustomRecord<OddityRecord> {
        private static final long serialVersionUID = 1L;

        OddityRecord() {
            super(ODDITIES);
        }
    }
}

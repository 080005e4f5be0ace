package io.databased.jooq;

import org.jooq.Name;
import org.jooq.TableField;
import org.jooq.impl.CustomRecord;
import org.jooq.impl.CustomTable;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** A table as a user writes it by hand. */
final class Directors extends CustomTable<Directors.DirectorRecord> {
    private static final long serialVersionUID = 1L;
    static final Directors DIRECTORS = new Directors(DSL.name("directors"));

    final TableField<DirectorRecord, Integer> id = createField(DSL.name("id"), SQLDataType.INTEGER);
    final TableField<DirectorRecord, String> name = createField(DSL.name("name"), SQLDataType.VARCHAR(100));

    private Directors(Name name) {
        super(name);
    }

    @Override
    public Class<DirectorRecord> getRecordType() {
        return DirectorRecord.class;
    }

    static final class DirectorRecord extends CustomRecord<DirectorRecord> {
        private static final long serialVersionUID = 1L;

        DirectorRecord() {
            super(DIRECTORS);
        }
    }
}

package io.databased.sqlite;

import io.databased.testkit.GivenUpStorm;

final class SqliteStormTest extends SqliteFileDatabase implements GivenUpStorm {
    @Override
    public String shortQuery() {
        return "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) SELECT count(*) FROM n";
    }
}

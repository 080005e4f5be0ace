package io.databased.testkit;

final class PgjdbcStormTest extends PgjdbcDatabase implements GivenUpStorm {
    @Override
    public String shortQuery() {
        return "SELECT 1 FROM pg_sleep(0.015)";
    }
}

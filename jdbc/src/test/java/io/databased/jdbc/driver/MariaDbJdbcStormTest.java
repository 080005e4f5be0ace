package io.databased.jdbc.driver;

import io.databased.testkit.GivenUpStorm;

final class MariaDbJdbcStormTest extends MariaDbJdbcDatabase implements GivenUpStorm {
    @Override
    public String shortQuery() {
        return "SELECT sleep(0.015)";
    }

    /** Nobody knows when KILL QUERY, sent by the driver, is over. */
    @Override
    public boolean outlivesSignals() {
        return false;
    }
}

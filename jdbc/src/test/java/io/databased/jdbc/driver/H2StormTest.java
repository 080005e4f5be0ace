package io.databased.jdbc.driver;

import io.databased.testkit.GivenUpStorm;

final class H2StormTest extends H2Database implements GivenUpStorm {
    @Override
    public String shortQuery() {
        return "SELECT count(*) FROM system_range(1, 300) a, system_range(1, 300) b WHERE a.x + b.x < 0";
    }
}

package io.databased.mysql;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.testkit.DatabaseContract;
import java.util.ArrayList;
import java.util.List;

/** A new database of the shared server for each test. */
abstract class MySqlContract implements DatabaseContract {
    final String url = TestServer.shared().createDatabase();

    @Override
    public DatabaseBuilder builder() {
        return Database.builder(url);
    }

    @Override
    public String generatedKey() {
        return "INTEGER AUTO_INCREMENT PRIMARY KEY";
    }

    /** MySQL tells a SLEEP() that is stopped as 1, if the query does nothing else. */
    @Override
    public String slowQuery() {
        return "SELECT 1 FROM (SELECT 1 UNION ALL SELECT 2) AS two WHERE SLEEP(120) = 0";
    }

    @Override
    public String numbers(int count) {
        return TestServer.isMySql() ? DatabaseContract.super.numbers(count) : "SELECT seq AS i FROM seq_1_to_" + count;
    }

    @Override
    public String wholeNumber() {
        return TestServer.isMySql() ? "SIGNED" : DatabaseContract.super.wholeNumber();
    }

    /** MySQL has no RETURNING; a procedure gives rows there. */
    @Override
    public String insertReturning() {
        return TestServer.isMySql() ? "CALL insert_movie(?)" : DatabaseContract.super.insertReturning();
    }

    @Override
    public List<String> tables() {
        List<String> tables = new ArrayList<>(DatabaseContract.super.tables());
        if (TestServer.isMySql()) {
            tables.add("CREATE PROCEDURE insert_movie(IN movie VARCHAR(200)) BEGIN"
                    + " INSERT INTO movies (title) VALUES (movie); SELECT LAST_INSERT_ID() AS id; END");
        }
        return tables;
    }
}
